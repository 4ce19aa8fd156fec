// Tags in use, to be added to a field by a click.

/** Makes the tags that a form offers buttons. */
export function offerTags(form) {
  const field = form.querySelector('[data-tags]');
  const offer = form.querySelector('[data-known-tags]');
  if (!field || !offer) return;
  const typed = () => field.value.split(/[,;]/).map(tag => tag.trim()).filter(Boolean);
  const show = () => {
    const has = typed().map(tag => tag.toLowerCase());
    for (const button of offer.children) button.hidden = has.includes(button.dataset.tag.toLowerCase());
  };
  offer.hidden = false;
  offer.addEventListener('click', event => {
    const tag = event.target.closest('[data-tag]')?.dataset.tag;
    if (!tag) return;
    field.value = [...typed(), tag].join(', ');
    show();
  });
  field.addEventListener('input', show);
  show();
}
