// The list of packages: copies a checksum. Without a clipboard (plain HTTP) there is no button.

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1500);
  });
}
