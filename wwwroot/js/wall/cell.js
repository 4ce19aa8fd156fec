// One cell of the wall: empty, or a camera with its live picture.

import { LivePlayer } from '../live/player.js';

const cloneOf = name => document.querySelector(`template[${name}]`).content.cloneNode(true);

export class Cell {
  #asked;
  #isLarge = false;
  #isBig = false;

  /** The camera's id, or null. */
  camera = null;
  player = null;
  element = document.createElement('div');

  /** `asked` is told what somebody wants of this cell: choose, enlarge, remove. */
  constructor(asked) {
    this.#asked = asked;
    this.element.className = 'wall-cell';
    this.element.tabIndex = 0;
    this.element.role = 'group';
    this.element.addEventListener('dblclick', event => {
      if (this.camera && !event.target.closest('button, a')) asked('enlarge', this);
    });
    this.#empty();
  }

  get isLarge() {
    return this.#isLarge;
  }

  /** Shows a camera, or none; `known` gives what is known of it. */
  async show(camera, known) {
    if (camera === this.camera) return;
    this.#leave();
    this.camera = camera;
    if (!camera) {
      this.#empty();
      return;
    }
    const content = cloneOf('data-cell-full');
    const view = content.querySelector('[data-live-view]');
    for (const [name, what] of [['enlarge', 'enlarge'], ['change', 'choose'], ['remove', 'remove']]) {
      content.querySelector(`[data-cell-${name}]`).addEventListener('click', () => this.#asked(what, this));
    }
    this.element.replaceChildren(content);
    this.element.draggable = true;
    const { api, page, facts } = await known;
    if (this.camera !== camera || !view.isConnected) return;
    const name = this.element.querySelector('[data-cell-name]');
    name.textContent = facts?.name ?? '';
    name.title = facts?.name ?? '';
    name.href = page;
    Object.assign(view.dataset, { api, name: facts?.name ?? 'camera', lastSeen: facts?.lastSeenAt ?? '' });
    this.player = new LivePlayer(view);
    this.#follow();
  }

  /** Whether its place is so big that the small stream would look coarse. */
  set isBig(isBig) {
    this.#isBig = isBig;
    this.#follow();
  }

  /** Makes it large, with the main stream, or small again. */
  enlarge(isLarge) {
    this.#isLarge = isLarge;
    this.element.toggleAttribute('data-large', isLarge);
    this.element.querySelector('[data-cell-enlarge]')?.setAttribute('aria-pressed', String(isLarge));
    this.#follow();
  }

  destroy() {
    this.#leave();
    this.element.remove();
  }

  #follow() {
    const view = this.element.querySelector('[data-live-view]');
    if (!view || !this.player) return;
    const isLarge = this.#isLarge || this.#isBig;
    if (isLarge) delete view.dataset.size;
    else view.dataset.size = 'small';
    this.player.stream = isLarge ? 'main' : 'sub';
  }

  #leave() {
    this.player?.destroy();
    this.player = null;
    this.#isLarge = false;
    this.element.removeAttribute('data-large');
  }

  #empty() {
    const content = cloneOf('data-cell-empty');
    content.querySelector('[data-cell-choose]').addEventListener('click', () => this.#asked('choose', this));
    this.element.replaceChildren(content);
    this.element.draggable = false;
  }
}
