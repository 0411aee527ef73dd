// How one becomes a producer: from an account to the first box that is handed over.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { guestOrder, product } from '../api.mjs';
import { accessKey } from '../keys.mjs';
import { kept } from '../market.mjs';
import { nobody, stage } from '../stage.mjs';
import { visit, Visitor, ways } from '../visitor.mjs';

async function applies(visitor, name) {
  const n = ways.indexOf(visitor.way) + 1;
  await visitor.open('/producer');
  await visitor.press('main a[href*="/register"]');
  await visitor.look('register');
  await visitor.fill('#name', 'Nguyễn Thị Hoa');
  await visitor.fill('#phone', `093300001${n}`);
  await visitor.fill('#email', `chu${n}@example.vn`);
  await visitor.fill('#password', 'gió biển thổi qua 7 làng');
  await visitor.press('form[action$="/register"] button');
  await visitor.press('a[href$="/producer/apply"]');
  assert.equal(await visitor.press('form[action$="/apply"] button'), 422);
  await visitor.look('all-that-is-missing');
  await visitor.fill('#name', name);
  await visitor.page.locator('#entity_type').selectOption('hop_tac_xa');
  await visitor.fill('#phone', `091200020${n}`);
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'cam nhuong');
  await visitor.fill('#street', 'Thôn Hải Nam');
  assert.equal(await visitor.press('form[action$="/apply"] button'), 200);
}

/** A listing, step by step. */
async function writes(visitor, name) {
  const next = (step) => visitor.press(`form[action$="/edit/${step}"] button`);
  await visitor.press('main a[href*="/products/new"]');
  await visitor.fill('#name', name);
  await visitor.page.locator('#set').selectOption('9');
  await visitor.press('form[action$="/products/new"] button');
  await visitor.fill('#description', 'Cá cơm ủ chượp 18 tháng.');
  await visitor.look('text');
  await next('text');
  await visitor.fill('#fact-origin', 'Xã Thiên Cầm, Hà Tĩnh');
  await visitor.fill('#fact-ingredients', 'Cá cơm, muối');
  await visitor.fill('#fact-storage', 'Nơi khô mát');
  await visitor.look('label');
  await next('label');
  await visitor.fill('#name-0', 'Chai nửa lít');
  await visitor.fill('#amount-0', '500');
  await visitor.page.locator('#unit-0').selectOption('ml');
  await visitor.fill('#weight-0', '900');
  await visitor.fill('#price-0', '65.000');
  await visitor.look('sizes');
  await next('sizes');
  await next('travel');
  const { language, size } = visitor.way;
  const buffer = await readFile(join(kept, `begin.${language}.sizes.${size.width}.light.png`));
  await visitor.page.locator('#image').setInputFiles({ name: 'anh.png', mimeType: 'image/png', buffer });
  await visitor.press('form[action$="/add"] button');
  await visitor.look('pictures');
  await visitor.press('main p > a.more');
  assert.equal(await visitor.page.locator('.steps .fault').count(), 0, 'nothing is missing');
  await visitor.look('whole');
  await visitor.press('a[href$="/preview"]');
  await visitor.look('preview');
}

/** One sitting decides on both. */
async function approves(official, name) {
  await official.open('/office');
  await official.press('.piles a[href*="kind=producer"]');
  await official.arrive(() => official.page.locator('.rows a', { hasText: name }).first().click());
  await official.look('application');
  await official.arrive(() => accessKey(official.page, 'd'));
}

/** “It is ours”: an entry of the register, for the listing of the same name. */
async function claims(visitor, sold) {
  await visitor.press('.desk-ways a[href*="/certificates"]');
  await visitor.look('found');
  const found = visitor.page.locator('.case', { hasText: sold }).locator('form[action*="/certificates/cer_"]').first();
  await visitor.arrive(() => found.locator('button').click());
  assert.equal(await visitor.page.locator('section:has(#found) .case', { hasText: sold }).count(), 0, 'it is asked no more');
  await visitor.look('claimed');
}

async function begins(visitor) {
  const n = ways.indexOf(visitor.way) + 1;
  const [name, sold] = [`HTX Biển Mới ${n}`, `Nước mắm Biển Mới ${n}`];
  await applies(visitor, name);
  await writes(visitor, sold);
  await visitor.open('/producer');
  assert.equal(await visitor.press('button[value=submit]'), 200);
  await visitor.look('waits');
  const official = await Visitor.begin(stage, 'begin-official', visitor.way, { login: 'commune@demo.test' });
  await official.tell((official) => approves(official, name));

  await visitor.open('/producer');
  await visitor.press('.desk-ways a[href*="/shelf"]');
  await visitor.fill('.shelf [name=on_hand]', '20');
  assert.equal(await visitor.press('.shelf form button'), 200);
  const order = await guestOrder(stage.api, await product(stage.api, sold), 2, nobody);
  await visitor.open('/producer');
  await visitor.arrive(() => visitor.page.locator('.todo a', { hasText: order.code }).click());
  for (const step of ['accept', 'pack', 'ship']) await visitor.press(`form[action$="/${step}"] button`);
  await visitor.look('handed-over');
  await claims(visitor, sold);
  const { status } = await stage.api.with({ 'order-token': order.token }).get(`/orders/${order.id}`);
  assert.equal(status, 'shipped');
}

export function beginnings() {
  for (const way of ways) {
    test(`a producer comes from the application to the first hand-over ${way.said}`, () => visit(stage, 'begin', way, {}, begins));
  }
}
