// The buttons over a live picture.

const stamp = now => {
  const two = number => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}-${two(now.getMinutes())}-${two(now.getSeconds())}`;
};

export class Controls {
  #player;
  #view;
  #parts;
  #figures;
  #touchTimer = 0;

  constructor(player, view, parts, figures, signal) {
    this.#player = player;
    this.#view = view;
    this.#parts = parts;
    this.#figures = figures;
    parts.sound.addEventListener('click', () => this.#switchSound());
    parts.snapshot.addEventListener('click', () => this.snapshot());
    parts.stats.addEventListener('click', () => this.#switchFigures());
    parts.full.addEventListener('click', () => this.switchFullScreen());
    parts.streams.addEventListener('change', event => (player.stream = event.target.value));
    document.addEventListener('fullscreenchange', () => parts.full.setAttribute('aria-pressed', String(document.fullscreenElement === view)), { signal });
    view.addEventListener('pointerup', event => event.pointerType === 'touch' && this.#touched(event));
    this.#offerStreams();
  }

  /** Shows the button for sound where there is any. */
  showSound(hasSound) {
    this.#parts.sound.hidden = !hasSound;
  }

  /** Follows what the player shows. */
  follow() {
    const { shown } = this.#player;
    this.#parts.snapshot.disabled = !shown;
  }

  /** Saves the picture that is shown now as a file. */
  snapshot() {
    const { shown } = this.#player;
    if (!shown?.width) return;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [shown.width, shown.height];
    canvas.getContext('2d').drawImage(shown.picture, 0, 0);
    canvas.toBlob(blob => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = `${this.#view.dataset.name} ${stamp(new Date())}.jpg`.replace(/[\\/:*?"<>|]/g, '_');
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }, 'image/jpeg', 0.92);
  }

  /** The whole screen for this picture, or back. */
  switchFullScreen() {
    const { video } = this.#player;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.#view.requestFullscreen) this.#view.requestFullscreen().catch(() => {
      // The browser's owner does not want it.
    });
    // iPhones give the screen to videos only.
    else video.webkitEnterFullscreen?.();
  }

  // Buttons that a finger called stay for a moment.
  #touched(event) {
    const isAway = 'touched' in this.#view.dataset && !event.target.closest('.live-bar');
    clearTimeout(this.#touchTimer);
    if (isAway) {
      delete this.#view.dataset.touched;
      return;
    }
    this.#view.dataset.touched = '';
    this.#touchTimer = setTimeout(() => delete this.#view.dataset.touched, 5000);
  }

  #switchSound() {
    const { video } = this.#player;
    video.muted = !video.muted;
    this.#parts.sound.setAttribute('aria-pressed', String(!video.muted));
  }

  #switchFigures() {
    const isShown = this.#figures.toggle();
    this.#parts.stats.setAttribute('aria-pressed', String(isShown));
  }

  #offerStreams() {
    const { streams } = this.#parts;
    streams.hidden = this.#view.dataset.streams !== 'two';
    // Radio buttons of several players on a page must not share a name.
    const name = `stream-${crypto.randomUUID?.() ?? Math.random()}`;
    for (const choice of streams.querySelectorAll('input')) {
      choice.name = name;
      choice.id = `${name}-${choice.value}`;
      choice.nextElementSibling.htmlFor = choice.id;
      choice.checked = choice.value === this.#player.stream;
    }
  }
}
