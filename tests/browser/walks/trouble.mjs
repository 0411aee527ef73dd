// What goes wrong says what to do next, and what was typed is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fillIn } from '../people.mjs';
import { stage } from '../stage.mjs';
import { visit, Visitor, ways } from '../visitor.mjs';
import { introduce, intoCart } from './purchase.mjs';

/** The page offers a way on beside the desk's own. */
async function leadsOn(visitor) {
  await visitor.sees('main :is(a[href], button):not(.desk-ways *)', 'what to do next');
}

/** A page is left open until its session has ended; it is signed in again and nothing is lost. */
async function lapses(visitor) {
  await visitor.fill('#title', 'Quà Tết của làng');
  assert.equal(await visitor.press('form:has(#title) button'), 401);
  await visitor.look('signed-out');
  await fillIn(visitor, 'province@demo.test');
  await visitor.press('main form button');
  await visitor.look('signed-in-again');
  await visitor.press('main form button');
  assert.match(visitor.path(), /\/office\/collections\/col_/);
  assert.ok((await visitor.text('main')).includes('Quà Tết của làng'), 'what was typed is there');
}

async function sendsTwice(visitor) {
  await intoCart(visitor, 'cu do thanh dat');
  await visitor.press('.whole a.more');
  await introduce(visitor);
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'thien cam');
  await visitor.press('.checkout .whole button');
  // The same form in another tab.
  const tab = Object.assign(new Visitor(), visitor, { page: await visitor.context.newPage() });
  await tab.open('/checkout');
  await introduce(tab);
  await visitor.arrive(() => visitor.page.locator('.checkout .whole button').dblclick());
  assert.match(visitor.path(), /\/checkouts\/chk_/);
  assert.equal(await visitor.page.locator('.rows a').count(), 1, 'a form sent twice is one order');
  assert.ok((await tab.press('.checkout .whole button')) >= 400);
  await tab.look('sold-already');
  await leadsOn(tab);
}

async function findsNothing(visitor) {
  for (const gone of ['/products/khong-con-abcde', '/producers/khong-con-abcde', '/orders/ord_00000000000000000000000000', '/nowhere', `/products/${stage.retired}`]) {
    const status = await visitor.open(gone);
    assert.ok([403, 404, 410].includes(status), `${gone} answers ${status}`);
    await leadsOn(visitor);
  }
  await visitor.look('gone');
  for (const empty of ['/products?q=zzzzzz', '/cart']) {
    await visitor.open(empty);
    await leadsOn(visitor);
    await visitor.look(`empty-${empty.slice(1, 5)}`);
  }
  await visitor.open('/tracking');
  await visitor.fill('#code', 'OC00000000');
  await visitor.fill('#phone', '0987');
  assert.ok((await visitor.press('main form button')) >= 400);
  assert.equal(await visitor.page.locator('#code').inputValue(), 'OC00000000');
  await visitor.look('not-tracked');
}

async function hasNothing(visitor) {
  await visitor.open('/account');
  await leadsOn(visitor);
  await visitor.look('no-orders');
}

async function sellsNothing(visitor) {
  await visitor.open('/producer');
  await leadsOn(visitor);
  await visitor.look('no-orders');
}

export function troubles() {
  for (const way of ways) {
    test(`a session lapses and nothing is lost ${way.said}`, () => stage.left.get(way).tell(lapses));
    test(`a form is sent twice ${way.said}`, () => visit(stage, 'twice', way, {}, sendsTwice));
    test(`a page is gone and a list is empty ${way.said}`, () => visit(stage, 'gone', way, {}, findsNothing));
    test(`a buyer has no orders yet ${way.said}`, () => visit(stage, 'new-buyer', way, { login: 'buyer@demo.test' }, hasNothing));
    test(`a producer has no orders yet ${way.said}`, () => visit(stage, 'idle', way, { login: 'p37@demo.test' }, sellsNothing));
  }
}
