// What a live picture says in words.

import { formatAgo, formatTime } from '../times.js';

const away = new Set(['unreachable', 'timeout']);

export class Notice {
  #view;
  #parts;

  constructor(view, parts) {
    this.#view = view;
    this.#parts = parts;
  }

  /** A sentence of the page, in its language. */
  text(name) {
    return this.#parts.texts.dataset[name];
  }

  /** Why there is no picture; where the camera is away, since when. */
  explain(code, sentence, seenAt) {
    const { reason, since } = this.#parts;
    if (reason.textContent !== sentence) reason.textContent = sentence;
    since.hidden = !away.has(code) || !seenAt;
    if (!since.hidden) since.textContent = since.dataset.text.replace('{0}', `${formatTime(seenAt)} (${formatAgo(seenAt)})`);
    this.#view.dataset.liveCode = code;
  }

  /** What is worth knowing of the picture that is there; nothing where empty. */
  remark(sentence) {
    const { note } = this.#parts;
    if (note.textContent !== sentence) note.textContent = note.title = sentence;
    note.hidden = sentence === '';
  }

  /** How old the still is; nothing where null. */
  showAge(takenAt) {
    const { age } = this.#parts;
    age.hidden = takenAt === null;
    const word = age.lastElementChild;
    if (takenAt) word.textContent = word.dataset.text.replace('{0}', formatAgo(new Date(Math.min(takenAt, Date.now()))));
  }

  /** Shows what belongs to a state. */
  follow(state) {
    const { wait, trouble } = this.#parts;
    wait.hidden = state !== 'connecting';
    trouble.hidden = state !== 'waiting' && state !== 'error';
    if (trouble.hidden) delete this.#view.dataset.liveCode;
  }
}
