// The page of a camera: its picture, what it says of itself, and steering.

import { formatAgo, formatTime, showTimes } from './times.js';

const csrf = document.querySelector('meta[name=csrf-token]')?.content ?? '';

// Pages show pictures of their own server and those that stand in the page itself, no others.
const urlOf = blob => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/** The sentence of a problem that the API answered. */
const reasonOf = async answer => {
  try {
    const problem = await answer.json();
    return Object.values(problem.errors ?? {}).flat()[0] ?? problem.detail ?? problem.title ?? '';
  } catch {
    return '';
  }
};

/** A still of now, taken anew every few seconds while somebody looks; faster while the camera is steered. */
class Stills {
  #view;
  #takenAt = null;
  #hurryUntil = 0;
  #wake = () => {};

  constructor(view) {
    this.#view = view;
    document.addEventListener('visibilitychange', () => this.#wake());
    setInterval(() => this.#showAge(), 1000);
    this.#run();
  }

  /** The camera moves: what it shows changes. */
  hurry() {
    this.#hurryUntil = performance.now() + 2500;
    this.#wake();
  }

  async #run() {
    for (;;) {
      if (!document.hidden) await this.#take();
      const rest = performance.now() < this.#hurryUntil ? 300 : 4000;
      await Promise.race([pause(rest), new Promise(done => (this.#wake = done))]);
      if (document.hidden) await new Promise(done => (this.#wake = done));
    }
  }

  async #take() {
    const answer = await fetch(this.#view.dataset.capture, { headers: { Accept: 'image/jpeg, application/problem+json' } }).catch(() => null);
    if (answer?.ok && answer.headers.get('Content-Type')?.startsWith('image/')) {
      const picture = this.#part('still-picture');
      picture.src = await urlOf(await answer.blob());
      picture.hidden = false;
      picture.dataset.old = 'false';
      this.#takenAt = new Date(answer.headers.get('X-Taken-At'));
      this.#part('still-none').hidden = true;
      this.#view.dataset.shows = 'picture';
    } else {
      this.#fail(answer ? await reasonOf(answer) : '');
    }
    this.#showAge();
  }

  #fail(reason) {
    this.#part('still-picture').dataset.old = 'true';
    this.#part('still-none').hidden = false;
    this.#part('still-wait').hidden = true;
    this.#part('still-trouble').hidden = false;
    this.#part('still-reason').textContent = reason;
    const since = this.#takenAt ?? (this.#view.dataset.lastSeen ? new Date(this.#view.dataset.lastSeen) : null);
    const line = this.#part('still-since');
    line.hidden = since === null;
    if (since) line.textContent = line.dataset.text.replace('{0}', `${formatTime(since)} (${formatAgo(since)})`);
    this.#view.dataset.shows = 'trouble';
  }

  #showAge() {
    const age = this.#part('still-age');
    age.hidden = this.#takenAt === null;
    const word = age.querySelector('[data-text]');
    if (this.#takenAt) word.textContent = word.dataset.text.replace('{0}', formatAgo(new Date(Math.min(this.#takenAt, Date.now()))));
  }

  #part(name) {
    return this.#view.querySelector(`[data-${name}]`);
  }
}

/** What the camera says of itself comes after the page: a slow camera holds up nothing else. */
async function fillFacts(card) {
  if (card.querySelector('[data-facts], [data-facts-fault]')) return;
  card.querySelector('[data-facts-wait]').hidden = false;
  const answer = await fetch(card.dataset.cameraFacts).catch(() => null);
  if (answer?.ok && !answer.redirected) {
    card.innerHTML = await answer.text();
    showTimes(card);
  } else {
    card.querySelector('[data-facts-wait]').hidden = true;
    card.querySelector('[data-facts-failed]').hidden = false;
  }
}

const keys = {
  ArrowLeft: { pan: -1 }, ArrowRight: { pan: 1 }, ArrowUp: { tilt: 1 }, ArrowDown: { tilt: -1 }, '+': { zoom: 1 }, '=': { zoom: 1 }, '-': { zoom: -1 }, _: { zoom: -1 },
};

/**
 * Hold to move: by mouse, finger or key. While something is held the motion is renewed before its time is over; when nothing is, the camera is told to
 * stop. Should that never arrive, the server stops it when the time is over.
 */
class Steering {
  static timeout = 1000;
  static renewal = 400;

  #panel;
  #moved;
  #held = new Map();
  #timer = 0;
  #sending = null;
  #isMoving = false;

  constructor(panel, moved) {
    this.#panel = panel;
    this.#moved = moved;
    for (const button of panel.querySelectorAll('[data-ptz-move]')) this.#listenToButton(button);
    this.#listenToKeys();
    panel.querySelector('[data-ptz-home]').addEventListener('click', () => this.send('POST', 'home'));
    panel.querySelector('[data-ptz-speed]').addEventListener('input', () => this.#held.size && this.#move());
    addEventListener('blur', () => this.#releaseAll());
    addEventListener('pagehide', () => this.#releaseAll());
    document.addEventListener('visibilitychange', () => document.hidden && this.#releaseAll());
  }

  /** Sends a command and says what came of it; its answer, or null where it was not taken. */
  async send(method, path, body) {
    const answer = await this.#fetch(method, path, body);
    this.say(answer?.ok ? '' : answer ? await reasonOf(answer) : this.#panel.querySelector('[data-ptz-said]').dataset.lost);
    if (answer?.ok && method !== 'GET') this.#moved();
    return answer?.ok ? answer : null;
  }

  say(sentence) {
    const line = this.#panel.querySelector('[data-ptz-said]');
    if (line.textContent !== sentence) line.textContent = sentence;
    line.classList.toggle('text-danger', sentence !== '');
  }

  #fetch(method, path, body) {
    return fetch(`${this.#panel.dataset.ptz}/${path}`, {
      method,
      headers: { 'X-CSRF-TOKEN': csrf, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      // A page that is left still gets its stop out.
      keepalive: method !== 'GET',
    }).catch(() => null);
  }

  #listenToButton(button) {
    const axes = { pan: Number(button.dataset.pan), tilt: Number(button.dataset.tilt), zoom: Number(button.dataset.zoom) };
    button.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      this.#hold(`pointer ${event.pointerId}`, axes, button);
    });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      button.addEventListener(end, event => this.#release(`pointer ${event.pointerId}`));
    }
    button.addEventListener('contextmenu', event => event.preventDefault());
    button.addEventListener('keydown', event => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      if (!event.repeat) this.#hold('button key', axes, button);
    });
    button.addEventListener('keyup', event => {
      if (event.key === 'Enter' || event.key === ' ') this.#release('button key');
    });
    button.addEventListener('blur', () => this.#release('button key'));
    // Neither pointer nor key: a screen reader presses it. A short push, which the server ends.
    button.addEventListener('click', event => {
      if (event.detail === 0 && this.#held.size === 0) this.send('POST', 'move', { ...this.#atSpeed(axes), timeoutMs: 300 });
    });
  }

  #listenToKeys() {
    document.addEventListener('keydown', event => {
      const axes = keys[event.key];
      if (!axes || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog[open], [role=menu]')) return;
      event.preventDefault();
      if (!event.repeat) this.#hold(`key ${event.code}`, { pan: 0, tilt: 0, zoom: 0, ...axes });
    });
    document.addEventListener('keyup', event => this.#release(`key ${event.code}`));
  }

  #hold(by, axes, button) {
    this.#held.set(by, { axes, button });
    if (button) button.dataset.held = 'true';
    this.#move();
  }

  #release(by) {
    const held = this.#held.get(by);
    if (!held) return;
    this.#held.delete(by);
    if (held.button) held.button.dataset.held = 'false';
    if (this.#held.size > 0) this.#move();
    else this.#stop();
  }

  #releaseAll() {
    for (const { button } of this.#held.values()) if (button) button.dataset.held = 'false';
    this.#held.clear();
    if (this.#isMoving) this.#stop();
  }

  #move() {
    clearTimeout(this.#timer);
    const sum = { pan: 0, tilt: 0, zoom: 0 };
    for (const { axes } of this.#held.values()) for (const axis of Object.keys(sum)) sum[axis] += axes[axis];
    this.#isMoving = true;
    // One at a time: a slow camera is not sent more than it takes, and gets the latest when it is ready.
    if (!this.#sending) {
      this.#sending = this.send('POST', 'move', { ...this.#atSpeed(sum), timeoutMs: Steering.timeout }).then(() => {
        this.#sending = null;
        // The stop may have overtaken the motion on the way.
        if (this.#held.size === 0) this.#fetch('POST', 'stop');
      });
    }
    this.#timer = setTimeout(() => this.#move(), Steering.renewal);
  }

  async #stop() {
    clearTimeout(this.#timer);
    this.#isMoving = false;
    this.#moved();
    const answer = await this.#fetch('POST', 'stop');
    if (answer && !answer.ok) this.say(await reasonOf(answer));
  }

  #atSpeed(axes) {
    const speed = Number(this.#panel.querySelector('[data-ptz-speed]').value);
    return Object.fromEntries(Object.entries(axes).map(([axis, value]) => [axis, Math.sign(value) * speed]));
  }
}

/** The positions that the camera remembers. */
class Presets {
  #panel;
  #steering;
  #showsUnnamed = false;

  constructor(panel, steering) {
    this.#panel = panel;
    this.#steering = steering;
    panel.querySelector('[data-preset-save]').addEventListener('submit', event => {
      event.preventDefault();
      this.#save(event.target);
    });
    panel.querySelector('[data-preset-more] button').addEventListener('click', () => {
      this.#showsUnnamed = true;
      this.load();
    });
    this.load();
  }

  async load() {
    const answer = await this.#steering.send('GET', 'presets');
    if (!answer) return;
    const presets = await answer.json();
    const shown = presets.filter(preset => preset.name || this.#showsUnnamed);
    this.#panel.querySelector('[data-ptz-presets]').hidden = false;
    this.#panel.querySelector('[data-preset-list]').replaceChildren(...shown.map(preset => this.#row(preset)));
    this.#panel.querySelector('[data-preset-none]').hidden = presets.length > 0;
    const more = this.#panel.querySelector('[data-preset-more]');
    more.hidden = shown.length === presets.length;
    more.firstElementChild.textContent = more.firstElementChild.dataset.text.replace('{0}', presets.length - shown.length);
  }

  #row(preset) {
    const row = this.#panel.querySelector('template[data-preset-row]').content.firstElementChild.cloneNode(true);
    const name = row.querySelector('[data-preset-name]');
    name.textContent = preset.name || name.dataset.unnamed.replace('{0}', preset.token);
    row.dataset.preset = preset.token;
    const path = `presets/${encodeURIComponent(preset.token)}`;
    row.querySelector('[data-preset-go]').addEventListener('click', async () => {
      if (!preset.special || await this.#ask('special', name.textContent)) await this.#steering.send('POST', `${path}/goto`);
    });
    row.querySelector('[data-preset-remove]').addEventListener('click', async () => {
      if (await this.#ask('remove', name.textContent) && await this.#steering.send('DELETE', path)) await this.load();
    });
    return row;
  }

  async #save(form) {
    const field = form.elements.name;
    const button = form.querySelector('button');
    button.disabled = true;
    if (await this.#steering.send('POST', 'presets', { name: field.value })) {
      field.value = '';
      await this.load();
    }
    button.disabled = false;
  }

  #ask(what, name) {
    const dialog = this.#panel.querySelector('[data-ptz-question]');
    const question = dialog.querySelector('p');
    const yes = dialog.querySelector('[data-question-yes]');
    question.textContent = question.dataset[what].replace('{0}', name);
    yes.textContent = yes.dataset[what];
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise(done => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), { once: true }));
  }
}

const view = document.querySelector('[data-live-view][data-enabled=true]');
const stills = view && new Stills(view);
for (const card of document.querySelectorAll('[data-camera-facts]')) fillFacts(card);
for (const panel of document.querySelectorAll('[data-ptz]')) {
  panel.querySelector('[data-ptz-controls]').hidden = false;
  new Presets(panel, new Steering(panel, () => stills?.hurry()));
}
