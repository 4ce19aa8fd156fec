// <button data-copy="#field">: puts a field's text on the clipboard. Browsers offer the clipboard to secure pages only;
// elsewhere the text is selected, for the person to copy.

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const field = document.querySelector(button.dataset.copy);
    field.focus();
    field.select();
    if (!navigator.clipboard) return;

    await navigator.clipboard.writeText(field.value);
    button.classList.add('btn-success');
  });
}
