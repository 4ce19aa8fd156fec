// Steering a camera: hold to move, presets. For every page with the panel _Ptz.cshtml.

const csrf = document.querySelector('meta[name=csrf-token]')?.content ?? '';

/** The sentence of a problem that the API answered. */
const reasonOf = async answer => {
  try {
    const problem = await answer.json();
    return Object.values(problem.errors ?? {}).flat()[0] ?? problem.detail ?? problem.title ?? '';
  } catch {
    return '';
  }
};

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
  #signal;

  constructor(panel, moved, signal) {
    this.#panel = panel;
    this.#moved = moved;
    this.#signal = signal;
    for (const button of panel.querySelectorAll('[data-ptz-move]')) this.#listenToButton(button);
    this.#listenToKeys();
    panel.querySelector('[data-ptz-home]').addEventListener('click', () => this.send('POST', 'home'));
    panel.querySelector('[data-ptz-speed]').addEventListener('input', () => this.#held.size && this.#move());
    addEventListener('blur', () => this.#releaseAll(), { signal });
    addEventListener('pagehide', () => this.#releaseAll(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.#releaseAll(), { signal });
    signal?.addEventListener('abort', () => this.#releaseAll());
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
    }, { signal: this.#signal });
    document.addEventListener('keyup', event => this.#release(`key ${event.code}`), { signal: this.#signal });
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

/** Brings a panel to life. `moved` hears that the camera moves; when `signal` says so, the panel lets go of keys and camera. */
export function steer(panel, moved, signal) {
  panel.querySelector('[data-ptz-controls]').hidden = false;
  new Presets(panel, new Steering(panel, moved, signal));
}
