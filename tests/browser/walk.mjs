// One person goes along the links of the pages and looks at each kind of page.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inaccessible, overflow, weight } from './checks.mjs';
import { kept } from './market.mjs';
import { signIn } from './people.mjs';

const phone = { width: 360, height: 740 };
const wide = { width: 1280, height: 900 };
// Pages of one kind differ by what they tell of: two of each are looked at.
const ofEachKind = 2;
const budget = 100_000;
const budgetOfProduct = 50_000;

/** A page's kind: its path without what names one thing among many. */
function kindOf(path) {
  return path
    .replace(/[a-z]{3}_[0-9a-z]{26}/g, 'ID')
    .replace(/\/(products|producers)\/[^/]+/, '/$1/ID')
    .slice(1)
    .replaceAll('/', '.');
}

/** Looks at every kind of page that a person reaches; answers with what is wrong. */
export async function walk(browser, origin, person, language) {
  const context = await browser.newContext({ viewport: phone });
  const page = await context.newPage();
  if (person.login) await signIn(page, origin, language, person.login);
  const faults = [];
  const told = listen(page, origin);
  const counts = new Map();
  const seen = new Set();
  const waiting = person.begins.map((path) => `/${language}${path}`);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const kind = kindOf(path);
    const count = counts.get(kind) ?? 0;
    if (seen.has(path) || count >= ofEachKind) continue;
    seen.add(path);
    counts.set(kind, count + 1);
    const name = `${person.name}.${kind}.${count + 1}`;
    const found = await look(page, origin + path, name);
    faults.push(...[...found.faults, ...told.splice(0)].map((fault) => `${name} (${path}): ${fault}`));
    waiting.push(...found.links.filter((link) => link.startsWith(`/${language}${person.within}`)));
  }
  await context.close();
  return faults;
}

/** What the browser says of its own accord: errors, and requests to somewhere else. */
function listen(page, origin) {
  const told = [];
  page.on('pageerror', (error) => told.push(error.message));
  page.on('console', (line) => {
    // A page that is gone, or not yet allowed, says so by its status, which is told as an error too.
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text())) told.push(line.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) told.push(`asks ${url}`);
  });
  return told;
}

async function look(page, url, name) {
  await page.setViewportSize(phone);
  const answer = await page.goto(url).catch((failed) => {
    // A file to keep is no page.
    if (!failed.message.includes('Download is starting')) throw failed;
  });
  if (!answer?.headers()['content-type']?.startsWith('text/html')) return { faults: [], links: [] };
  await writeFile(join(kept, 'html', `${name}.html`), await answer.body());
  const faults = [];
  if (answer.status() >= 500) faults.push(`answers ${answer.status()}`);
  const most = /\/products\/[^/]+$/.test(new URL(url).pathname) ? budgetOfProduct : budget;
  const bytes = await weight(page, answer);
  if (bytes >= most) faults.push(`weighs ${bytes} bytes of ${most}`);
  const links = await page.$$eval('a[href]:not([download])', (all) =>
    all.filter((a) => a.origin === location.origin && !a.hash).map((a) => a.pathname),
  );
  for (const size of [phone, wide]) {
    await page.setViewportSize(size);
    faults.push(...(await overflow(page)).map((fault) => `${size.width} px: ${fault}`));
    await page.screenshot({ path: join(kept, `${name}.${size.width}.png`), fullPage: true });
    faults.push(...(await inaccessible(page)).map((fault) => `${size.width} px: ${fault}`));
  }
  return { faults, links };
}
