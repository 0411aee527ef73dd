// What holds on every page.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { get } from 'node:http';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// What is of colours is looked at again in the dark; everything else is the same there.
const ofColours = ['color-contrast', 'link-in-text-block'];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const sizes = new Map();

/** How many bytes a file takes on the wire; each is fetched once. */
function sizeOf(url) {
  if (!sizes.has(url)) {
    const size = new Promise((told, failed) => {
      get(url, { headers: { 'accept-encoding': 'br, gzip' } }, (answer) => {
        let bytes = 0;
        answer.on('data', (part) => (bytes += part.length)).on('end', () => told(bytes));
      }).on('error', failed);
    });
    sizes.set(url, size);
  }
  return sizes.get(url);
}

/** The HTML as sent, with the style sheets and scripts that it asks for, compressed. */
export async function weight(page, answer) {
  const { responseBodySize } = await answer.request().sizes();
  const asked = await page.$$eval('link[rel=stylesheet], script[src]', (all) => all.map((one) => one.href ?? one.src));
  const rest = await Promise.all(asked.map(sizeOf));
  return rest.reduce((sum, one) => sum + one, responseBodySize);
}

/** The faults that axe finds, each with the elements it concerns. */
export async function inaccessible(page, dark) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const run = (runOnly) => window.axe.run({ runOnly, resultTypes: ['violations'] });
  const { violations } = await page.evaluate(run, dark ? { type: 'rule', values: ofColours } : { type: 'tag', values: tags });
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

/** By how many pixels the page is wider than the window, and the elements that make it so. */
export function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth - clientWidth} px too wide: ${wide.slice(-3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`];
  });
}

/** What is smaller than a finger: less than 44 px high or wide, and no word within a sentence. */
export function smallTargets(page) {
  return page.evaluate(() => {
    const least = 43.5;
    const small = [];
    for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
      // A box to be ticked is as large as the label round it.
      const target = /^(checkbox|radio)$/.test(one.type) ? (one.closest('label') ?? one) : one;
      if (one.type === 'hidden' || !target.checkVisibility({ visibilityProperty: true })) continue;
      const { width, height, right } = target.getBoundingClientRect();
      // What shows only when it has the focus is used by no finger.
      if (right < 0 || width <= 1) continue;
      const among = [...one.parentElement.childNodes].some((n) => n !== one && n.nodeType === 3 && n.data.trim().length > 1);
      if (getComputedStyle(one).display === 'inline' && among) continue;
      if (width < least || height < least) small.push(`${Math.round(width)}×${Math.round(height)}: ${one.outerHTML.slice(0, 120)}`);
    }
    return small.slice(0, 5);
  });
}
