// Somebody with an account: proven, forgotten and set again, bought with, looked after, signed out.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { guestOrder, product } from '../api.mjs';
import { letter } from '../letters.mjs';
import { nobody, stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';
import { introduce, intoCart } from './purchase.mjs';

const password = 'gió biển thổi qua 7 làng';

async function signsIn(visitor, email) {
  await visitor.open('/sign-in');
  await visitor.fill('input[name=login]', email);
  await visitor.fill('input[name=password]', password);
  await visitor.press('main form button');
}

async function proves(visitor, email) {
  const mail = join(stage.market.data, 'mail');
  const { token } = await stage.api.send('POST', '/accounts', { name: 'Lê Thị Hoa', email, password: 'mật khẩu của hôm qua' });
  await stage.api.with({ authorization: `Bearer ${token}` }).send('POST', '/contact-proofs', {});
  const proof = await letter(mail, email, /\/contact-proofs\/([\w-]+)/);
  await visitor.open(`/contact-proofs/${proof}`);
  await visitor.look('proof');
  await visitor.press('main form button');
  await visitor.open('/password-resets');
  await visitor.fill('input[name=login]', email);
  await visitor.press('main form button');
  await visitor.look('letter-sent');
  const reset = await letter(mail, email, /\/password-resets\/([\w-]+)/);
  await visitor.open(`/password-resets/${reset}`);
  await visitor.fill('input[name=password]', password);
  await visitor.look('new-password');
  await visitor.press('main form button');
}

async function buys(visitor) {
  await intoCart(visitor, 'nuoc mam phu sang');
  // A count that is changed is priced at once.
  await visitor.arrive(async () => {
    await visitor.fill('input[name^="q-"]', '3');
    await visitor.page.keyboard.press('Tab');
  });
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'thien cam');
  await visitor.press('form[action$="/destination"] button');
  await visitor.look('cart');
  await visitor.press('.whole a.more');
  await introduce(visitor);
  await visitor.page.locator('input[name=keep]').check();
  await visitor.press('.checkout .whole button');
}

/** The address of the purchase was kept; another is typed, and forgotten. */
async function keepsAddresses(visitor) {
  await visitor.open('/account');
  assert.ok((await visitor.text('section:has(#addresses)')).includes('Ngõ 5'));
  await visitor.page.locator('section:has(#addresses) summary').click();
  assert.equal(await visitor.press('form[action$="/account/addresses"] button'), 422);
  await visitor.look('no-address');
  await visitor.fill('#name', 'Mẹ Hoa');
  await visitor.fill('#phone', '0912 000 999');
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'thien cam');
  await visitor.fill('#street', 'Thôn Đông');
  await visitor.press('form[action$="/account/addresses"] button');
  await visitor.look('addresses');
  await visitor.press('form[action*="/account/addresses/"] button');
  assert.equal(await visitor.page.locator('form[action*="/account/addresses/"]').count(), 1);
}

async function lives(visitor) {
  const email = `hoa${ways.indexOf(visitor.way)}@example.vn`;
  await proves(visitor, email);
  await signsIn(visitor, email);
  await buys(visitor);
  await visitor.open('/account');
  await visitor.look('orders');
  await visitor.press('.rows a');
  await visitor.press('form[action$="/cancel"] button');
  await visitor.look('cancelled');
  await keepsAddresses(visitor);
  // Another device of theirs is signed out from this one.
  await stage.api.send('POST', '/sessions', { login: email, password });
  await visitor.open('/account');
  await visitor.press('form[action*="/sessions/"] button');
  assert.ok(!(await visitor.has('form[action*="/sessions/"]')));
  await visitor.press('form[action$="/sign-out"] button');
  await visitor.open('/account');
  assert.match(visitor.path(), /\/sign-in$/);
}

/** One link in a text, one button, and the order is accepted. */
async function taps(visitor) {
  const squid = await product(stage.api, 'muc kho bien');
  const { code } = await guestOrder(stage.api, squid, 1, nobody);
  const link = await letter(join(stage.market.data, 'text'), code, /(\/t\/[\w-]+)/);
  await visitor.go(link);
  await visitor.look('ready');
  await visitor.press('button');
  await visitor.look('done');
  assert.ok(!(await visitor.has('button')), 'once is enough');
}

export function accounts() {
  for (const way of ways) {
    test(`a buyer has an account ${way.said}`, () => visit(stage, 'account', way, {}, lives));
    test(`an order is accepted by the link in a text ${way.said}`, () => visit(stage, 'one-tap', way, {}, taps));
  }
}
