// Something is wrong with what came: from the buyer's word to the money in their hands.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { guestOrder, product } from '../api.mjs';
import { kept } from '../market.mjs';
import { nobody, stage } from '../stage.mjs';
import { visit, Visitor, ways } from '../visitor.mjs';

const maker = 'p33@demo.test';

/** An order that was brought and paid for. */
async function brought() {
  const order = await guestOrder(stage.api, await product(stage.api, 'keo lac suu ha'), 1, nobody);
  const producer = await stage.api.signIn(maker);
  const read = () => producer.get(`/producer/orders/${order.id}`);
  for (const [step, said] of [['accept', {}], ['pack', {}], ['ship', { carrier: 'self' }], ['deliver', {}]]) {
    await producer.send('POST', `/producer/orders/${order.id}/${step}`, said);
  }
  await producer.send('POST', `/producer/orders/${order.id}/payment-received`, { amount: (await read()).total });
  return order;
}

async function complains(buyer, seller) {
  const order = await brought();
  const own = `/orders/${order.id}?token=${order.token}`;
  await buyer.open(own);
  await buyer.press('a[href*="/problems"]');
  assert.equal(await buyer.press('main form button'), 422);
  await buyer.look('what-is-wrong');
  await buyer.page.locator('input[name=kind][value=leaking]').check();
  await buyer.page.locator('input[name=wish][value=refund]').check();
  await buyer.fill('#note', 'Chảy hết nửa gói.');
  await buyer.press('main form button');
  const picture = await readFile(join(kept, `problem.${buyer.way.language}.what-is-wrong.${buyer.way.size.width}.light.png`));
  await buyer.page.locator('input[type=file]').setInputFiles({ name: 'anh.png', mimeType: 'image/png', buffer: picture });
  await buyer.press('form[action$="/pictures"] button');
  await buyer.look('said');

  await seller.open(`/producer/orders/${order.id}`);
  await seller.look('asked');
  await seller.page.locator('select[name=answer]').selectOption('refund');
  await seller.press('form[action*="/cases/"] button');

  await buyer.open(own);
  await buyer.page.locator('select[name=bank]').selectOption('970436');
  await buyer.fill('input[name=account]', '0071000123456');
  await buyer.fill('form[action$="/destination"] input[name=name]', 'TRAN THI BICH');
  await buyer.look('where-to');
  await buyer.press('form[action$="/destination"] button');

  await seller.open(`/producer/orders/${order.id}`);
  const drawn = await seller.page.locator('img.qr').evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.ok(drawn >= 200);
  await seller.look('owes');
  await seller.fill('input[name=bank_ref]', 'FT26328');
  await seller.press('form:has(input[name=bank_ref]) button');

  await buyer.open(own);
  await buyer.press('form[action$="/confirm"] button');
  await buyer.look('paid-back');
  await buyer.press('form[action$="/receipt"] button');
  await buyer.press('form[action$="/again"] button');
  assert.match(buyer.path(), /\/cart$/);
}

/** Another remedy than was wished for: offered, agreed to, and the order goes its way. */
async function agrees(buyer) {
  const order = await brought();
  const own = `/orders/${order.id}?token=${order.token}`;
  await buyer.open(own);
  await buyer.press('a[href*="/problems"]');
  await buyer.page.locator('input[name=kind][value=damaged]').check();
  await buyer.page.locator('input[name=wish][value=refund]').check();
  await buyer.press('main form button');
  const producer = await stage.api.signIn(maker);
  const { data } = await producer.get('/producer/cases?status=open');
  const open = data.find((one) => one.order === order.id);
  await producer.send('POST', `/producer/cases/${open.id}/answer`, { answer: 'replacement', note: 'Gửi gói khác.' });
  await buyer.open(own);
  await buyer.look('offered');
  assert.equal(await buyer.press('button[value=agree]'), 200);
  await buyer.look('agreed');
  assert.ok(!(await buyer.has('button[value=agree]')), 'once is enough');
}

async function both(buyer) {
  const seller = await Visitor.begin(stage, 'problem-seller', buyer.way, { login: maker });
  await seller.tell((seller) => complains(buyer, seller));
}

export function problems() {
  for (const way of ways) {
    test(`another remedy is agreed to ${way.said}`, () => visit(stage, 'agree', way, {}, agrees));
    test(`a problem ends with the money paid back ${way.said}`, () => visit(stage, 'problem', way, {}, both));
  }
}
