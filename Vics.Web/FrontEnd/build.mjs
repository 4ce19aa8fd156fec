// Copies the few files the pages load from node_modules to wwwroot/lib and draws one sprite of the icons in icons.txt.
// Run by the build (FrontEnd.targets): node build.mjs OUTPUT-DIRECTORY

import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, 'node_modules');
const output = process.argv[2];

const files = [
  '@tabler/core/dist/css/tabler.min.css',
  '@tabler/core/dist/js/tabler.min.js',
  '@microsoft/signalr/dist/browser/signalr.min.js',
];

async function copyFiles() {
  for (const file of files) {
    const target = join(output, basename(file));
    await copyFile(join(packages, file), target);
    await dropSourceMapComment(target);
  }
}

// The maps are not served; the comment would make a browser's tools ask for them.
async function dropSourceMapComment(path) {
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/\n?(\/\/# sourceMappingURL=\S+|\/\*# sourceMappingURL=\S+ \*\/)\s*$/, '\n'));
}

async function drawIcons() {
  const lines = (await readFile(join(here, 'icons.txt'), 'utf8')).split('\n');
  const names = lines.map(line => line.trim()).filter(line => line && !line.startsWith('#'));
  const symbols = await Promise.all(names.map(symbolOf));
  await writeFile(
    join(output, 'icons.svg'),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
}

async function symbolOf(name) {
  let svg;
  try {
    svg = await readFile(join(packages, '@tabler/icons/icons/outline', `${name}.svg`), 'utf8');
  } catch {
    throw new Error(`icons.txt names "${name}", which is not an outline icon of @tabler/icons.`);
  }
  const shapes = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/\s*<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '')
    .replace(/\s*\n\s*/g, '');
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" `
    + `stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
}

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
await copyFiles();
await drawIcons();
