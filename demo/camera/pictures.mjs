// Still pictures: what the camera sees where it looks, cut by ffmpeg from one large test picture at the first request; 5 × 3 directions at two
// zooms. Without ffmpeg every picture is a single grey dot.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [across, down, zooms] = [5, 3, 2];
let pictures;

export const pictureAt = async ({ pan, tilt, zoom }, options) => {
  if (options.jpeg) return readFile(options.jpeg);
  pictures ??= make();
  const all = await pictures;
  const column = Math.round((pan + 1) / 2 * (across - 1));
  const row = Math.round((1 - tilt) / 2 * (down - 1));
  return all[(Math.round(zoom) * down + row) * across + column] ?? all[0];
};

const make = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vics-camera-'));
  try {
    const cut = `zoompan=d=${across * down * zooms}:s=640x360:z='if(lt(on,${across * down}),2,4)'`
      + `:x='(iw-iw/zoom)*mod(on,${across})/${across - 1}':y='(ih-ih/zoom)*floor(mod(on,${across * down})/${across})/${down - 1}'`;
    await run('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=1', '-frames:v', '1', '-f', 'image2', join(folder, 'all.png')]);
    await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', join(folder, 'all.png'), '-vf', cut, '-frames:v', String(across * down * zooms), '-q:v', '6', join(folder, '%d.jpg')]);
    return await Promise.all(Array.from({ length: across * down * zooms }, (_, number) => readFile(join(folder, `${number + 1}.jpg`))));
  } catch (error) {
    console.error(`camera: no pictures: ${error.message}`);
    return [dot];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const run = (program, args) => new Promise((done, failed) => spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  .on('error', failed)
  .on('exit', code => code === 0 ? done() : failed(new Error(`${program} ended with ${code}`))));

const dot = Buffer.from('/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgEBAQEBAUFBQUFBQYGBgYGBgYGBgYGBgYHBwcICAgHBwcGBgcHCAgICAkJCQgICAgJCQoKCgwMCwsODg4RERT/xABKAAEAAAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAAAAAAAAAAAAEAEAAAAAAAAAAAAAAAAAAAAAEQEAAAAAAAAAAAAAAAAAAAAA/8AAEQgAEAAQAwEiAAIRAAMRAP/aAAwDAQACEQMRAD8AAA//2Q==', 'base64');
