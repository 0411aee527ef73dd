// What else officials do: verify, stop and let go on, cards, new owners, collections, a search that says why.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { product, refusedBox } from '../api.mjs';
import { stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';

/** Whose shop is stopped on which way. */
const shops = ['Sửu Hà', 'Trương Xuân Hà', 'Trung Thành', 'Lưu Văn Anh'];

async function done(visitor, selector) {
  const status = await visitor.press(selector);
  assert.equal(status, 200, `${selector}: ${status}`);
}

async function stops(visitor, at) {
  await visitor.open('/office/producers');
  await visitor.fill('#seek', shops[at]);
  await visitor.press('form:has(#seek) button');
  await visitor.arrive(() => visitor.page.locator('.rows a', { hasText: shops[at] }).first().click());
  const stop = visitor.page.locator('form[action$="/suspend"][action*="/products/"]').first();
  await stop.locator('xpath=..').locator('summary').click();
  await visitor.look('stop');
  await visitor.arrive(() => stop.locator('button').click());
  await done(visitor, 'form[action$="/restore"][action*="/products/"] button');
  await visitor.page.locator('details:has(form[action$="/suspend"][action*="/producers/"]) summary').click();
  await done(visitor, 'form[action$="/suspend"][action*="/producers/"] button');
  await visitor.look('stopped');
  await done(visitor, 'form[action$="/restore"][action*="/producers/"] button');
}

/** A shop gets a new owner, by a paper. */
async function handsOver(visitor) {
  const back = visitor.path();
  await visitor.page.locator('details:has(input[type=file]) summary').click();
  await visitor.fill('input[name=login]', `moi${ways.indexOf(visitor.way)}@example.vn`);
  await visitor.fill('input[name=name]', 'Chủ Mới');
  const paper = { name: 'giay.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 giấy bàn giao') };
  await visitor.page.locator('input[type=file]').setInputFiles(paper);
  await done(visitor, 'form[action$="/hand-overs"] button');
  await visitor.look('handed-over');
  const file = visitor.page.locator('a[href*="/hand-overs/"]').first();
  const [kept] = await Promise.all([visitor.page.waitForEvent('download'), file.click()]);
  assert.equal(await kept.failure(), null);
  await visitor.go(back);
  await visitor.press('form[action$="/card"] button');
  await visitor.look('card');
}

async function collects(visitor) {
  await visitor.open('/office/collections');
  await visitor.fill('#title', `Quà quê ${ways.indexOf(visitor.way)}`);
  await done(visitor, 'form:has(#title) button');
  await visitor.fill('#seek', 'gio nom');
  await visitor.press('form:has(#seek) button');
  await done(visitor, 'button[name=put]');
  await visitor.look('collection');
  await visitor.press('a[href*="/collections/col_"]:not([href*="office"])');
  await visitor.sees('.card');
  await visitor.look('in-the-shop');
}

async function verifies(visitor) {
  await visitor.open('/office/certificates');
  await visitor.press('.rows a');
  await visitor.look('certificate');
}

async function works(visitor) {
  await verifies(visitor);
  await stops(visitor, ways.indexOf(visitor.way));
  await handsOver(visitor);
  await collects(visitor);
}

async function searches(visitor) {
  const phone = `0978 000 10${ways.indexOf(visitor.way)}`;
  const maker = await stage.api.signIn('p26@demo.test');
  const sold = await product(stage.api, 'gao cam thanh');
  // A day at its producer's desk left none of it.
  await maker.send('PUT', `/producer/variants/${sold.variants[0].id}/stock`, { on_hand: 50 });
  for (let box = 0; box < 2; box += 1) await refusedBox(stage.api, maker, sold, { name: 'Lê Văn Từ', phone });
  const seeks = async () => {
    await visitor.open('/office/people');
    await visitor.fill('#phone', phone);
    await visitor.page.locator('select[name=purpose]').selectOption({ index: 1 });
    await done(visitor, 'form.stack button');
  };
  await seeks();
  await visitor.look('found');
  // Who refused too many boxes may pay at the door again, once somebody says why.
  assert.equal(await visitor.press('form[action$="/people/cash"] button'), 422);
  await visitor.look('why');
  await visitor.fill('#note', 'Đã gọi, người nhà từ chối nhầm');
  await done(visitor, 'form[action$="/people/cash"] button');
  await visitor.sees('.bar.done');
  await seeks();
  assert.ok(!(await visitor.has('form[action$="/people/cash"]')), 'it pays at the door again');
  await visitor.open('/office/audit');
  await visitor.look('recorded');
}

export function offices() {
  for (const way of ways) {
    test(`an official of the province works ${way.said}`, () => visit(stage, 'office', way, { login: 'province@demo.test' }, works));
    test(`an administrator says why and searches ${way.said}`, () => visit(stage, 'admin-search', way, { login: 'admin@demo.test' }, searches));
  }
}
