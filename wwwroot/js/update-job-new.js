// A new update job: sums up what will happen while the form is filled in, so that it can be started from here.

const form = document.querySelector('[data-new-update-job]');
if (form) {
  const place = form.querySelector('[data-preview]');
  const start = form.querySelector('[data-start]');
  let waiting;
  let asked = 0;

  async function preview() {
    const number = ++asked;
    const answer = await fetch(form.dataset.previewUrl, { method: 'POST', body: new FormData(form) }).catch(() => null);
    if (number !== asked || !answer?.ok) return;
    place.innerHTML = await answer.text();
    start.disabled = !form.elements.Package.value;
  }

  form.addEventListener('input', event => {
    if (event.target.name === 'Tag') form.querySelector('[data-choose-tags]').checked = true;
    clearTimeout(waiting);
    waiting = setTimeout(preview, 250);
  });
  form.querySelector('[data-review]').hidden = true;
  start.hidden = false;
  preview();
}
