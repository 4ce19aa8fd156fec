// Finds a camera for a cell. The wall stays in reach beside it, so that a camera can be dragged too.

const pageSize = 50;

export class Picker {
  #dialog;
  #list;
  #search;
  #said;
  #url;
  #chosen;
  #isUsed;
  #asked = 0;
  #timer = 0;

  /** `chosen` is told which camera; `isUsed` says whether one is on the wall. */
  constructor(dialog, url, chosen, isUsed) {
    this.#dialog = dialog;
    this.#list = dialog.querySelector('[data-picker-list]');
    this.#search = dialog.querySelector('[data-picker-search]');
    this.#said = dialog.querySelector('[data-picker-said]');
    this.#url = url;
    this.#chosen = chosen;
    this.#isUsed = isUsed;
    this.#search.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#fill(), 200);
    });
    dialog.addEventListener('keydown', event => this.#key(event));
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open() {
    if (!this.#dialog.open) this.#dialog.show();
    this.#search.focus();
    this.#search.select();
    this.#fill();
  }

  close() {
    this.#dialog.close();
  }

  /** Follows what is on the wall now. */
  refresh() {
    for (const row of this.#list.children) row.querySelector('[data-choice-used]').hidden = !this.#isUsed(row.dataset.choice);
  }

  async #fill() {
    const turn = ++this.#asked;
    const found = await this.#find(pageSize);
    if (turn !== this.#asked) return;
    if (!found) {
      this.#said.textContent = this.#said.dataset.failed;
      return;
    }
    this.#list.replaceChildren(...found.items.map(camera => this.#row(camera)));
    const more = found.total - found.items.length;
    this.#said.textContent = found.total === 0 ? this.#said.dataset.none : more > 0 ? this.#said.dataset.more.replace('{0}', more) : '';
    this.#said.hidden = this.#said.textContent === '';
  }

  async #find(count) {
    const query = new URLSearchParams({ search: this.#search.value, pageSize: count, sort: 'name' });
    const answer = await fetch(`${this.#url}?${query}`, { headers: { Accept: 'application/json' } }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  #row(camera) {
    const row = document.querySelector('template[data-picker-row]').content.firstElementChild.cloneNode(true);
    const badge = row.querySelector('[data-choice-state]');
    const [state, icon] = { online: ['fine', 'circle-check'], offline: ['down', 'circle-x'] }[camera.state] ?? ['idle', 'circle-dashed'];
    badge.dataset.state = state;
    const use = badge.querySelector('use');
    use.setAttribute('href', use.getAttribute('href').replace(/#.*$/, `#${icon}`));
    row.dataset.choice = camera.id;
    row.querySelector('[data-choice-name]').textContent = camera.name;
    row.querySelector('[data-choice-host]').textContent = [camera.host, ...camera.tags].filter(text => text).join(' · ');
    row.querySelector('[data-choice-used]').hidden = !this.#isUsed(camera.id);
    row.addEventListener('click', () => this.#chosen(camera.id));
    return row;
  }

  #key(event) {
    const rows = [...this.#list.children];
    const at = rows.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const to = at + (event.key === 'ArrowDown' ? 1 : -1);
      if (to < 0) this.#search.focus();
      else rows[to]?.focus();
    } else if (event.key === 'Enter' && event.target === this.#search) {
      event.preventDefault();
      this.#chooseFirst();
    }
  }

  // Who types and presses Enter is quicker than the list.
  async #chooseFirst() {
    const found = await this.#find(1);
    if (found?.items.length) this.#chosen(found.items[0].id);
  }
}
