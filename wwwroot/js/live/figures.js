// The figures of a picture: what this browser sees of it, and what the server says of the stream.

import { codecName } from './codec.js';

const language = document.documentElement.lang || 'en';
const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

export class Figures {
  #player;
  #list;
  #timer = 0;
  #last = null;
  #turn = 0;

  constructor(player, list) {
    this.#player = player;
    this.#list = list;
  }

  /** Shows or hides them; whether they are shown now. */
  toggle() {
    if (this.#timer) this.hide();
    else this.#show();
    return this.#timer !== 0;
  }

  hide() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#list.hidden = true;
  }

  #show() {
    this.#last = null;
    this.#turn = 0;
    this.#list.hidden = false;
    this.#timer = setInterval(() => this.#measure(), 1000);
    this.#measure();
  }

  #measure() {
    const { video, info, bytes, frames, skipped } = this.#player;
    const now = { at: performance.now(), bytes, frames };
    const seconds = this.#last ? (now.at - this.#last.at) / 1000 : 0;
    const quality = video.getVideoPlaybackQuality?.();
    const { shown } = this.#player;
    this.#set('codec', codecName(info?.codec));
    this.#set('size', shown?.width ? `${shown.width} × ${shown.height}` : '');
    if (seconds > 0) {
      this.#set('rate', number.format((frames - this.#last.frames) / seconds));
      this.#set('bitrate', `${whole.format((bytes - this.#last.bytes) * 8 / seconds / 1000)} kbit/s`);
    }
    this.#set('behind', this.#player.state === 'playing' ? `${whole.format(this.#player.behind * 1000)} ms` : '');
    this.#set('dropped', whole.format((quality?.droppedVideoFrames ?? 0) + skipped));
    this.#last = now;
    if (this.#turn++ % 2 === 0) this.#ask();
  }

  async #ask() {
    const answer = await fetch(`${this.#player.api}/live?stream=${this.#player.stream}`, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!answer?.ok || !this.#timer) return;
    const status = await answer.json();
    this.#set('viewers', whole.format(status.viewers));
    this.#set('restarts', whole.format(status.restarts));
    this.#set('error', status.lastError ?? '');
  }

  #set(name, text) {
    const place = this.#list.querySelector(`[data-figure="${name}"]`);
    if (place.textContent !== text) place.textContent = text;
    place.parentElement.hidden = text === '';
  }
}
