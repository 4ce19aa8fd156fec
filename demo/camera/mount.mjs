// What turns and zooms: a position that moves while a velocity is set, and presets. Pan and tilt run from −1 to 1, zoom from 0 to 1, as in ONVIF's
// generic spaces; at full speed an axis takes four seconds from end to end.
const between = (low, high, value) => Math.min(high, Math.max(low, value));
const rounded = position => Object.fromEntries(Object.entries(position).map(([axis, value]) => [axis, Math.round(value * 1000) / 1000]));

export class Mount {
  #at = { pan: 0, tilt: 0, zoom: 0 };
  #velocity = { pan: 0, tilt: 0, zoom: 0 };
  #since = performance.now();
  #presets = new Map([['1', { name: 'Entrance', at: { pan: -0.8, tilt: 0.2, zoom: 0.5 } }], ['2', { name: 'Car park', at: { pan: 0.6, tilt: -0.4, zoom: 0 } }]]);
  #commands = [];

  position() {
    const now = performance.now();
    const seconds = (now - this.#since) / 1000;
    this.#since = now;
    this.#turn({ pan: this.#velocity.pan * seconds / 2, tilt: this.#velocity.tilt * seconds / 2, zoom: this.#velocity.zoom * seconds / 4 });
    return this.#at;
  }

  move(velocity) {
    this.position();
    this.#velocity = { ...this.#velocity, ...velocity };
    this.#note('move', velocity);
  }

  stop() {
    this.#rest();
    this.#note('stop');
  }

  moveBy(translation) {
    this.#rest();
    this.#turn(translation);
    this.#note('moveBy', translation);
  }

  moveTo(position) {
    this.#rest();
    this.#at = { ...this.#at, ...position };
    this.#turn({});
    this.#note('moveTo', position);
  }

  home() {
    this.#rest();
    this.#at = { pan: 0, tilt: 0, zoom: 0 };
    this.#note('home');
  }

  get presets() {
    return this.#presets;
  }

  goToPreset(token) {
    if (!this.#presets.has(token)) return false;
    this.#rest();
    this.#at = { ...this.#presets.get(token).at };
    this.#note('goToPreset', { token });
    return true;
  }

  savePreset(name, token) {
    const kept = token || String(Math.max(0, ...[...this.#presets.keys()].map(Number)) + 1);
    this.#presets.set(kept, { name, at: { ...this.position() } });
    this.#note('savePreset', { token: kept, name });
    return kept;
  }

  removePreset(token) {
    this.#note('removePreset', { token });
    return this.#presets.delete(token);
  }

  state() {
    return {
      position: rounded(this.position()), velocity: this.#velocity, moving: Object.values(this.#velocity).some(speed => speed !== 0),
      presets: Object.fromEntries([...this.#presets].map(([token, preset]) => [token, preset.name])), commands: this.#commands,
    };
  }

  #rest() {
    this.position();
    this.#velocity = { pan: 0, tilt: 0, zoom: 0 };
  }

  #turn({ pan = 0, tilt = 0, zoom = 0 }) {
    this.#at = {
      pan: between(-1, 1, this.#at.pan + pan), tilt: between(-1, 1, this.#at.tilt + tilt), zoom: between(0, 1, this.#at.zoom + zoom),
    };
  }

  #note(command, what = {}) {
    this.#commands.push({ command, ...what });
    if (this.#commands.length > 200) this.#commands.shift();
  }
}
