// One person goes along the links of the pages and looks at each kind of page.
import { phone, wide, look } from './look.mjs';

// Pages of one kind differ by what they tell of: two of each are looked at.
const ofEachKind = 2;
// What is not there, and what is behind a declaration.
const refused = { '/nowhere': 404, '/alcohol': 403 };

/** A page's kind: its path without what names one thing among many, and the one thing that it is asked. */
function kindOf(path, query) {
  const kind = path
    .replace(/[a-z]{3}_[0-9a-z]{26}/g, 'ID')
    .replace(/\/(products|producers)\/[^/]+/, '/$1/ID')
    .replace(/^\/q\/[^/]+/, '/q/ID')
    .slice(1)
    .replaceAll('/', '.');
  const names = [...new Set(new URLSearchParams(query).keys())].filter((name) => name !== 'token');
  return names.length > 1 ? undefined : [kind, ...names].join('-');
}

/** Looks at every kind of page that a person reaches. */
export async function walk(visitor, person) {
  const { page, way } = visitor;
  const counts = new Map();
  const seen = new Set();
  const within = `/${way.language}${person.within ?? ''}`;
  const waiting = person.begins.map((path) => `/${way.language}${path}`);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const kind = kindOf(...path.split('?'));
    const count = counts.get(kind) ?? 0;
    const most = path.includes('?') ? 1 : ofEachKind;
    if (!kind || seen.has(path) || count >= most) continue;
    seen.add(path);
    counts.set(kind, count + 1);
    await page.setViewportSize(phone);
    if (!(await isPage(visitor, path))) continue;
    for (const size of [phone, wide]) {
      await page.setViewportSize(size);
      visitor.faults.push(...(await look(page, `${person.name}.${way.language}.${kind.replace(/^(vi|en)\.?/, '') || 'home'}.${count + 1}`)));
    }
    if (person.within === undefined) continue;
    waiting.push(...(await links(page)).filter((link) => link === within || link.startsWith(`${within}/`) || (!person.within && link.startsWith('/q/'))));
  }
}

/** Opens it; a file to keep is no page. */
async function isPage(visitor, path) {
  try {
    const status = await visitor.go(path);
    const wanted = refused[path.replace(/^\/(vi|en)/, '')] ?? 200;
    if (status !== wanted) visitor.faults.push(`${path} answers ${status}`);
    return (await visitor.page.evaluate(() => document.contentType)) === 'text/html';
  } catch (failed) {
    if (!failed.message.includes('Download is starting')) throw failed;
    return false;
  }
}

function links(page) {
  return page.$$eval('a[href]:not([download])', (all) =>
    all.filter((a) => a.origin === location.origin && !a.hash).map((a) => a.pathname + a.search),
  );
}
