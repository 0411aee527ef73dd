// The Nu HTML checker over a folder of pages.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename } from 'node:path';

const jar = String(createRequire(import.meta.url)('vnu-jar'));

/** Each error, with the name of its page. */
export function htmlErrors(folder) {
  const arguments_ = ['-jar', jar, '--errors-only', '--exit-zero-always', '--format', 'json', folder];
  return new Promise((found, failed) => {
    execFile('java', arguments_, { maxBuffer: 1 << 26 }, (error, _, said) => {
      if (error) return failed(error);
      const { messages } = JSON.parse(said);
      found(messages.map((m) => `${basename(m.url ?? '?')}:${m.lastLine ?? '?'} ${m.message} ${m.extract ?? ''}`));
    });
  });
}
