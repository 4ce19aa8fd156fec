// The wall. What is on it stands in the address, so that a view can be sent to somebody; the last one is shown again when the page is opened without.

import { Grid, sizeOf } from './wall/grid.js';
import { Picker } from './wall/picker.js';
import { SavedWalls } from './wall/saved.js';

const lastWall = 'vics-wall';
const patterns = ['one', 'four', 'nine', 'sixteen', 'oneAndFive'];

class Wall {
  #page;
  #grid;
  #picker;
  #saved;
  #facts = new Map();
  #pattern = 'four';
  #cells = [];
  #at = 0;
  #choosing = -1;
  #tourSeconds = null;
  #toursAll = false;
  #tourTimer = 0;

  constructor(page) {
    this.#page = page;
    this.#grid = new Grid(this.#part('wall'), this.#part('wall-side'), camera => this.#known(camera), page.dataset.maySteer === 'true', {
      choose: index => this.#choose(index),
      put: (index, camera) => this.#put(index, camera),
      swap: (from, to) => this.#swap(from, to),
      large: () => this.#startTour(),
    });
    this.#picker = new Picker(document.querySelector('[data-wall-picker]'), page.dataset.cameras, camera => this.#take(camera), camera => this.#cells.includes(camera));
    this.#saved = new SavedWalls(page, page.dataset.api, () => this.#asSaved(), wall => this.#open(wall));
    this.#listen();
    page.hidden = false;
    this.#begin();
  }

  get #pages() {
    return Math.max(1, Math.ceil(this.#cells.length / sizeOf(this.#pattern)));
  }

  async #begin() {
    const loading = this.#saved.load();
    const query = new URLSearchParams(location.search || (localStorage.getItem(lastWall) ?? ''));
    const id = query.get('wall');
    if (id) {
      await loading;
      const wall = await this.#saved.find(id);
      if (wall) this.#lay(wall);
    }
    if (patterns.includes(query.get('layout'))) this.#pattern = query.get('layout');
    if (query.has('cells')) this.#cells = query.get('cells').split(',').map(cell => cell || null);
    if (Number(query.get('tour')) > 0) this.#tourSeconds = Number(query.get('tour'));
    this.#toursAll = query.has('all');
    this.#at = Math.max(0, Number(query.get('page') ?? 1) - 1);
    this.#show();
    this.#startTour();
  }

  #lay(wall) {
    this.#saved.current = wall;
    [this.#pattern, this.#cells, this.#tourSeconds, this.#at] = [wall.layout, [...wall.cells], wall.tourSeconds ?? null, 0];
  }

  #open(wall) {
    if (wall) this.#lay(wall);
    else [this.#saved.current, this.#cells, this.#at] = [null, [], 0];
    this.#show();
    this.#startTour();
  }

  #asSaved() {
    return { layout: this.#pattern, cells: this.#cells, tourSeconds: this.#tourSeconds };
  }

  /** Shows what there is, and says so wherever the page speaks of it. */
  #show() {
    while (this.#cells.length && !this.#cells.at(-1)) this.#cells.pop();
    this.#at = Math.min(this.#at, this.#pages - 1);
    const size = sizeOf(this.#pattern);
    this.#grid.show(this.#pattern, this.#cells.slice(this.#at * size, (this.#at + 1) * size));
    this.#part('wall-advice').hidden = this.#cells.length > 0;
    for (const choice of this.#page.querySelectorAll('[name=pattern]')) choice.checked = choice.value === this.#pattern;
    for (const choice of this.#page.querySelectorAll('[name=tour]')) choice.checked = choice.value === String(this.#tourSeconds ?? '');
    this.#part('tour-all').checked = this.#toursAll;
    const number = this.#part('page-number');
    number.textContent = number.dataset.text.replace('{0}', this.#at + 1).replace('{1}', this.#pages);
    this.#part('wall-pages').hidden = this.#pages < 2;
    const badge = this.#part('tour-badge');
    badge.hidden = !this.#tourSeconds;
    badge.textContent = badge.dataset.text.replace('{0}', this.#tourSeconds ?? '');
    this.#saved.follow();
    this.#picker.refresh();
    this.#write();
  }

  #write() {
    const query = new URLSearchParams();
    if (this.#saved.current) query.set('wall', this.#saved.current.id);
    if (!this.#saved.current || this.#saved.isChanged) {
      query.set('layout', this.#pattern);
      query.set('cells', this.#cells.map(cell => cell ?? '').join(','));
      if (this.#tourSeconds) query.set('tour', this.#tourSeconds);
    }
    if (this.#at > 0) query.set('page', this.#at + 1);
    if (this.#toursAll) query.set('all', '');
    // Commas are no harm in a query, and an address is read by people.
    const text = query.toString().replaceAll('%2C', ',');
    history.replaceState(null, '', `?${text}`);
    localStorage.setItem(lastWall, text);
  }

  #known(camera) {
    if (!this.#facts.has(camera)) this.#facts.set(camera, this.#ask(camera));
    return this.#facts.get(camera);
  }

  async #ask(camera) {
    const api = `${this.#page.dataset.cameras}/${encodeURIComponent(camera)}`;
    const answer = await fetch(api, { headers: { Accept: 'application/json' } }).catch(() => null);
    const facts = answer?.ok ? await answer.json() : null;
    if (!facts) this.#facts.delete(camera);
    return { api, page: `${this.#page.dataset.cameraPages}/${encodeURIComponent(camera)}`, facts };
  }

  #setPattern(pattern) {
    const first = this.#at * sizeOf(this.#pattern);
    if (this.#grid.large) this.#grid.enlarge(null);
    this.#pattern = pattern;
    // What was at the top stays in sight.
    this.#at = Math.floor(first / sizeOf(pattern));
    this.#show();
  }

  #index(cell) {
    return this.#at * sizeOf(this.#pattern) + cell;
  }

  #choose(cell) {
    if (document.fullscreenElement) document.exitFullscreen();
    this.#choosing = cell;
    this.#picker.open();
  }

  #take(camera) {
    const size = sizeOf(this.#pattern);
    if (this.#choosing < 0 || this.#choosing >= size) return;
    this.#put(this.#choosing, camera);
    const empty = Array.from({ length: size }, (_, at) => at).find(at => !this.#cells[this.#index(at)]);
    if (empty === undefined) {
      this.#picker.close();
      this.#grid.focus(this.#choosing);
    } else {
      this.#choosing = empty;
    }
  }

  #put(cell, camera) {
    const index = this.#index(cell);
    while (this.#cells.length <= index) this.#cells.push(null);
    if (!camera && this.#grid.large) this.#grid.enlarge(null);
    this.#cells[index] = camera;
    this.#show();
  }

  #swap(from, to) {
    const [one, other] = [this.#index(from), this.#index(to)];
    while (this.#cells.length <= Math.max(one, other)) this.#cells.push(null);
    [this.#cells[one], this.#cells[other]] = [this.#cells[other], this.#cells[one]];
    this.#show();
  }

  async #fill() {
    const answer = await fetch(`${this.#page.dataset.cameras}?pageSize=256&sort=name`, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!answer?.ok) {
      this.#part('wall-said').textContent = this.#part('wall-said').dataset.lost;
      return;
    }
    this.#cells = (await answer.json()).items.filter(camera => camera.enabled).map(camera => camera.id);
    this.#pattern = ['one', 'four', 'nine'].find(pattern => this.#cells.length <= sizeOf(pattern)) ?? 'sixteen';
    this.#at = 0;
    this.#show();
  }

  #turn(by) {
    if (this.#grid.large) this.#grid.enlarge(null);
    this.#at = (this.#at + by + this.#pages) % this.#pages;
    this.#show();
    this.#startTour();
  }

  #setTour(seconds) {
    this.#tourSeconds = seconds;
    this.#show();
    this.#startTour();
  }

  // Who looks at something closely is not taken away from it.
  #startTour() {
    clearTimeout(this.#tourTimer);
    if (this.#tourSeconds) this.#tourTimer = setTimeout(() => this.#tour(), this.#tourSeconds * 1000);
  }

  #tour() {
    const isBusy = this.#grid.large || this.#picker.isOpen || document.hidden || document.querySelector('dialog[open]');
    const { all, current } = this.#saved;
    if (!isBusy && this.#toursAll && this.#at === this.#pages - 1 && all.length > 1) {
      const next = all[(all.findIndex(wall => wall.id === current?.id) + 1) % all.length];
      const seconds = this.#tourSeconds;
      this.#lay(next);
      this.#tourSeconds = seconds;
      this.#show();
    } else if (!isBusy && this.#pages > 1) {
      this.#at = (this.#at + 1) % this.#pages;
      this.#show();
    }
    this.#startTour();
  }

  #switchFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.#part('wall-stage').requestFullscreen?.().catch(() => {
      // The browser's owner does not want it.
    });
  }

  #listen() {
    const click = (name, act) => this.#part(name).addEventListener('click', act);
    click('page-back', () => this.#turn(-1));
    click('page-on', () => this.#turn(1));
    click('wall-full', () => this.#switchFullScreen());
    click('wall-fill', () => this.#fill());
    this.#page.addEventListener('change', event => {
      const { name, value } = event.target;
      if (name === 'pattern') this.#setPattern(value);
      else if (name === 'tour') this.#setTour(Number(value) || null);
      else if (event.target.matches('[data-tour-all]')) {
        this.#toursAll = event.target.checked;
        this.#write();
      }
    });
    document.addEventListener('keydown', event => this.#key(event));
  }

  #key(event) {
    const isTyping = event.target.closest('input:not([type=radio], [type=checkbox]), textarea, select, dialog[open]');
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    const pattern = patterns[Number(event.key) - 1];
    if (pattern) this.#setPattern(pattern);
    else if (event.key === 'Escape' && this.#grid.large) this.#grid.enlarge(null);
    else if (event.key === 'f') this.#switchFullScreen();
    else if (event.key === 't') this.#setTour(this.#tourSeconds ? null : 10);
    else if (event.key === 'PageDown' && this.#pages > 1) this.#turn(1);
    else if (event.key === 'PageUp' && this.#pages > 1) this.#turn(-1);
    else return;
    event.preventDefault();
  }

  #part(name) {
    return this.#page.querySelector(`[data-${name}]`);
  }
}

const page = document.querySelector('[data-wall-page]');
if (page) new Wall(page);
