// One live picture in an element with data-live-view: the last still at once, then the moving picture, and a sentence where there is none.
// data-live-state says what it is doing (connecting, playing, mjpeg, waiting, error, stills, paused); each change is a live-state event too.

import { codecName } from './codec.js';
import { Controls } from './controls.js';
import { Figures } from './figures.js';
import { BackOff, LiveLine } from './line.js';
import { PictureSeries, paint } from './mjpeg.js';
import { StreamPicture, plays, playsStreams } from './mse.js';
import { Notice } from './notice.js';
import { Stills } from './stills.js';

const leaveAfter = 5000;
const silenceLimit = 15_000;
// Asking again does not help until a person has done something, and cameras lock accounts.
const needsAPerson = new Set(['authentication', 'clock', 'certificate', 'secretUnreadable', 'addressNotAllowed']);

export class LivePlayer {
  #view;
  #parts = {};
  #stream;
  #way = 'mse';
  #line = null;
  #picture = null;
  #series = null;
  #stills;
  #backOff = new BackOff();
  #retry = 0;
  #stillTimer = 0;
  #leaving = 0;
  #isOn = false;
  #isSeen = true;
  #isInterrupted = false;
  #hasAskedForStill = false;
  #end = null;
  #playsSince = 0;
  #seenAt;
  #decodeTroubles = [];
  #destroyed = new AbortController();
  #observer;
  #ticks;
  #figures;
  #notice;

  /** What the stream said of itself. */
  info = null;
  bytes = 0;
  skipped = 0;
  frames = 0;

  constructor(view) {
    this.#view = view;
    this.#stream = view.dataset.stream ?? 'main';
    this.#seenAt = view.dataset.lastSeen ? new Date(view.dataset.lastSeen) : null;
    const template = document.querySelector('template[data-live-parts]');
    view.append(template.content.cloneNode(true));
    for (const part of view.querySelectorAll('[data-part]')) this.#parts[part.dataset.part] = part;
    this.video.muted = true;
    this.#notice = new Notice(view, this.#parts);
    this.#stills = new Stills(`${view.dataset.api}/capture?${this.#isSmall ? 'width=640&stream=sub' : ''}`, this.#parts.still, () => !this.#moves);
    this.#figures = new Figures(this, this.#parts.figures);
    this.controls = new Controls(this, view, this.#parts, this.#figures, this.#destroyed.signal);
    const { signal } = this.#destroyed;
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    addEventListener('online', () => this.#isOn && !this.#moves && this.#connect(), { signal });
    addEventListener('pagehide', () => this.#turnOff(), { signal });
    addEventListener('pageshow', () => this.#look(), { signal });
    this.#observer = new IntersectionObserver(entries => {
      this.#isSeen = entries.at(-1).isIntersecting;
      this.#look();
    });
    this.#observer.observe(view);
    this.#ticks = setInterval(() => this.#tick(), 1000);
    this.#look();
  }

  get video() {
    return this.#parts.video;
  }

  get api() {
    return this.#view.dataset.api;
  }

  get state() {
    return this.#view.dataset.liveState;
  }

  get stream() {
    return this.#stream;
  }

  /** Shows the other stream; the picture stays until the new one is there. */
  set stream(stream) {
    if (stream === this.#stream) return;
    this.#stream = stream;
    this.#way = 'mse';
    if (!this.#isOn) return;
    this.#clear();
    this.#backOff.reset();
    this.#connect();
  }

  /** Seconds from the newest picture that has come to the one that is shown. */
  get behind() {
    return this.#picture?.behind ?? 0;
  }

  /** The camera is being steered: where only stills are shown, they come faster. */
  hurry() {
    this.#stills.hurry();
  }

  /** What is shown now as a picture to draw from, or null. */
  get shown() {
    if (this.#view.dataset.shows === 'video') return { picture: this.video, width: this.video.videoWidth, height: this.video.videoHeight };
    const { still } = this.#parts;
    return still.hidden ? null : { picture: still, width: still.width, height: still.height };
  }

  destroy() {
    this.#turnOff();
    this.#destroyed.abort();
    this.#observer.disconnect();
    clearInterval(this.#ticks);
    this.#figures.hide();
    this.#view.replaceChildren();
    for (const name of ['liveState', 'shows']) delete this.#view.dataset[name];
  }

  get #isSmall() {
    return this.#view.dataset.size === 'small';
  }

  get #moves() {
    return this.state === 'playing' || this.state === 'mjpeg';
  }

  // Nobody looks: after a while the camera is left alone. Somebody looks again: at once.
  #look() {
    const isWanted = !document.hidden && this.#isSeen;
    if (isWanted) {
      clearTimeout(this.#leaving);
      this.#leaving = 0;
      if (!this.#isOn) this.#turnOn();
    } else if (this.#isOn && !this.#leaving) {
      this.#leaving = setTimeout(() => this.#turnOff(), leaveAfter);
    }
  }

  #turnOn() {
    this.#isOn = true;
    this.#hasAskedForStill = false;
    this.#backOff.reset();
    this.#way = 'mse';
    this.#connect();
  }

  #turnOff() {
    this.#leaving = 0;
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#clear();
    this.#setState('paused');
  }

  // Leaves the line and the player; what was shown last stays to be seen.
  #clear() {
    clearTimeout(this.#retry);
    clearTimeout(this.#stillTimer);
    this.#line?.close();
    this.#line = null;
    this.#stills.stop();
    this.#freeze();
    this.#picture?.close();
    this.#series?.close();
    this.#picture = this.#series = null;
    this.#isInterrupted = false;
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#line?.close();
    this.#end = null;
    if (this.#way === 'mse' && !playsStreams) this.#useMjpeg(this.#notice.text('noStreams'));
    if (this.#way === 'mse') this.#notice.remark('');
    if (!['waiting', 'error', 'stills'].includes(this.state)) this.#setState('connecting');
    this.#planStill();
    const format = this.#way === 'mse' ? '' : this.#isSmall && this.#stream === 'sub' ? '&width=640&fps=5' : '&width=1280&fps=10';
    const line = new LiveLine(`${this.api}/live/${this.#way}?stream=${this.#stream}${format}`, {
      message: message => line === this.#line && this.#hear(message),
      bytes: bytes => line === this.#line && this.#take(bytes),
      lost: wasOpen => line === this.#line && this.#lost(wasOpen),
    });
    this.#line = line;
  }

  // A running stream shows a picture sooner than a still could be had; only where it does not, the camera is asked for one.
  #planStill() {
    clearTimeout(this.#stillTimer);
    if (this.#view.dataset.shows || this.#hasAskedForStill) return;
    this.#stillTimer = setTimeout(async () => {
      this.#hasAskedForStill = true;
      if (this.#isOn && !this.#view.dataset.shows && await this.#stills.take()) this.#showStill();
    }, this.#isSmall ? 2500 : 400);
  }

  #showStill() {
    if (this.#view.dataset.shows !== 'video') this.#view.dataset.shows = 'still';
  }

  #hear(message) {
    switch (message.type) {
      case 'mse':
        this.#begin(message);
        break;
      case 'waiting':
        this.#isInterrupted = true;
        this.#explain('waiting', message.code, message.message);
        break;
      case 'skipped':
        this.skipped += message.count ?? 0;
        break;
      case 'error':
        this.#end = message;
        break;
    }
  }

  #begin(info) {
    this.info = info;
    this.#isInterrupted = false;
    if (!plays(info.value)) {
      const name = codecName(info.codec);
      this.#useMjpeg(name === 'JPEG' ? '' : this.#notice.text('unsupported').replace('{0}', name));
      this.#connect();
      return;
    }
    this.#picture ??= new StreamPicture(this.video, {
      frame: () => this.#frame('video', 'playing'),
      freeze: () => this.#freeze(),
      trouble: kind => this.#decodingFailed(kind),
    });
    this.#picture.begin(info.value, info.audio);
    this.controls.showSound(info.audio);
  }

  #useMjpeg(reason) {
    this.#way = 'mjpeg';
    this.#freeze();
    this.#picture?.close();
    this.#picture = null;
    this.controls.showSound(false);
    this.#notice.remark(reason);
  }

  #take(bytes) {
    this.bytes += bytes.byteLength;
    if (this.#way === 'mse') {
      this.#picture?.append(bytes);
      return;
    }
    this.#isInterrupted = false;
    this.info ??= { codec: 'jpeg' };
    this.#series ??= new PictureSeries(this.#parts.still, () => {
      this.#stills.takenAt = null;
      this.#frame('still', 'mjpeg');
    });
    this.#series.append(bytes);
  }

  #frame(where, state) {
    this.frames++;
    if (this.#isInterrupted || !this.#isOn) return;
    this.#seenAt = new Date();
    if (this.#view.dataset.shows !== where) this.#view.dataset.shows = where;
    if (this.state === state) return;
    clearTimeout(this.#stillTimer);
    this.#stills.stop();
    this.#stills.takenAt = null;
    this.#playsSince = performance.now();
    this.#setState(state);
  }

  #freeze() {
    if (this.#view.dataset.shows !== 'video') return;
    const { video } = this;
    if (video.videoWidth > 0 && video.readyState >= 2) paint(this.#parts.still, video, video.videoWidth, video.videoHeight);
    this.#view.dataset.shows = this.#parts.still.hidden ? '' : 'still';
  }

  // Once may be chance; twice in a minute this browser cannot do it.
  #decodingFailed(kind) {
    const now = performance.now();
    if (kind === 'undecodable') this.#decodeTroubles = [...this.#decodeTroubles.filter(at => now - at < 60_000), now];
    this.#freeze();
    this.#picture?.close();
    this.#picture = null;
    this.#line?.close();
    if (this.#decodeTroubles.length > 1) {
      this.#decodeTroubles = [];
      this.#useMjpeg(this.#notice.text('undecodable'));
      this.#connect();
    } else {
      this.#setState('connecting');
      this.#again(this.#backOff.next());
    }
  }

  #lost(wasOpen) {
    this.#line = null;
    const end = this.#end;
    if (end?.code === 'notSupported' && this.#way === 'mse') {
      this.#useMjpeg('');
      this.#connect();
    } else if (end?.code === 'notSupported' && !this.#moves) {
      this.#showStillsOnly(end);
    } else if (end) {
      this.#explain('error', end.code, end.message);
      this.#again(this.#waitAfter(end.code));
    } else {
      if (this.#moves) this.#setState('connecting');
      const wait = this.#backOff.next();
      if (!wasOpen) this.#askWhy(wait);
      else this.#again(wait);
    }
  }

  // While somebody asks, the server goes on trying to reach the camera, at its own pace.
  #waitAfter(code) {
    if (needsAPerson.has(code)) return 60_000;
    const wait = Math.max(1000, this.#backOff.next());
    return code === 'busy' ? wait : Math.min(wait, 5000);
  }

  #again(wait) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (!this.#isOn) return;
      if (!this.#moves) this.#way = 'mse';
      this.#series?.close();
      this.#series = null;
      this.#connect();
    }, wait);
  }

  // A browser does not say why it got no WebSocket; the camera's own address does.
  async #askWhy(wait) {
    const answer = await fetch(this.api, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!this.#isOn || this.#line) return;
    if (answer?.status === 404) {
      this.#explain('error', 'gone', this.#notice.text('gone'));
      return;
    }
    if (!answer || answer.status >= 500) this.#explain('error', 'noServer', this.#notice.text('noServer'));
    else if (answer.status === 401 || answer.redirected) this.#explain('error', 'signedOut', this.#notice.text('signedOut'));
    else if (answer.status === 403) this.#explain('error', 'forbidden', this.#notice.text('forbidden'));
    else if (answer.ok && !(await answer.json()).enabled) this.#explain('error', 'switchedOff', this.#notice.text('switchedOff'));
    this.#again(answer?.ok || !answer ? wait : Math.max(wait, 30_000));
  }

  // A camera without a stream, such as one that only its unit knows: pictures one by one are better than none.
  #showStillsOnly(end) {
    this.#stills.repeat(shown => {
      if (shown) {
        this.#showStill();
        this.#notice.remark(this.#notice.text('stillsOnly'));
        this.#setState('stills');
      } else {
        this.#explain('error', end.code, end.message);
      }
    });
  }

  #explain(state, code, sentence) {
    this.#notice.explain(code, sentence, this.#seenAt);
    this.#setState(state);
  }

  #setState(state) {
    if (this.state === state) return;
    this.#view.dataset.liveState = state;
    this.#notice.follow(state);
    this.controls.follow();
    this.#view.dispatchEvent(new CustomEvent('live-state', { bubbles: true, detail: { state, player: this } }));
  }

  #tick() {
    this.#notice.showAge(this.#moves || this.#view.dataset.shows !== 'still' ? null : this.#stills.takenAt);
    if (this.#moves && performance.now() - this.#playsSince > 10_000) this.#backOff.reset();
    // A line that has silently died looks like a camera that sends nothing; the server's own watchdogs are quicker than this.
    if (this.#line && this.#moves && !document.hidden && performance.now() - this.#line.heardAt > silenceLimit) {
      this.#line.close();
      this.#lost(true);
    }
  }
}
