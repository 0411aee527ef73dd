// A producer's day: an order from "to confirm" to the hand-over, then stock and prices.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { guestOrder, product } from '../api.mjs';
import { nobody, stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';

/** Whose day it is on which way, and what they sell. */
const producers = [
  ['producer@demo.test', 'Nước mắm Thu Hùng'],
  ['p26@demo.test', 'Gạo Cẩm Thành'],
  ['p29@demo.test', 'Bánh đa vừng Hà Tâm'],
  ['p35@demo.test', 'Dầu lạc Tuấn Cúc'],
];

async function works(visitor, order, sold) {
  const pile = (place) => visitor.page.locator(`section:nth-of-type(${place}) .todo a`, { hasText: order.code });
  const step = (name) => visitor.press(`form[action$="/${name}"] button`);
  await visitor.open('/producer');
  await visitor.look('desk');
  await visitor.arrive(() => pile(1).click());
  await visitor.look('to-confirm');
  await step('accept');
  await visitor.open('/producer');
  assert.equal(await pile(3).count(), 1, 'it is to be packed');
  await visitor.arrive(() => pile(3).click());
  await visitor.press('a[href$="/label"]');
  await visitor.look('label');
  await isOneSmallSheet(visitor.page);
  await visitor.press('.screen a');
  await step('pack');
  await visitor.open('/producer');
  await visitor.arrive(() => pile(4).click());
  await visitor.look('to-hand-over');
  await visitor.page.locator('#carrier').selectOption('coach');
  await visitor.fill('#phone', '0912000009');
  await step('ship');
  await visitor.look('shipped');
  assert.ok((await visitor.text('main')).includes('0912000009'));
  await step('deliver');
  await step('payment-received');
  await visitor.look('paid');
  await shelf(visitor, sold);
  await settings(visitor);
}

/** The label is one page of A6. */
async function isOneSmallSheet(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, 'the label is one page');
  const [, width, height] = pdf.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/).map(Number);
  assert.deepEqual([Math.round(width / 2.835), Math.round(height / 2.835)], [105, 148]);
}

/** Stock and price, which buyers see at once; a count below what is promised shows the ways out. */
async function shelf(visitor, sold) {
  const [variant] = sold.variants;
  const row = `#${variant.id}`;
  await guestOrder(stage.api, sold, 3, nobody);
  await visitor.press('.desk-ways a[href*="/shelf"]');
  await visitor.look('shelf');
  const write = async (onHand, price) => {
    await visitor.fill(`${row} [name=on_hand]`, onHand);
    if (price) await visitor.fill(`${row} [name=price]`, price);
    return visitor.press(`${row} form:last-of-type button`);
  };
  const price = variant.price.amount + 1000;
  assert.equal(await write('77', `${price}`), 200);
  const { variants } = await stage.api.get(`/products/${sold.slug}`);
  assert.equal(variants[0].price.amount, price);
  assert.equal(await write('1'), 409);
  await visitor.look('promised');
  assert.equal(await visitor.page.locator(`${row} [name=on_hand]:not([type=hidden])`).inputValue(), '1', 'what was typed is kept');
  await visitor.press(`${row} ul a`);
  assert.match(visitor.path(), /\/producer\/orders\/ord_/);
  await visitor.press('.desk-ways a[href*="/shelf"]');
  assert.equal(await write('1'), 409);
  // The other way out: as many as are promised.
  assert.equal(await visitor.press(`${row} form:has([name=on_hand][type=hidden]) button`), 200);
  assert.ok(Number(await visitor.page.locator(`${row} [name=on_hand]`).inputValue()) >= 3);
  await visitor.press('form[action$="/pause"] button');
  await visitor.press('form[action$="/resume"] button');
}

/** Days off, and a bank account that is named and taken back. */
async function settings(visitor) {
  await visitor.press('.desk-ways a[href*="/settings"]');
  await visitor.look('settings');
  assert.equal(await visitor.press('form[action$="/bank-account"] button'), 422);
  await visitor.look('no-account');
  await visitor.page.locator('#bank_bin').selectOption('970436');
  await visitor.fill('#account', '0071000123456');
  await visitor.fill('#account_name', 'NGUYEN VAN A');
  assert.equal(await visitor.press('form[action$="/bank-account"] button'), 200);
  assert.equal(await visitor.press('form[action$="/bank-account-withdraw"] button'), 200);
  await visitor.fill('#days', '30/04/2027');
  assert.equal(await visitor.press('form[action$="/closures"] button'), 200);
  await visitor.open('/producer');
  await visitor.press('form[action$="/sign-out"] button');
}

export function days() {
  for (const [at, way] of ways.entries()) {
    const [login, name] = producers[at];
    test(`a producer's day ${way.said}`, async () => {
      const sold = await product(stage.api, name);
      const order = await guestOrder(stage.api, sold, 2, nobody);
      await visit(stage, 'day', way, { login }, (visitor) => works(visitor, order, sold));
    });
  }
}
