// Plays a camera's live video in a <video>: Media Source Extensions over one WebSocket; where the browser cannot play the stream, JPEGs on a <canvas>.
//
//   const player = new LivePlayer(video, canvas, '/api/cameras/ID', { stream: 'sub' });
//   player.addEventListener('state', event => …event.detail.state);   // connecting, playing, waiting, failed, paused
//   player.start(); … player.stop();
//
// It stays near the live edge, goes on over a camera's restarts, rests while the page is hidden, and tries again by itself.

const behindAtMost = 3;
const edge = 0.15;
const keptBehind = 8;
const retryAfter = [500, 1000, 2000, 5000, 10000];
const hiddenFor = 5000;

export class LivePlayer extends EventTarget {
  #video;
  #canvas;
  #address;
  #stream;
  #socket = null;
  #source = null;
  #buffer = null;
  #queue = [];
  #pictures = false;
  #running = false;
  #retries = 0;
  #retryTimer = 0;
  #hiddenTimer = 0;
  #tick = 0;
  #objectUrl = null;
  #lastState = '';

  constructor(video, canvas, address, { stream = 'main' } = {}) {
    super();
    this.#video = video;
    this.#canvas = canvas;
    this.#address = address;
    this.#stream = stream;
    this.statistics = { bytes: 0, fragments: 0, skipped: 0, epochs: 0, jumps: 0 };
    document.addEventListener('visibilitychange', () => this.#followVisibility());
  }

  /** Seconds between what is shown and the newest that has come; null where nothing is shown. */
  get latency() {
    const ranges = this.#video.buffered;
    return this.#buffer && ranges.length > 0 ? ranges.end(ranges.length - 1) - this.#video.currentTime : null;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#pictures = false;
    this.#retries = 0;
    this.#tick = setInterval(() => this.#stayAtEdge(), 500);
    this.#connect();
  }

  stop() {
    this.#running = false;
    clearInterval(this.#tick);
    clearTimeout(this.#retryTimer);
    this.#disconnect();
    this.#say('paused');
  }

  #connect() {
    this.#disconnect();
    this.#say('connecting');
    const way = this.#pictures ? 'mjpeg' : 'mse';
    const url = new URL(`${this.#address}/live/${way}?stream=${this.#stream}`, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', event => {
      if (socket === this.#socket) this.#take(event.data);
    });
    socket.addEventListener('close', () => {
      if (socket === this.#socket && this.#running) this.#connectLater();
    });
    this.#socket = socket;
  }

  #connectLater() {
    const wait = retryAfter[Math.min(this.#retries++, retryAfter.length - 1)];
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), wait * (0.8 + 0.4 * Math.random()));
  }

  #disconnect() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#queue = [];
    this.#buffer = null;
    this.#source = null;
    if (!this.#objectUrl) return;
    URL.revokeObjectURL(this.#objectUrl);
    this.#objectUrl = null;
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #take(data) {
    if (typeof data === 'string') {
      this.#hear(JSON.parse(data));
    } else if (this.#pictures) {
      this.#draw(data);
    } else {
      this.statistics.bytes += data.byteLength;
      this.statistics.fragments++;
      this.#queue.push(data);
      this.#append();
    }
  }

  #hear(message) {
    switch (message.type) {
      case 'mse':
        this.statistics.epochs++;
        this.#prepare(message.value);
        break;
      case 'skipped':
        this.statistics.skipped += message.count;
        break;
      case 'waiting':
        this.#say('waiting', message);
        break;
      case 'error':
        if (message.code === 'notSupported' && !this.#pictures) this.#showPictures(message);
        else this.#say('failed', message);
        break;
    }
  }

  // One source for all epochs: the server's time never runs backwards, so another picture is only another head.
  #prepare(type) {
    const Source = window.ManagedMediaSource ?? window.MediaSource;
    if (!Source?.isTypeSupported(type)) {
      this.#showPictures({ code: 'codec', message: type });
      return;
    }

    if (this.#buffer) {
      this.#queue.push({ type });
      this.#append();
      return;
    }

    const source = new Source();
    this.#source = source;
    this.#video.disableRemotePlayback = true;
    source.addEventListener('sourceopen', () => {
      if (source !== this.#source) return;
      this.#buffer = source.addSourceBuffer(type);
      this.#buffer.addEventListener('updateend', () => {
        this.#stayAtEdge();
        this.#append();
      });
      this.#append();
    }, { once: true });
    this.#objectUrl = URL.createObjectURL(source);
    this.#video.src = this.#objectUrl;
  }

  // One after the other, in the order of coming.
  #append() {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#queue.length === 0 || this.#source.readyState !== 'open') return;
    try {
      if (this.#trim()) return;
      if (this.#queue[0].type) {
        buffer.changeType(this.#queue.shift().type);
        this.#append();
        return;
      }

      buffer.appendBuffer(this.#join());
    } catch {
      // Full, or broken by what came: a new beginning helps both.
      this.#connectLater();
      this.#disconnect();
    }
  }

  #join() {
    const end = this.#queue.findIndex(part => part.type);
    const parts = this.#queue.splice(0, end < 0 ? this.#queue.length : end);
    const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(new Uint8Array(part), at);
      at += part.byteLength;
    }

    return joined;
  }

  #trim() {
    const ranges = this.#buffer.buffered;
    const until = this.#video.currentTime - keptBehind;
    if (ranges.length === 0 || ranges.start(0) > until - keptBehind) return false;
    this.#buffer.remove(0, until);
    return true;
  }

  #stayAtEdge() {
    const video = this.#video;
    if (!this.#buffer || this.#buffer.buffered.length === 0) return;
    const ranges = this.#buffer.buffered;
    const last = ranges.length - 1;
    const [start, end] = [ranges.start(last), ranges.end(last)];
    const behind = end - video.currentTime;
    if (video.currentTime < start || behind < -edge || behind > behindAtMost) {
      video.currentTime = Math.max(start, end - edge);
      this.statistics.jumps++;
    }

    video.playbackRate = behind > 1 ? 1.1 : 1;
    if (video.paused) video.play().catch(() => this.#say('paused'));
    else if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.#playing();
  }

  #showPictures(reason) {
    this.#pictures = true;
    this.dispatchEvent(new CustomEvent('fallback', { detail: reason }));
    this.#connect();
  }

  async #draw(jpeg) {
    this.statistics.bytes += jpeg.byteLength;
    this.statistics.fragments++;
    try {
      const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
      if (this.#canvas.width !== picture.width) this.#canvas.width = picture.width;
      if (this.#canvas.height !== picture.height) this.#canvas.height = picture.height;
      this.#canvas.getContext('2d').drawImage(picture, 0, 0);
      picture.close();
      this.#playing();
    } catch {
      // A broken picture; the next one comes soon.
    }
  }

  #playing() {
    this.#retries = 0;
    this.#say('playing');
  }

  #followVisibility() {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) {
      this.#hiddenTimer = setTimeout(() => {
        if (this.#running) this.#disconnect();
      }, hiddenFor);
    } else if (this.#running && !this.#socket) {
      this.#connect();
    }
  }

  #say(state, detail = {}) {
    const said = state + (detail.code ?? '');
    if (said === this.#lastState) return;
    this.#lastState = said;
    const shows = this.#pictures ? 'pictures' : 'video';
    this.dispatchEvent(new CustomEvent('state', { detail: { state, shows, code: detail.code, message: detail.message } }));
  }
}
