// Moves the page of an update job: listens to its hub, from the revision the page was written with, and catches up by
// itself when the line was lost. Texts come from the server, in the page's language.

import { showTimes } from './times.js';

const page = document.querySelector('[data-update-job]');
const lost = page.querySelector('[data-live-line]');
const jobId = page.dataset.updateJob;
let revision = Number(page.dataset.revision);
let isFinal = page.dataset.final === 'true';

function setBadge(place, { calm, icon, word }) {
  const badge = place.firstElementChild;
  badge.dataset.state = calm;
  const use = badge.querySelector('use');
  use.setAttribute('href', use.getAttribute('href').replace(/#.*$/, `#${icon}`));
  badge.lastChild.textContent = word;
}

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function moveBar(job) {
  const bar = page.querySelector('[data-stacked-bar]');
  const all = Math.max(1, job.done + job.running + job.failed + job.waiting);
  let from = 0;
  for (const part of ['done', 'failed', 'running']) {
    const rect = bar.querySelector(`[data-part="${part}"]`);
    rect.setAttribute('x', `${(100 * from) / all}%`);
    rect.setAttribute('width', `${(100 * job[part]) / all}%`);
    from += job[part];
  }
  bar.setAttribute('aria-label', job.label);
}

function showJob(job) {
  isFinal = job.isFinal;
  page.dataset.final = String(job.isFinal);
  setBadge(page.querySelector('[data-job-badge]'), job);
  for (const name of ['label', 'took', 'advice', 'longestDowntime']) {
    setText(page.querySelector(`[data-job-field="${name}"]`), job[name]);
  }
  page.querySelector('[data-job-field="advice"]').hidden = job.advice === '';
  page.querySelector('[data-job-field="took"]').hidden = !job.isFinal;
  moveBar(job);
  for (const { state, count } of job.counts) {
    const chip = page.querySelector(`[data-count="${state}" i]`);
    setText(chip.querySelector('[data-count-number]'), String(count));
    chip.hidden = count === 0 && chip.getAttribute('aria-current') !== 'true';
  }
  const cancel = document.querySelector('[data-cancel]');
  if (cancel) cancel.hidden = !job.canCancel;
  if (!job.canCancel) document.querySelector('[data-cancel-dialog]')?.close();
}

/** Rows keep their place: nothing jumps while somebody reads. */
function showTarget(target) {
  const row = page.querySelector(`[data-target="${target.id}"]`);
  if (!row) return;
  row.dataset.targetState = target.state;
  setBadge(row.querySelector('[data-badge]'), target);
  for (const name of ['step', 'bytes', 'message', 'downtime']) {
    setText(row.querySelector(`[data-field="${name}"]`), target[name]);
  }
  row.querySelector('[data-running-only]').hidden = !target.isRunning;
  row.querySelector('[data-percent]').value = target.percent;
  if (target.bytes === '' && logs.has(target.id)) fetchLog(target.id);
}

const logs = new Map();

async function fetchLog(id) {
  const log = logs.get(id);
  if (log.fetching) {
    log.again = true;
    return;
  }
  log.fetching = true;
  const answer = await fetch(`${log.address}?linesOnly=true`).catch(() => null);
  if (answer?.ok && logs.get(id) === log) {
    log.cell.innerHTML = await answer.text();
    showTimes(log.cell);
  }
  // At most a few times a second, whatever happens meanwhile.
  setTimeout(() => {
    log.fetching = false;
    if (log.again) {
      log.again = false;
      if (logs.has(id)) fetchLog(id);
    }
  }, 300);
}

function toggleLog(link) {
  const row = link.closest('[data-target]');
  const id = row.dataset.target;
  if (logs.has(id)) {
    logs.get(id).cell.parentElement.remove();
    logs.delete(id);
    link.setAttribute('aria-expanded', 'false');
    return;
  }
  const cell = document.createElement('td');
  cell.colSpan = row.cells.length;
  const below = document.createElement('tr');
  below.className = 'target-log-row';
  below.append(cell);
  row.after(below);
  logs.set(id, { cell, address: link.href });
  link.setAttribute('aria-expanded', 'true');
  fetchLog(id);
}

const connection = new signalR.HubConnectionBuilder()
  .withUrl('/hubs/update-jobs')
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: retry => Math.min(500 * 2 ** retry.previousRetryCount, 5000) })
  .configureLogging(signalR.LogLevel.None)
  .build();

function watch() {
  lost.hidden = true;
  connection.stream('Watch', jobId, revision, document.documentElement.lang).subscribe({
    next: frame => {
      revision = Math.max(revision, frame.revision);
      for (const target of frame.targets) showTarget(target);
      if (frame.job) showJob(frame.job);
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
    lost.hidden = isFinal;
    setTimeout(connect, 3000);
  }
}

connection.onreconnecting(() => {
  lost.hidden = isFinal;
});
connection.onreconnected(watch);
connection.onclose(() => {
  lost.hidden = isFinal;
  setTimeout(connect, 3000);
});

page.addEventListener('click', event => {
  const link = event.target.closest('[data-log]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  toggleLog(link);
});

const dialog = document.querySelector('[data-cancel-dialog]');
document.querySelector('[data-cancel]')?.addEventListener('click', event => {
  event.preventDefault();
  dialog.showModal();
});
dialog?.querySelector('[data-cancel-no]').addEventListener('click', event => {
  event.preventDefault();
  dialog.close();
});

connect();
