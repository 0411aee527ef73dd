// What the market writes to people: mail and texts, which the demo lays into folders.
import { watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

async function find(folder, to, pattern) {
  for (const name of await readdir(folder)) {
    const raw = await readFile(join(folder, name), 'utf8').catch(() => '');
    const text = raw.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
    const found = text.includes(to) && text.match(pattern);
    if (found) return found[1];
  }
}

/** The first group of what matches in a letter to somebody; waits until it has come. */
export function letter(folder, to, pattern) {
  return new Promise((come, failed) => {
    const late = setTimeout(() => end(failed, new Error(`no letter to ${to} within a minute`)), 60_000);
    const watcher = watch(folder, look);
    const end = (how, said) => {
      clearTimeout(late);
      watcher.close();
      how(said);
    };
    function look() {
      find(folder, to, pattern).then((found) => found && end(come, found), (fault) => end(failed, fault));
    }
    look();
  });
}
