// A call is answered from the call sheet.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nobody, stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';

async function calls(visitor, way) {
  const { code, id, token } = stage.unanswered.get(way);
  const line = visitor.page.locator('.calls > li', { hasText: code });
  // The deadlines of the night are looked at as soon as the market is open again.
  for (let looks = 0; (await line.count()) === 0 && looks < 100; looks += 1) await visitor.open('/office/calls');
  await visitor.look('sheet');
  const number = await line.locator('a.tel').getAttribute('href');
  assert.equal(number, 'tel:0912000002');
  const sheet = await visitor.text('main');
  for (const secret of [nobody.name, nobody.phone.replaceAll(' ', ''), 'thôn Hải Bắc']) {
    assert.ok(!sheet.includes(secret), `an official never reads ${secret}`);
  }
  await visitor.arrive(() => line.locator('button[value=no_answer]').click());
  await visitor.sees('.bar.done');
  await visitor.arrive(() => line.locator('button[value^=accepts]').click());
  await visitor.sees('.bar.done');
  await visitor.look('answered');
  assert.equal(await line.count(), 0, 'who was reached is called no more');
  const order = await stage.api.with({ 'order-token': token }).get(`/orders/${id}`);
  assert.equal(order.status, 'accepted');
  assert.deepEqual(order.history.at(-1).by, { role: 'producer' });
  const maker = await stage.api.signIn('gionom@demo.test');
  const { by } = (await maker.get(`/producer/orders/${id}`)).history.at(-1);
  assert.equal(by.capacity, 'mandate');
  assert.match(by.mandate, /^man_/);
}

export function telephone() {
  for (const way of ways) {
    test(`a call is answered from the call sheet ${way.said}`, () =>
      visit(stage, 'call', way, { login: 'commune@demo.test' }, (visitor) => calls(visitor, way)));
  }
}
