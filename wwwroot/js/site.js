// What every page has: local times, the theme switch, the keyboard. Only ever loaded by the layout; what other scripts
// want to share stands in modules of its own (times.js), because an import knows no fingerprinted address.

import { showTimes } from './times.js';

const yearInSeconds = 365 * 24 * 60 * 60;

function followTheme() {
  for (const link of document.querySelectorAll('[data-theme-choice]')) {
    link.addEventListener('click', event => {
      event.preventDefault();
      const theme = link.dataset.themeChoice;
      const secure = location.protocol === 'https:' ? '; secure' : '';
      document.cookie = `vics-theme=${theme}; path=/; max-age=${yearInSeconds}; samesite=lax${secure}`;
      document.documentElement.dataset.bsTheme = theme;
    });
  }
}

function isTyping(target) {
  return target.isContentEditable || target.closest('input, textarea, select, dialog[open]') !== null;
}

function showShortcuts() {
  const dialog = document.querySelector('[data-shortcuts]');
  if (dialog && !dialog.open) dialog.showModal();
}

/** A row in the help for every entry of the menu that has a letter. */
function listShortcuts() {
  const list = document.querySelector('[data-shortcuts] dl');
  for (const link of document.querySelectorAll('[data-go]')) {
    const row = document.createElement('div');
    row.append(document.createElement('dt'), document.createElement('dd'));
    row.firstChild.textContent = link.textContent.trim();
    for (const key of ['g', link.dataset.go]) {
      const label = document.createElement('kbd');
      label.textContent = key;
      row.lastChild.append(label);
    }
    list?.append(row);
  }
  // What the page has keys of its own for.
  for (const own of document.querySelectorAll('template[data-shortcuts-here]')) list?.append(own.content.cloneNode(true));
}

function listenToKeys() {
  let goPressedAt = 0;
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;

    if (event.timeStamp - goPressedAt < 1500) {
      goPressedAt = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
        return;
      }
    }

    const search = document.querySelector('[data-search]');
    if (event.key === 'g') goPressedAt = event.timeStamp;
    else if (event.key === '/' && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === '?') showShortcuts();
  });
}

showTimes();
setInterval(showTimes, 30_000, document);
followTheme();
listShortcuts();
listenToKeys();
for (const button of document.querySelectorAll('[data-show-shortcuts]')) button.addEventListener('click', showShortcuts);
