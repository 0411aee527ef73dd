// An order paid by VietQR, and one of alcohol behind the declaration of age.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';
import { introduce, intoCart } from './purchase.mjs';

/** Buys what is in the cart by transfer, and stands on the page of its order. */
async function buyByTransfer(visitor) {
  await visitor.press('.whole a.more');
  await introduce(visitor);
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'thien cam');
  await visitor.page.locator('input[value=vietqr]').check();
  await visitor.press('.checkout .whole button');
  await visitor.page.locator('input[value=vietqr]').check();
  assert.equal(await visitor.press('.checkout .whole button'), 200);
  await visitor.press('.rows a');
}

/** The code is on the page; then the buyer says that they have paid. */
async function pay(visitor) {
  const drawn = await visitor.page.locator('img.qr').evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.ok(drawn >= 200, `the code is ${drawn} px wide`);
  await visitor.look('to-pay');
  await visitor.press('form[action$="/payment"] button');
  await visitor.sees('.pay .bar', 'that the buyer has said so');
  assert.ok(!(await visitor.has('img.qr')), 'nobody pays twice');
  await visitor.look('said-paid');
}

async function buysByTransfer(visitor) {
  await intoCart(visitor, 'nuoc mam phu sang');
  await buyByTransfer(visitor);
  await pay(visitor);
}

async function buysAlcohol(visitor) {
  await visitor.open('/products?q=ruou');
  assert.ok(!(await visitor.text('main')).includes('Rượu'), 'no list shows alcohol');
  await visitor.press('footer a[href$="/alcohol"]');
  await visitor.fill('#name', 'Lê Thị Hoa');
  await visitor.fill('#birth_year', '2015');
  assert.equal(await visitor.press('main form button'), 422);
  assert.equal(await visitor.page.locator('#name').inputValue(), 'Lê Thị Hoa');
  await visitor.look('too-young');
  await visitor.fill('#birth_year', '1980');
  await visitor.press('main form button');
  assert.match(visitor.path(), /\/alcohol$/);
  await visitor.look('list');
  await visitor.press('.card a');
  await visitor.look('listing');
  await visitor.press('form.buy button');
  assert.ok(!(await visitor.has('input[value=cod]')));
  await visitor.press('.whole a.more');
  await introduce(visitor);
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'thien cam');
  await visitor.press('.checkout .whole button');
  assert.equal(await visitor.press('.checkout .whole button'), 422, 'nobody buys it who does not say that they are of age');
  await visitor.look('not-said');
  await visitor.page.locator('input[name=of_age]').check();
  assert.equal(await visitor.press('.checkout .whole button'), 200);
  await visitor.press('.rows a');
  await pay(visitor);
}

export function transfers() {
  for (const way of ways) {
    test(`a guest pays by VietQR ${way.said}`, () => visit(stage, 'transfer', way, {}, buysByTransfer));
    test(`a guest orders alcohol behind the declaration of age ${way.said}`, () => visit(stage, 'alcohol', way, {}, buysAlcohol));
  }
}
