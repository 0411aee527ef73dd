// The storefront's routes, as its own source names them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './market.mjs';

const source = join(root, 'crates/storefront/src');

/** Behind which path the routes of a file lie. */
function prefixOf(file, text, at) {
  // Below the pages of a language stands what has none.
  if (file === 'lib.rs') return at > text.indexOf('Router::new()') ? '' : '/{lang}';
  if (/^desk\b/.test(file)) return '/{lang}/producer';
  if (/^office\b/.test(file)) return '/{lang}/office';
  return '/{lang}';
}

/** What a `.route(` holds: everything to the bracket that closes it. */
function* calls(text) {
  for (const { index } of text.matchAll(/\.route\(/g)) {
    let [depth, at] = [1, index + 7];
    for (; depth > 0; at += 1) depth += { '(': 1, ')': -1 }[text[at]] ?? 0;
    yield [text.slice(index + 7, at - 1), index];
  }
}

/** Each as `METHOD /{lang}/path`. */
export async function routes() {
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.rs'));
  const found = [];
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8');
    for (const [call, at] of calls(text)) {
      const path = call.match(/^\s*"([^"]+)"/)?.[1];
      if (!path) continue;
      const methods = [...call.matchAll(/\b(get|post)\(/g)].map(([, method]) => method.toUpperCase());
      const whole = `${prefixOf(file, text, at)}${path === '/' && file !== 'lib.rs' ? '' : path}`;
      found.push(...methods.map((method) => `${method} ${whole}`));
    }
  }
  return found;
}

/** Those of the routes that nobody asked for. */
export async function unvisited(asked) {
  const all = await routes();
  const seen = (route) => {
    const [method, path] = route.split(' ');
    const pattern = new RegExp(`^${method} ${path.replace('{lang}', '(vi|en)').replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`);
    return [...asked].some((one) => pattern.test(one));
  };
  return all.filter((route) => !seen(route));
}
