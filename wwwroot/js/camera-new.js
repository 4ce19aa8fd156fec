// Adding a camera. Every step is a form that works without this; here the list of found cameras fills while the page is open, the picture follows the
// chosen profile, and a form that waits for the camera says so.

import { offerTags } from './tags.js';

const searchPause = 3000;

/** Calls into the network again and again, as long as somebody looks, and adds who is new. */
async function fillFound(card) {
  const list = card.querySelector('[data-found-list]');
  const show = (selector, visible) => {
    for (const element of card.querySelectorAll(selector)) element.hidden = !visible;
  };
  const count = () => list.querySelectorAll('[data-found]').length;
  show('[data-search-once]', false);
  show('[data-searching]', true);
  for (;;) {
    if (document.hidden) {
      await new Promise(visible => document.addEventListener('visibilitychange', visible, { once: true }));
      continue;
    }
    const answer = await fetch(card.dataset.foundUrl, { headers: { Accept: 'text/html' } }).catch(() => null);
    show('[data-search-failed]', !answer?.ok && answer?.status !== 429);
    if (answer?.ok && !answer.redirected) {
      const before = count();
      addFound(list, new DOMParser().parseFromString(await answer.text(), 'text/html'));
      show('[data-none-found]', count() === 0);
      const said = card.querySelector('[data-found-said]');
      if (count() !== before) said.textContent = said.dataset.text.replace('{0}', count());
    } else if (answer?.status !== 429 && answer) {
      break;
    }
    const wait = Number(answer?.headers.get('Retry-After') ?? 0) * 1000;
    await new Promise(done => setTimeout(done, Math.max(searchPause, wait)));
  }
  show('[data-searching]', false);
  show('[data-search-once]', true);
}

// A row that is there stays where it is: somebody may be about to click it.
function addFound(list, page) {
  for (const row of page.querySelectorAll('[data-found]')) {
    if (!list.querySelector(`[data-found="${CSS.escape(row.dataset.found)}"]`)) list.append(document.adoptNode(row));
  }
}

/** Shows the picture of the profile that is chosen as main stream. */
function followProfile(form) {
  const picture = form.querySelector('[data-still-picture]');
  const none = form.querySelector('[data-still-none]');
  const again = form.querySelector('[data-still-again]');
  let asked = 0;
  const take = async () => {
    const number = ++asked;
    again.disabled = true;
    const answer = await fetch(form.dataset.stillUrl, { method: 'post', body: new FormData(form) }).catch(() => null);
    const url = answer?.status === 200 ? await urlOf(await answer.blob()) : null;
    if (number !== asked) return;
    again.disabled = false;
    picture.hidden = !url;
    none.hidden = Boolean(url);
    if (url) picture.src = url;
  };
  form.addEventListener('change', event => {
    if (event.target.name === 'ProfileToken') take();
  });
  again.addEventListener('click', event => {
    event.preventDefault();
    take();
  });
}

// Pages show pictures of their own server and those that stand in the page itself, no others.
const urlOf = blob => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

/** Fields that only matter with one of several choices. */
function followRadios(form) {
  const show = () => {
    const chosen = [...form.querySelectorAll('[data-shows]:checked')].flatMap(radio => radio.dataset.shows.split(' '));
    for (const part of form.querySelectorAll('[data-shown-with]')) part.hidden = !chosen.includes(part.dataset.shownWith);
  };
  form.addEventListener('change', show);
  addEventListener('pageshow', show);
  show();
}

/** A button whose answer may take a while says so, and cannot be pressed twice. */
function showBusy() {
  let waiting = null;
  document.addEventListener('submit', event => {
    if (waiting) return event.preventDefault();
    const button = event.submitter;
    if (!button?.dataset.busy) return undefined;
    waiting = { button, content: [...button.childNodes] };
    const turning = document.createElement('span');
    turning.className = 'spinner-border spinner-border-sm me-2';
    turning.ariaHidden = 'true';
    button.replaceChildren(turning, button.dataset.busy);
    return undefined;
  });
  // Who comes back by the browser's own button finds the page as it was left.
  addEventListener('pageshow', event => {
    if (event.persisted && waiting) waiting.button.replaceChildren(...waiting.content);
    if (event.persisted) waiting = null;
  });
}

showBusy();
for (const card of document.querySelectorAll('[data-search-card]')) fillFound(card);
for (const form of document.querySelectorAll('[data-form=camera-choose]')) followProfile(form);
for (const form of document.querySelectorAll('[data-form=camera-stream]')) followRadios(form);
for (const form of document.querySelectorAll('[data-form=camera-choose], [data-form=camera-stream]')) offerTags(form);
