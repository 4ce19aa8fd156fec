// The pages of the inventories of units and cameras. Every form works without this; here it spares a reload, a click or a look elsewhere.

import { offerTags } from './tags.js';
import { showTimes } from './times.js';

/** Sends a form in place and takes one part of the page that comes back. */
function swapForms() {
  document.addEventListener('submit', async event => {
    const form = event.target;
    // The import page only checks in place; importing leads on to the list.
    if (!form.dataset.swap || ('swapCheck' in form.dataset && !event.submitter?.matches('[data-check-file]'))) return;
    event.preventDefault();
    await swap(form, event.submitter);
  });
}

async function swap(form, submitter) {
  const target = document.querySelector(form.dataset.swap);
  const finished = showProgress(target, form);
  try {
    const answer = await fetch(submitter?.getAttribute('formaction') ?? form.action, { method: 'post', body: new FormData(form), redirect: 'follow' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector(form.dataset.swap);
    if (!fresh) throw new Error(`${answer.status} without ${form.dataset.swap}`);
    const hadFocus = target.contains(document.activeElement);
    target.replaceWith(document.adoptNode(fresh));
    showTimes(fresh);
    finished();
    if (hadFocus) fresh.querySelector('[data-swap] button')?.focus({ preventScroll: true });
    const said = document.querySelector('[data-swap-said]');
    if (said) said.textContent = fresh.querySelector('[data-swap-says]')?.textContent ?? '';
  } catch {
    finished();
    for (const failed of target.querySelectorAll('[data-swap-failed]')) failed.hidden = false;
  }
}

function showProgress(target, form) {
  const began = performance.now();
  const buttons = form.querySelectorAll('button');
  const show = (selector, visible) => {
    for (const element of target.querySelectorAll(selector)) element.hidden = !visible;
  };
  const count = () => {
    const seconds = Math.floor((performance.now() - began) / 1000);
    for (const element of target.querySelectorAll('[data-swap-seconds]')) {
      element.textContent = seconds > 1 ? element.dataset.text.replace('{0}', seconds) : '';
    }
  };
  for (const button of buttons) button.disabled = true;
  show('[data-swap-old], [data-swap-failed]', false);
  show('[data-swap-progress]', true);
  const timer = setInterval(count, 1000);
  return () => {
    clearInterval(timer);
    for (const button of buttons) button.disabled = false;
    show('[data-swap-old]', true);
    show('[data-swap-progress]', false);
  };
}

/** The boxes of the list: all at once, how many, and buttons that wait for the first. */
function followChoices(form) {
  const boxes = [...form.querySelectorAll('[data-choose]')];
  const all = form.querySelector('[data-choose-all]');
  const count = form.querySelector('[data-chosen-count]');
  const show = () => {
    const chosen = boxes.filter(box => box.checked).length;
    if (all) {
      all.checked = chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    if (count) count.textContent = chosen ? count.dataset.text.replace('{0}', chosen) : count.dataset.none;
    for (const button of form.querySelectorAll('[data-needs-chosen]')) button.disabled = chosen === 0;
  };
  if (all) {
    all.hidden = false;
    all.addEventListener('change', () => {
      for (const box of boxes) box.checked = all.checked;
      show();
    });
  }
  form.addEventListener('change', show);
  // A browser that comes back to the page fills the boxes again, after this ran.
  addEventListener('pageshow', show);
  show();
}

/** Fields that only matter with some of several choices. */
function followRadios(form) {
  const show = () => {
    const chosen = [...form.querySelectorAll('[data-shows]:checked')].map(radio => radio.dataset.shows);
    for (const part of form.querySelectorAll('[data-shown-with]')) part.hidden = !part.dataset.shownWith.split(' ').some(choice => chosen.includes(choice));
  };
  form.addEventListener('change', show);
  addEventListener('pageshow', show);
  show();
}

/** A file that is too large is not sent at all. */
function limitFiles(field) {
  field.addEventListener('change', () => {
    const tooLarge = field.files[0]?.size > Number(field.dataset.maxBytes);
    field.setCustomValidity(tooLarge ? field.dataset.tooLarge : '');
    if (tooLarge) field.reportValidity();
    else if (field.files.length > 0) field.form.querySelector('[data-check-file]')?.click();
  });
}

/** Fetches a part of the page that a slow device has to answer for; without this a link leads to it. */
async function load(part) {
  const show = progress => {
    for (const element of part.querySelectorAll('[data-load-progress]')) element.hidden = !progress;
    for (const element of part.querySelectorAll('[data-load-link]')) element.hidden = progress;
  };
  show(true);
  try {
    const answer = await fetch(part.dataset.load);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById(part.id);
    if (!fresh) throw new Error(`${answer.status} without #${part.id}`);
    part.replaceWith(document.adoptNode(fresh));
    for (const form of fresh.querySelectorAll('[data-choosing]')) followChoices(form);
  } catch {
    show(false);
  }
}

/** A still that does not come gives way to the sign that lies behind it. Errors of pictures do not bubble: they are caught on their way down. */
function hideMissingStills() {
  document.addEventListener('error', event => {
    if (event.target instanceof HTMLImageElement && 'still' in event.target.dataset) event.target.hidden = true;
  }, true);
}

swapForms();
hideMissingStills();
for (const form of document.querySelectorAll('[data-choosing]')) followChoices(form);
for (const form of document.querySelectorAll('[data-form=unit], [data-form=camera]')) {
  followRadios(form);
  offerTags(form);
}
for (const field of document.querySelectorAll('input[type=file][data-max-bytes]')) limitFiles(field);
for (const field of document.querySelectorAll('[data-submit-on-change]')) field.addEventListener('change', () => field.form.requestSubmit());
for (const part of document.querySelectorAll('[data-load]')) load(part);
