// The cells of the wall: which camera is in which, what is large, and what hands and keys do with them.

import { steer } from '../ptz.js';
import { Cell } from './cell.js';

const sizes = { one: 1, four: 4, nine: 9, sixteen: 16, oneAndFive: 6 };
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Cells on a page. */
export const sizeOf = pattern => sizes[pattern];

export class Grid {
  #wall;
  #side;
  #heard;
  #known;
  #maySteer;
  #cells = [];
  #dragged = null;
  #steering = null;

  /** `heard` is told of `choose` (cell index), `put` (index, camera), `swap` (two indexes) and `large` (whether one is); `known` gives what is known of a camera. */
  constructor(wall, side, known, maySteer, heard) {
    this.#wall = wall;
    this.#side = side;
    this.#known = known;
    this.#maySteer = maySteer;
    this.#heard = heard;
    wall.addEventListener('keydown', event => this.#key(event));
    this.#listenToDragging();
  }

  /** The cell that is enlarged, or null. */
  get large() {
    return this.#cells.find(cell => cell.isLarge) ?? null;
  }

  /** Shows these cameras; who is on the wall already goes on playing, wherever it moves. */
  show(pattern, cameras) {
    this.#wall.dataset.pattern = pattern;
    const pool = [...this.#cells];
    const take = found => {
      const at = pool.findIndex(found);
      return at < 0 ? null : pool.splice(at, 1)[0];
    };
    const places = Array.from({ length: sizes[pattern] }, (_, index) => cameras[index] ?? null);
    const cells = places.map(camera => camera && take(cell => cell.camera === camera));
    this.#cells = cells.map((cell, index) => cell ?? take(spare => spare.camera === null || !places.includes(spare.camera)) ?? take(() => true) ?? this.#newCell());
    for (const spare of pool) spare.destroy();
    this.#cells.forEach((cell, index) => {
      if (this.#wall.children[index] !== cell.element) this.#wall.insertBefore(cell.element, this.#wall.children[index] ?? null);
      cell.isBig = pattern === 'one' || (pattern === 'oneAndFive' && index === 0);
      cell.show(places[index], places[index] && this.#known(places[index]));
      this.#label(cell, index);
    });
    if (!this.large) this.#shrunk();
  }

  /** Enlarges the cell, or makes it small again. */
  enlarge(cell) {
    const { large } = this;
    large?.enlarge(false);
    this.#shrunk();
    if (!cell?.camera || cell === large) {
      (cell ?? large)?.element.focus({ preventScroll: true });
      this.#heard.large(false);
      return;
    }
    cell.enlarge(true);
    this.#wall.dataset.large = 'true';
    cell.element.focus({ preventScroll: true });
    this.#heard.large(true);
    this.#bringSteering(cell);
  }

  focus(index) {
    this.#cells[index]?.element.focus();
  }

  #shrunk() {
    delete this.#wall.dataset.large;
    this.#steering?.abort();
    this.#steering = null;
    this.#side.replaceChildren();
  }

  async #bringSteering(cell) {
    const { facts, page } = await this.#known(cell.camera);
    if (!facts?.ptz || !this.#maySteer || !cell.isLarge) return;
    const answer = await fetch(`${page}/ptz-panel`).catch(() => null);
    if (!answer?.ok || answer.redirected || !cell.isLarge) return;
    this.#side.innerHTML = await answer.text();
    const panel = this.#side.querySelector('[data-ptz]');
    if (!panel) return;
    this.#steering = new AbortController();
    steer(panel, () => cell.player?.hurry(), this.#steering.signal);
  }

  #newCell() {
    return new Cell((what, cell) => {
      const index = this.#cells.indexOf(cell);
      if (what === 'enlarge') this.enlarge(cell);
      else if (what === 'choose') this.#heard.choose(index);
      else this.#heard.put(index, null);
    });
  }

  #label(cell, index) {
    const { cellLabel, emptyLabel } = this.#wall.dataset;
    cell.element.dataset.cell = index;
    if (!cell.camera) {
      cell.element.ariaLabel = emptyLabel.replace('{0}', index + 1);
      return;
    }
    this.#known(cell.camera).then(({ facts }) => {
      if (cell.camera) cell.element.ariaLabel = cellLabel.replace('{0}', index + 1).replace('{1}', facts?.name ?? '');
    });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.target.closest('input, textarea, select, dialog[open]')) return;
    const index = this.#cells.findIndex(cell => cell.element.contains(event.target));
    const cell = this.#cells[index];
    if (!cell) return;
    const isCell = event.target === cell.element;
    if (event.key === 'Enter' && isCell) {
      event.preventDefault();
      if (cell.camera) this.enlarge(cell);
      else this.#heard.choose(index);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && isCell && cell.camera) {
      event.preventDefault();
      this.#heard.put(index, null);
    } else if (arrows[event.key] && !this.large && !event.target.closest('[role=radiogroup]')) {
      event.preventDefault();
      const to = this.#neighbour(cell, arrows[event.key]);
      if (to < 0) return;
      if (event.altKey || event.shiftKey) this.#heard.swap(index, to);
      this.focus(to);
    }
  }

  // By what the eye sees, so that it holds for every layout and for the single column of a phone.
  #neighbour(from, [right, down]) {
    const middle = cell => {
      const box = cell.element.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = middle(from);
    let [best, distance] = [-1, Infinity];
    this.#cells.forEach((cell, index) => {
      if (cell === from) return;
      const [toX, toY] = middle(cell);
      const along = (toX - x) * right + (toY - y) * down;
      const aside = Math.abs((toX - x) * down) + Math.abs((toY - y) * right);
      if (along > 1 && along + aside * 2 < distance) [best, distance] = [index, along + aside * 2];
    });
    return best;
  }

  #listenToDragging() {
    const cellAt = event => this.#cells.findIndex(cell => cell.element.contains(event.target));
    const mark = index => this.#cells.forEach((cell, at) => cell.element.toggleAttribute('data-drop', at === index));
    document.addEventListener('dragstart', event => {
      const index = cellAt(event);
      const camera = event.target.closest?.('[data-choice]')?.dataset.choice ?? this.#cells[index]?.camera;
      this.#dragged = camera ? { camera, from: index } : null;
      event.dataTransfer?.setData('text/plain', camera ?? '');
    });
    document.addEventListener('dragend', () => {
      this.#dragged = null;
      mark(-1);
    });
    this.#wall.addEventListener('dragover', event => {
      if (!this.#dragged || cellAt(event) < 0) return;
      event.preventDefault();
      mark(cellAt(event));
    });
    this.#wall.addEventListener('dragleave', event => this.#wall.contains(event.relatedTarget) || mark(-1));
    this.#wall.addEventListener('drop', event => {
      const index = cellAt(event);
      mark(-1);
      if (!this.#dragged || index < 0) return;
      event.preventDefault();
      const { camera, from } = this.#dragged;
      this.#dragged = null;
      if (from < 0) this.#heard.put(index, camera);
      else if (from !== index) this.#heard.swap(from, index);
    });
  }
}
