// Walls that were saved: choosing, saving, sharing, deleting.

const csrf = document.querySelector('meta[name=csrf-token]')?.content ?? '';

const reasonOf = async answer => {
  const problem = await answer.json().catch(() => ({}));
  return Object.values(problem.errors ?? {}).flat()[0] ?? problem.detail ?? problem.title ?? '';
};

export class SavedWalls {
  #page;
  #url;
  #now;
  #opened;
  #walls = [];

  /** The saved wall that is shown, or null. */
  current = null;

  /** `now` gives what is on the wall as it would be saved; `opened` is told which wall somebody wants. */
  constructor(page, url, now, opened) {
    this.#page = page;
    this.#url = url;
    this.#now = now;
    this.#opened = opened;
    this.#part('wall-save').addEventListener('click', () => this.#save());
    this.#part('wall-save-as').addEventListener('click', () => this.#ask());
    this.#part('wall-delete').addEventListener('click', () => this.#delete());
    this.#part('wall-new').addEventListener('click', () => this.#choose(null));
    const form = document.querySelector('[data-wall-save-form]');
    form.addEventListener('submit', event => {
      if (event.submitter?.value !== 'save') return;
      event.preventDefault();
      this.#saveAs(form);
    });
  }

  get all() {
    return this.#walls;
  }

  async load() {
    const answer = await fetch(`${this.#url}?pageSize=500`, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (answer?.ok) this.#walls = (await answer.json()).items;
    this.follow();
  }

  /** The wall of that id, asked for where the list does not have it; null where there is none. */
  async find(id) {
    const known = this.#walls.find(wall => wall.id === id);
    if (known) return known;
    const answer = await fetch(`${this.#url}/${encodeURIComponent(id)}`, { headers: { Accept: 'application/json' } }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  get isChanged() {
    if (!this.current) return false;
    const now = this.#now();
    return now.layout !== this.current.layout || now.tourSeconds !== (this.current.tourSeconds ?? null)
      || JSON.stringify(now.cells) !== JSON.stringify(this.current.cells);
  }

  /** Follows what is shown. */
  follow() {
    const title = this.#part('wall-title');
    title.textContent = this.current ? `${this.current.name}${this.isChanged ? ' *' : ''}` : title.dataset.none;
    this.#part('wall-save').hidden = !this.current?.editable || !this.isChanged;
    this.#part('wall-delete').hidden = !this.current?.editable;
    this.#part('wall-none').hidden = this.#walls.length > 0;
    this.#part('wall-list').replaceChildren(...this.#walls.map(wall => this.#row(wall)));
  }

  #row(wall) {
    const row = document.querySelector('template[data-wall-row]').content.firstElementChild.cloneNode(true);
    row.dataset.wallRow = wall.id;
    row.querySelector('[data-wall-row-name]').textContent = wall.name;
    row.querySelector('[data-wall-row-owner]').textContent = wall.own ? '' : wall.owner;
    row.classList.toggle('active', wall.id === this.current?.id);
    row.addEventListener('click', () => this.#choose(wall));
    return row;
  }

  #choose(wall) {
    this.#closeMenu();
    this.#opened(wall);
  }

  #closeMenu() {
    const button = this.#page.querySelector('[data-wall-menu]');
    if (button.ariaExpanded === 'true') button.click();
  }

  async #save() {
    this.#closeMenu();
    const { name, shared, id } = this.current;
    const answer = await this.#send('PUT', `/${id}`, { ...this.#now(), name, shared });
    if (answer?.ok) await this.#took(await answer.json());
    else this.#say(answer ? await reasonOf(answer) : null);
  }

  #ask() {
    this.#closeMenu();
    const dialog = document.querySelector('[data-wall-save-dialog]');
    dialog.querySelector('[data-wall-save-error]').textContent = '';
    dialog.querySelector('[name=name]').value = '';
    dialog.querySelector('[name=shared]').checked = false;
    dialog.showModal();
  }

  async #saveAs(form) {
    const { name, shared } = form.elements;
    const answer = await this.#send('POST', '', { ...this.#now(), name: name.value, shared: shared.checked });
    if (!answer?.ok) {
      form.querySelector('[data-wall-save-error]').textContent = answer ? await reasonOf(answer) : this.#part('wall-said').dataset.lost;
      return;
    }
    form.closest('dialog').close();
    await this.#took(await answer.json());
  }

  async #delete() {
    this.#closeMenu();
    const dialog = document.querySelector('[data-wall-delete-dialog]');
    const text = dialog.querySelector('[data-text]');
    text.textContent = text.dataset.text.replace('{0}', this.current.name);
    dialog.returnValue = '';
    dialog.showModal();
    await new Promise(done => dialog.addEventListener('close', done, { once: true }));
    if (dialog.returnValue !== 'yes') return;
    const answer = await this.#send('DELETE', `/${this.current.id}`);
    if (answer?.ok || answer?.status === 404) {
      this.current = null;
      await this.load();
      this.#opened(null);
    } else {
      this.#say(answer ? await reasonOf(answer) : null);
    }
  }

  async #took(wall) {
    this.#say('');
    this.current = wall;
    await this.load();
    this.#opened(wall);
  }

  #send(method, path, body) {
    return fetch(`${this.#url}${path}`, {
      method,
      headers: { 'X-CSRF-TOKEN': csrf, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    }).catch(() => null);
  }

  #say(sentence) {
    const line = this.#part('wall-said');
    line.textContent = sentence ?? line.dataset.lost;
  }

  #part(name) {
    return this.#page.querySelector(`[data-${name}]`);
  }
}
