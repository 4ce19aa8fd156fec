// Plays fragmented MP4 as it comes, at its live edge. A camera that restarts is a new head on the same element: time only ever goes on.

import { pictureTrackOf, startOf } from './mp4.js';

const Source = globalThis.MediaSource ?? globalThis.ManagedMediaSource;

/** Whether this browser plays live streams at all. */
export const playsStreams = Source !== undefined;

/** Whether it plays this kind of stream. */
export const plays = type => playsStreams && Source.isTypeSupported(type);

// Seconds. The picture stays as near to the newest one as its unevenness allows, between these two.
const [leastLead, mostLead] = [0.1, 1];
const farBehind = 1.5;
const kept = { most: 20, least: 10 };
const mostWaiting = { bytes: 8 << 20, parts: 600 };
const together = 1 << 20;

export class StreamPicture {
  #video;
  #heard;
  #source = null;
  #buffer = null;
  #queue = [];
  #queuedBytes = 0;
  #type = '';
  #audio = false;
  #track = null;
  #awaitsHead = false;
  #isFirst = false;
  #offset = 0;
  #lead = leastLead;
  #settlesUntil = 0;
  #isFull = false;
  #timer;
  #url = null;
  #jumpedAt = -1000;
  #lastTime = 0;
  #movedAt = 0;
  #stalls = new AbortController();

  /** Tells of a frame that is shown, of a picture about to go (`freeze`), and of what cannot be played (`trouble`). */
  constructor(video, { frame, freeze, trouble }) {
    this.#video = video;
    this.#heard = { frame, freeze, trouble };
    const { signal } = this.#stalls;
    video.addEventListener('waiting', () => this.#stalled(), { signal });
    video.addEventListener('error', () => video.error && trouble('undecodable'), { signal });
    this.#timer = setInterval(() => this.#follow(), 250);
    this.#watchFrames(signal);
  }

  /** Seconds between what is shown and the newest picture that has come. */
  get behind() {
    const { buffered } = this.#video;
    return buffered.length ? Math.max(0, buffered.end(buffered.length - 1) - this.#video.currentTime) : 0;
  }

  /** A stream of this type begins, or begins anew; its head comes next. */
  begin(type, audio) {
    this.#awaitsHead = true;
    const goesOn = this.#source && this.#source.readyState === 'open' && !this.#video.error && this.#buffer?.changeType && audio === this.#audio;
    if (!goesOn) this.#open(type, audio);
    this.#push({ type, bytes: null });
  }

  /** Takes the head, and then fragments. */
  append(bytes) {
    this.#push({ type: null, bytes, isHead: this.#awaitsHead });
    this.#awaitsHead = false;
  }

  /** The stream is left: what has come stays to be looked at until `close`. */
  leave() {
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  close() {
    clearInterval(this.#timer);
    this.#stalls.abort();
    this.leave();
    this.#release();
  }

  #open(type, audio) {
    if (this.#source) this.#heard.freeze();
    this.#release();
    this.leave();
    [this.#audio, this.#offset, this.#isFull, this.#track] = [audio, 0, false, null];
    const source = new Source();
    this.#source = source;
    source.addEventListener('sourceopen', () => this.#opened(source, type), { once: true });
    this.#video.disableRemotePlayback = true;
    this.#url = URL.createObjectURL(source);
    this.#video.src = this.#url;
  }

  #opened(source, type) {
    if (source !== this.#source) return;
    try {
      this.#buffer = source.addSourceBuffer(type);
    } catch {
      this.#heard.trouble('undecodable');
      return;
    }
    this.#type = type;
    this.#buffer.addEventListener('updateend', () => this.#appended());
    this.#pump();
  }

  #release() {
    this.#buffer = null;
    this.#source = null;
    if (!this.#url) return;
    URL.revokeObjectURL(this.#url);
    this.#url = null;
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #push(part) {
    this.#queue.push(part);
    this.#queuedBytes += part.bytes?.byteLength ?? 0;
    if (this.#queue.length > mostWaiting.parts || this.#queuedBytes > mostWaiting.bytes) {
      // The browser takes nothing, as in a tab it has put to sleep. Later there will be newer pictures.
      this.leave();
      this.#heard.trouble('stuck');
    } else {
      this.#pump();
    }
  }

  #pump() {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#source.readyState !== 'open') return;
    try {
      if (this.#trim()) return;
      while (this.#queue.length && !buffer.updating) this.#take(buffer, this.#queue[0]);
    } catch (trouble) {
      this.#failed(trouble);
    }
  }

  #take(buffer, part) {
    if (part.type) {
      if (part.type !== this.#type) buffer.changeType(part.type);
      this.#type = part.type;
      this.#drop(1);
    } else if (part.isHead) {
      this.#track = pictureTrackOf(part.bytes);
      buffer.appendBuffer(part.bytes);
      this.#isFirst = true;
      this.#drop(1);
    } else {
      if (this.#isFirst) this.#goOnFrom(buffer, part.bytes);
      this.#appendSome(buffer);
    }
  }

  // Whatever the stream calls its time (a server that restarted counts from 0 again), here it goes on where the last one ended.
  #goOnFrom(buffer, fragment) {
    this.#isFirst = false;
    const start = this.#track && startOf(fragment, this.#track);
    const { buffered } = buffer;
    const end = buffered.length ? buffered.end(buffered.length - 1) : 0;
    if (start !== null && start + this.#offset < end) {
      this.#offset = end - start;
      buffer.timestampOffset = this.#offset;
    }
    this.#lead = leastLead;
    this.#settlesUntil = performance.now() + 1500;
  }

  #appendSome(buffer) {
    let [count, size] = [0, 0];
    while (count < this.#queue.length) {
      const { type, isHead, bytes } = this.#queue[count];
      if (type || isHead || (count > 0 && size + bytes.byteLength > together)) break;
      size += bytes.byteLength;
      count++;
    }
    const parts = this.#queue.slice(0, count);
    if (count === 1) {
      buffer.appendBuffer(parts[0].bytes);
    } else {
      const all = new Uint8Array(size);
      let at = 0;
      for (const { bytes } of parts) {
        all.set(new Uint8Array(bytes), at);
        at += bytes.byteLength;
      }
      buffer.appendBuffer(all);
    }
    this.#drop(count);
    this.#isFull = false;
  }

  #drop(count) {
    for (const { bytes } of this.#queue.splice(0, count)) this.#queuedBytes -= bytes?.byteLength ?? 0;
  }

  #trim() {
    const { buffered, currentTime } = this.#video;
    if (!buffered.length) return false;
    const keep = this.#isFull ? 1 : kept.least;
    if (!this.#isFull && currentTime - buffered.start(0) < kept.most) return false;
    if (currentTime - keep <= buffered.start(0)) return false;
    this.#buffer.remove(0, currentTime - keep);
    this.#isFull = false;
    return true;
  }

  #failed(trouble) {
    if (trouble.name === 'QuotaExceededError' && !this.#isFull) {
      this.#isFull = true;
      this.#pump();
    } else {
      this.leave();
      this.#heard.trouble(trouble.name === 'QuotaExceededError' ? 'stuck' : 'undecodable');
    }
  }

  #appended() {
    this.#pump();
    if (performance.now() < this.#settlesUntil) this.#follow();
  }

  /** Stays at the live edge: a little faster when a little behind, with a jump when far behind or where nothing is. */
  #follow() {
    const video = this.#video;
    const { buffered } = video;
    if (!buffered.length || video.error) return;
    const last = buffered.length - 1;
    const [start, end] = [buffered.start(last), buffered.end(last)];
    const behind = end - video.currentTime;
    const settles = performance.now() < this.#settlesUntil;
    const inHole = video.currentTime < start - 0.05 && (last === 0 || video.currentTime >= buffered.end(last - 1) - 0.05 || behind > farBehind);
    const away = inHole || behind < -0.05 || behind > (settles ? this.#lead + 0.3 : farBehind);
    // Each jump decodes from a key frame anew: a slow machine is left the time for that.
    if (away && !video.seeking && performance.now() - this.#jumpedAt > 400) {
      this.#jumpedAt = performance.now();
      video.currentTime = Math.max(start, end - this.#lead);
    }
    const late = behind - this.#lead - 0.1;
    const rate = late > 0 ? 1 + Math.min(0.1, Math.max(0.02, late * 0.2)) : 1;
    if (Math.abs(video.playbackRate - rate) > 0.005) video.playbackRate = rate;
    if (video.paused && !document.hidden) this.#play();
    this.#watchStandstill();
    this.#lead = Math.max(leastLead, this.#lead - 0.001);
  }

  #play() {
    this.#video.play().catch(refused => {
      // Sound needs a click first; the picture does not.
      if (refused.name === 'NotAllowedError') this.#video.muted = true;
    });
  }

  #stalled() {
    if (performance.now() >= this.#settlesUntil) this.#lead = Math.min(mostLead, this.#lead + 0.1);
  }

  // Pictures come and none is shown: a decoder that has hung.
  #watchStandstill() {
    const now = performance.now();
    if (this.#video.currentTime !== this.#lastTime || document.hidden || this.behind < farBehind) {
      [this.#lastTime, this.#movedAt] = [this.#video.currentTime, now];
    } else if (now - this.#movedAt > 8000) {
      this.#movedAt = now;
      this.#heard.trouble('stuck');
    }
  }

  #watchFrames(signal) {
    const video = this.#video;
    if (!video.requestVideoFrameCallback) {
      video.addEventListener('timeupdate', () => video.readyState >= 2 && this.#heard.frame(), { signal });
      return;
    }
    const next = () => {
      if (signal.aborted) return;
      this.#heard.frame();
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }
}
