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

/** What no walk goes to yet, and why: each is told by the scenarios, through HTTP alone. */
const withoutWalk = [
  // The walks of a producer end with settings; members, delivery, claims and papers come next.
  'POST /{lang}/producer/members/{what}',
  'POST /{lang}/producer/delivery/{what}',
  'POST /{lang}/producer/certificates',
  'POST /{lang}/producer/certificates/{id}',
  'POST /{lang}/producer/papers',
  'GET /{lang}/producer/papers/{id}/file',
  'GET /{lang}/producer/sales.csv',
  'GET /{lang}/producer/invitation',
  'POST /{lang}/producer/invitation',
  // The demo takes no cards, and no money into the market's own account.
  'GET /{lang}/checkouts/{id}/card',
  'POST /{lang}/office/money/statement',
  'POST /{lang}/office/money/remittance',
  'POST /{lang}/office/money/lines/{id}',
  'POST /{lang}/office/money/refunds/{id}',
  'GET /{lang}/office/money/refunds/{id}/qr.png',
  'POST /{lang}/office/money/remitted/{id}',
  // A first listing goes with the application, and nobody changes their mind on the way.
  'POST /{lang}/producer/products/{id}/submit',
  'POST /{lang}/producer/products/{id}/withdraw',
  'POST /{lang}/producer/products/{id}/retire',
  'POST /{lang}/producer/products/{id}/edit/pictures/{picture}',
  // Each certificate of the sample is verified or claimed once; a walk would take it from the next.
  'POST /{lang}/office/certificates/{id}/{act}',
  // A paper is a file to keep, of which a browser shows no page.
  'GET /{lang}/office/producers/{id}/hand-overs/{hand_over}/file',
  // The walk's producer pays back at once, so that its buyer has nothing to agree to.
  'POST /{lang}/orders/{id}/problems/{case}',
];

/** Those of the routes that nobody asked for, though they should be. */
export async function unvisited(asked) {
  const all = await routes();
  const seen = (route) => {
    const [method, path] = route.split(' ');
    const pattern = new RegExp(`^${method} ${path.replace('{lang}', '(vi|en)').replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`);
    return [...asked].some((one) => pattern.test(one));
  };
  return all.filter((route) => !seen(route) && !withoutWalk.includes(route));
}
