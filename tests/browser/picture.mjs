// Makes the picture at the head of the README anew: the shop on a desk and on a telephone.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { launch } from './browser.mjs';
import { kept, openMarket, root } from './market.mjs';
import { Api, product } from './api.mjs';

const most = 150_000;

/** How a page looks in a window of this size, as an address of the picture itself. */
async function shot(browser, url, viewport, down = 0) {
  const page = await browser.newPage({ viewport });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.mouse.wheel(0, down);
  await page.waitForTimeout(300);
  const png = await page.screenshot();
  await page.close();
  return `data:image/png;base64,${png.toString('base64')}`;
}

/** The desk, and before it the telephone. */
const together = (desk, phone) => `<!doctype html><style>
  body{margin:0;background:#e9efe6;width:1280px;height:760px;position:relative;overflow:hidden}
  img{position:absolute;display:block;background:#fff;box-shadow:0 12px 40px #0003}
  .desk{left:40px;top:40px;width:1000px;border-radius:10px}
  .phone{right:40px;top:70px;width:300px;border-radius:28px;border:8px solid #1b1b18}
</style><img class="desk" src="${desk}"><img class="phone" src="${phone}">`;

await mkdir(kept, { recursive: true });
const [market, browser] = await Promise.all([openMarket('2026-11-23T09:00:00+07:00'), launch()]);
try {
  const sold = await product(new Api(market.origin), 'nuoc mam gio nom');
  const desk = await shot(browser, `${market.origin}/vi/products?group=I`, { width: 1280, height: 870 });
  const phone = await shot(browser, `${market.origin}/vi/products/${sold.slug}`, { width: 360, height: 740 }, 330);
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
  await page.setContent(together(desk, phone), { waitUntil: 'load' });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  const picture = Buffer.from(data, 'base64');
  if (picture.length >= most) throw new Error(`${picture.length} bytes are more than ${most}`);
  await mkdir(join(root, 'docs'), { recursive: true });
  await writeFile(join(root, 'docs/shop.webp'), picture);
} finally {
  await browser.close();
  await market.close();
}
