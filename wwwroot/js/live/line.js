// The WebSocket of one picture.

const openLimit = 12_000;

/** Begins to listen; `heard` is told of `message` (JSON), `bytes` and `lost` (once, with whether it had been open). */
export class LiveLine {
  #socket;
  #heard;
  #wasOpen = false;
  #timer;

  /** When something last came, as performance.now() has it. */
  heardAt = performance.now();

  constructor(path, heard) {
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    this.#heard = heard;
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => (this.#wasOpen = true);
    this.#socket.onmessage = event => this.#take(event.data);
    this.#socket.onclose = () => this.#lost();
    this.#timer = setTimeout(() => !this.#wasOpen && this.#lost(), openLimit);
  }

  close() {
    clearTimeout(this.#timer);
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }

  #take(data) {
    this.heardAt = performance.now();
    if (typeof data === 'string') this.#heard.message(JSON.parse(data));
    else this.#heard.bytes(data);
  }

  #lost() {
    this.close();
    this.#heard.lost(this.#wasOpen);
  }
}

/** Waits between attempts, in milliseconds: longer each time, and never all viewers at once. */
export class BackOff {
  static #waits = [500, 1000, 2000, 5000, 10_000, 20_000, 30_000];
  #turn = 0;

  next() {
    const wait = BackOff.#waits[Math.min(this.#turn++, BackOff.#waits.length - 1)];
    return wait * (0.8 + Math.random() * 0.4);
  }

  reset() {
    this.#turn = 0;
  }
}
