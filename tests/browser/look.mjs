// Looks at a page as it stands, light and dark, and keeps its picture.
import { join } from 'node:path';

import { inaccessible, overflow, smallTargets, weight } from './checks.mjs';
import { kept } from './market.mjs';

export const phone = { width: 360, height: 740 };
export const wide = { width: 1280, height: 900 };

const budget = 100_000;
const budgetOfProduct = 50_000;

/** What is wrong with it at the size that the window has. */
export async function look(page, name) {
  const faults = [];
  const { width } = page.viewportSize();
  const found = (said, where) => faults.push(...said.map((fault) => `${name}, ${width} px${where}: ${fault}`));
  found(await overflow(page), '');
  found(await smallTargets(page), ', small');
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    if (colorScheme === 'light' || width === phone.width) {
      await page.screenshot({ path: join(kept, `${name}.${width}.${colorScheme}.png`), fullPage: true });
    }
    found(await inaccessible(page, colorScheme === 'dark'), `, ${colorScheme}`);
  }
  return faults;
}

/** Whether a page as sent, with its style and scripts, is within its budget. */
export async function overweight(page, answer) {
  const most = /\/products\/[^/]+$/.test(new URL(answer.url()).pathname) ? budgetOfProduct : budget;
  const bytes = await weight(page, answer);
  return bytes < most ? [] : [`weighs ${bytes} bytes of ${most}`];
}
