// Uploads a package with a progress bar that can be stopped. Without this script the form works as forms do.

const form = document.querySelector('[data-upload]');
const texts = form.querySelector('[data-texts]').dataset;
const find = name => form.querySelector(`[data-${name}]`);

const units = ['B', 'KB', 'MB', 'GB', 'TB'];
const say = (text, ...values) => values.reduce((said, value, i) => said.replace(`{${i}}`, value), text);

function size(bytes) {
  let unit = 0;
  while (bytes >= 999.5 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${unit === 0 || bytes >= 99.95 ? Math.round(bytes) : Number(bytes.toFixed(1))} ${units[unit]}`;
}

function duration(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return say(texts.seconds, whole);
  if (whole < 3600) return say(texts.minutes, Math.floor(whole / 60), whole % 60);
  return say(texts.hours, Math.floor(whole / 3600), Math.floor((whole % 3600) / 60));
}

/** Bytes a second over the last few seconds: steadier than the last moment, livelier than the whole. */
class Rate {
  #marks = [];

  add(bytes, now) {
    this.#marks.push({ bytes, now });
    while (this.#marks.length > 2 && now - this.#marks[0].now > 5000) this.#marks.shift();
  }

  get perSecond() {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    return last.now > first.now ? ((last.bytes - first.bytes) * 1000) / (last.now - first.now) : 0;
  }
}

function showErrors(errors) {
  for (const place of form.querySelectorAll('[data-error-for]')) {
    place.textContent = (errors[place.dataset.errorFor] ?? []).join(' ');
  }
  find('errors').replaceChildren();
  form.querySelector('[data-error-for]:not(:empty)')?.scrollIntoView({ block: 'nearest' });
}

function showProgress(event, rate) {
  rate.add(event.loaded, event.timeStamp);
  find('progress-bar').value = event.loaded / event.total;
  find('progress-bytes').textContent = say(texts.bytes, size(event.loaded), size(event.total));
  if (event.loaded === event.total) {
    find('progress-rate').textContent = texts.storing;
    find('progress-left').textContent = '';
  } else if (rate.perSecond > 0) {
    find('progress-rate').textContent = say(texts.rate, size(rate.perSecond));
    find('progress-left').textContent = say(texts.left, duration((event.total - event.loaded) / rate.perSecond));
  }
}

function setBusy(busy) {
  find('progress').hidden = !busy;
  find('progress-bar').value = 0;
  find('stop').hidden = !busy;
  find('back').hidden = busy;
  find('submit').disabled = busy;
  for (const field of form.querySelectorAll('input, textarea')) field.disabled = busy;
  (busy ? addEventListener : removeEventListener)('beforeunload', askBeforeLeaving);
}

function askBeforeLeaving(event) {
  event.preventDefault();
}

/** What was stored is shown where it is listed; what was refused comes as the form with its errors. */
function take(request) {
  setBusy(false);
  if (request.status === 201) {
    location.href = request.getResponseHeader('Location');
    return;
  }
  const answered = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('[data-upload]');
  if (!answered) {
    showErrors({ file: [request.status === 413 ? texts.tooLarge : texts.broken] });
    return;
  }
  showErrors({});
  for (const name of ['version', 'notes', 'sha256', 'file']) {
    const place = form.querySelector(`[data-error-for="${name}"]`);
    place.textContent = answered.querySelector(`[data-error-for="${name}"]`).textContent;
  }
  const existing = answered.querySelector('[data-existing]');
  if (existing) find('errors').replaceChildren(document.importNode(existing, true));
}

form.addEventListener('submit', event => {
  event.preventDefault();
  if (find('submit').disabled) return;
  const file = form.elements.file.files[0];
  if (file.size > Number(form.dataset.maxBytes)) {
    showErrors({ file: [texts.tooLarge] });
    return;
  }

  const data = new FormData(form);
  const request = new XMLHttpRequest();
  const rate = new Rate();
  rate.add(0, event.timeStamp);
  request.open('POST', form.action);
  request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  request.upload.addEventListener('progress', progress => showProgress(progress, rate));
  request.addEventListener('load', () => take(request));
  for (const [end, text] of [['error', texts.broken], ['abort', texts.stopped]]) {
    request.addEventListener(end, () => {
      setBusy(false);
      showErrors({ file: [text] });
    });
  }
  find('stop').onclick = () => request.abort();
  showErrors({});
  setBusy(true);
  request.send(data);
});
