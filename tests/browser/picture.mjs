// Makes the picture at the head of the README anew: the shop on a desk and on a telephone.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { launch } from './browser.mjs';
import { kept, openMarket, root } from './market.mjs';

const most = 150_000;

await mkdir(kept, { recursive: true });
const [market, browser] = await Promise.all([openMarket('2026-11-23T09:00:00+07:00'), launch()]);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.goto(`${market.origin}/vi/products?group=I`, { waitUntil: 'networkidle' });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  const picture = Buffer.from(data, 'base64');
  if (picture.length >= most) throw new Error(`${picture.length} bytes are more than ${most}`);
  await mkdir(join(root, 'docs'), { recursive: true });
  await writeFile(join(root, 'docs/shop.webp'), picture);
} finally {
  await browser.close();
  await market.close();
}
