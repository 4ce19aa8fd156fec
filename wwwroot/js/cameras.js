// Moves pages that show cameras: badges, reasons and figures, each in its place. Texts come from the server, in the
// page's language; after the line was lost, the first frame sets everything right.

import { formatTime, showTimes } from './times.js';

const shown = [...new Set([...document.querySelectorAll('[data-camera]')].map(row => row.dataset.camera))];

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function setBadge(place, { calm, icon, word }) {
  const badge = place?.firstElementChild;
  if (!badge) return;
  badge.dataset.state = calm;
  const use = badge.querySelector('use');
  use.setAttribute('href', use.getAttribute('href').replace(/#.*$/, `#${icon}`));
  badge.lastChild.textContent = word;
}

function setSeen(place, moment) {
  if (!place || !moment) return;
  let time = place.querySelector('time');
  if (!time) {
    time = document.createElement('time');
    time.dataset.localTime = 'ago';
    place.replaceChildren(time);
  }
  if (time.dateTime === moment) return;
  time.dateTime = moment;
  time.textContent = formatTime(new Date(moment), time.dataset.localTime);
  showTimes(place);
}

/** Rows keep their place: nothing jumps while somebody reads. */
function showCamera(camera) {
  for (const row of document.querySelectorAll(`[data-camera="${camera.id}"]`)) {
    setBadge(row.querySelector('[data-badge]'), camera);
    const detail = row.querySelector('[data-field="detail"]');
    setText(detail, camera.detail);
    if (detail) detail.hidden = camera.detail === '';
    setSeen(row.querySelector('[data-field="seen"]'), camera.lastSeenAt);
  }
}

function showCounts(counts) {
  for (const { state, count } of counts) {
    for (const figure of document.querySelectorAll(`[data-camera-figure="${state}"] [data-figure-number]`)) {
      setText(figure, String(count));
      figure.classList.toggle('text-secondary', count === 0);
    }
  }
}

const connection = new signalR.HubConnectionBuilder()
  .withUrl('/hubs/cameras')
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: retry => Math.min(500 * 2 ** retry.previousRetryCount, 10_000) })
  .configureLogging(signalR.LogLevel.None)
  .build();

function watch() {
  connection.stream('Watch', shown, document.documentElement.lang).subscribe({
    next: frame => {
      for (const camera of frame.cameras) showCamera(camera);
      showCounts(frame.counts);
    },
    complete: () => {},
    error: () => {
      // The connection's own events say what comes next.
    },
  });
}

async function connect() {
  try {
    await connection.start();
    watch();
  } catch {
    setTimeout(connect, 5000);
  }
}

connection.onreconnected(watch);
connection.onclose(() => setTimeout(connect, 5000));
connect();
