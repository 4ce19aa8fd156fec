// Single pictures where nothing moves yet, or never will.

import { draw } from './mjpeg.js';

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

export class Stills {
  #url;
  #canvas;
  #isWanted;
  #isRunning = false;
  #hurryUntil = 0;
  #wake = () => {};

  /** When the picture that is shown was taken; null where none is shown. */
  takenAt = null;

  /** `isWanted` says whether a still may be drawn now: not over a moving picture. */
  constructor(url, canvas, isWanted) {
    this.#url = url;
    this.#canvas = canvas;
    this.#isWanted = isWanted;
  }

  /** Takes one; whether it is shown. */
  async take() {
    const answer = await fetch(this.#url, { headers: { Accept: 'image/jpeg, application/problem+json' } }).catch(() => null);
    if (!answer?.ok || !answer.headers.get('Content-Type')?.startsWith('image/')) return false;
    const shown = await draw(this.#canvas, await answer.blob(), this.#isWanted).catch(() => false);
    if (shown) this.takenAt = new Date(answer.headers.get('X-Taken-At') ?? Date.now());
    return shown;
  }

  /** Takes one every few seconds, for a camera that offers nothing else. `taken` hears of each. */
  async repeat(taken) {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#isRunning) {
      const shown = !document.hidden && await this.take();
      if (!this.#isRunning) return;
      if (!document.hidden) taken(shown);
      await Promise.race([pause(performance.now() < this.#hurryUntil ? 300 : 4000), new Promise(done => (this.#wake = done))]);
    }
  }

  /** The camera moves: what it shows changes. */
  hurry() {
    this.#hurryUntil = performance.now() + 2500;
    this.#wake();
  }

  stop() {
    this.#isRunning = false;
    this.#wake();
  }
}
