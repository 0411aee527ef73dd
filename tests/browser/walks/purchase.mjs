// A guest finds, buys and follows an order: paid at the door, with a script and without.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';

export const phone = '0987 654 321';

/** Finds it without tones, and puts it into the cart. */
export async function intoCart(visitor, sought) {
  await visitor.open('');
  await visitor.fill('#q', sought);
  await visitor.press('.search button');
  await visitor.press('.card a');
  await visitor.press('form.buy button');
  assert.match(visitor.path(), /\/cart$/);
}

/** Says who one is and agrees to the terms. */
export async function introduce(visitor) {
  await visitor.fill('#name', 'Lê Thị Hoa');
  await visitor.fill('#phone', phone);
  await visitor.fill('#street', 'Ngõ 5, thôn Đông');
  await visitor.page.locator('input[name=terms]').check();
}

/** While one types, what may be meant is offered. */
async function suggests(visitor) {
  await visitor.open('');
  await visitor.page.locator('#q').pressSequentially('nuoc mam');
  await visitor.page.locator('#suggestions a').first().waitFor();
}

async function buys(visitor) {
  if (visitor.script) await suggests(visitor);
  await intoCart(visitor, 'nuoc mam thu hung');
  await visitor.look('cart');
  await visitor.press('.whole a.more');
  await introduce(visitor);
  // A name of before July 2025, typed without tones, whose land lies in three communes today.
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'ky loi');
  assert.equal(await visitor.press('.checkout .whole button'), 422);
  assert.equal(await visitor.page.locator('#street').inputValue(), 'Ngõ 5, thôn Đông', 'what was typed is kept');
  assert.ok(await visitor.page.locator('input[name=terms]').isChecked());
  await visitor.look('checkout-choice');
  assert.equal(await visitor.page.locator('.pick', { hasText: 'Xã Kỳ Lợi' }).count(), 3);
  await visitor.page.locator('input[name=commune_code]').nth(1).check();
  // What it costs to bring it there is seen before it is bought.
  await visitor.press('.checkout .whole button');
  await visitor.sees('.bar.note', 'a note and no fault');
  await visitor.look('checkout-priced');
  assert.equal(await visitor.press('.checkout .whole button'), 200);
  assert.match(visitor.path(), /\/checkouts\/chk_/);
  await visitor.look('bought');
  await visitor.press('.rows a');
  await visitor.look('order');
  const [code] = (await visitor.text('h1')).match(/OC\w{9}/);
  await visitor.open('/tracking');
  await visitor.fill('#code', code.toLowerCase());
  await visitor.fill('#phone', '+84 987 654 321');
  await visitor.press('main form button');
  await visitor.sees('#found + *, #found', `the order ${code}`);
  assert.equal(await visitor.text('#found'), code);
  assert.ok(!(await visitor.text('main')).includes('Ngõ 5'), 'a guest reads no street');
  await visitor.look('tracked');
}

export function purchases() {
  for (const way of ways) {
    for (const script of [true, false]) {
      const walk = script ? 'purchase' : 'purchase-plain';
      test(`a guest buys ${way.said} ${script ? 'with' : 'without'} a script`, () => visit(stage, walk, way, { script }, buys));
    }
  }
}
