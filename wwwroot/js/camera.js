// The page of a camera: its picture, what it says of itself, and steering.

import { LivePlayer } from './live/player.js';
import { steer } from './ptz.js';
import { showTimes } from './times.js';

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

const view = document.querySelector('[data-live-view][data-enabled=true]');
const player = view && new LivePlayer(view);

document.addEventListener('keydown', event => {
  if (event.key !== 'f' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog[open]')) return;
  player?.controls.switchFullScreen();
});
for (const card of document.querySelectorAll('[data-camera-facts]')) fillFacts(card);
for (const panel of document.querySelectorAll('[data-ptz]')) steer(panel, () => player?.hurry());
