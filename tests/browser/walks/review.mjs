// An official decides on a new listing and on an edited one.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { accessKey, tabTo } from '../keys.mjs';
import { stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';

const official = 'commune@demo.test';

/** Whose listing is edited on which way. */
const edited = [
  ['gionom@demo.test', 'Mắm ruốc Gió Nồm (hư cấu)'],
  ['gionom@demo.test', 'Muối biển Gió Nồm (hư cấu)'],
  ['p34@demo.test', 'Nước mắm Phú Sáng'],
  ['producer@demo.test', 'Nước mắm Thu Hùng'],
];

/** A new listing, handed in. */
async function handIn(producer, name, sku) {
  const draft = {
    name,
    set: 9,
    description: 'Cá cơm ủ chượp 18 tháng.',
    facts: { origin: 'Xã Thiên Cầm, Hà Tĩnh', ingredients: 'Cá cơm, muối', storage: 'Nơi khô mát' },
    variants: [
      {
        sku,
        name: 'Chai 500 ml',
        net: { amount: 500, unit: 'ml' },
        weight_g: 900,
        price: { amount: 65_000, currency: 'VND' },
      },
    ],
  };
  const { id } = await producer.send('POST', '/producer/products', draft);
  await producer.send('POST', `/producer/products/${id}/submit`, {});
  return id;
}

async function edit(producer, id, change) {
  const path = `/producer/products/${id}`;
  const read = await producer.get(path);
  await producer.send('PATCH', path, change(read), { 'if-match': read.etag });
  await producer.send('POST', `${path}/submit`, {});
}

/** Opens a review from what waits on Monday. */
async function find(visitor, name) {
  await visitor.open('/office');
  await visitor.press('.piles a[href*="kind=listing"]');
  await visitor.arrive(() => visitor.page.locator('.rows a', { hasText: name }).first().click());
  assert.equal(await visitor.text('h1'), name);
}

/** After a decision: it is said, and another review is there. */
async function next(visitor, name) {
  await visitor.page.waitForURL(/\/office\/reviews\/rvw_\w+\?done=/);
  assert.ok((await visitor.text('.bar.done')).includes(name), 'what was decided is said');
  assert.notEqual(await visitor.text('h1'), name);
}

async function reviews(visitor, way) {
  const name = `Nước mắm mẻ ${ways.indexOf(way) + 1} Hải Bắc`;
  const maker = await stage.api.signIn('gionom@demo.test');
  const fresh = await handIn(maker, name, `NM-HB-${ways.indexOf(way) + 1}`);
  await visitor.open('/office');
  await visitor.look('monday');
  await find(visitor, name);
  await visitor.look('new');
  await visitor.press('form[action$="/claim"] button');
  // A remark beside the field that it concerns, in the words of its template.
  const field = visitor.page.locator('.field', { has: visitor.page.locator('input[value="/description"]') });
  await field.locator('summary').click();
  await field.locator('select').selectOption('label_incomplete');
  await visitor.look('remark');
  await visitor.arrive(() => accessKey(visitor.page, 's'));
  await next(visitor, name);
  const [remark] = (await maker.get(`/producer/products/${fresh}`)).review.remarks;
  assert.deepEqual([remark.pointer, remark.code], ['/description', 'label_incomplete']);
  assert.ok(remark.text.length > 20, remark.text);

  await edit(maker, fresh, () => ({ description: 'Cá cơm và muối biển, ủ chượp 18 tháng.' }));
  await find(visitor, name);
  await visitor.arrive(() => accessKey(visitor.page, 'd'));
  await next(visitor, name);
  assert.equal((await maker.get(`/producer/products/${fresh}`)).status, 'live');

  const [login, changed] = edited[ways.indexOf(way)];
  const other = await stage.api.signIn(login);
  const { data } = await other.get('/producer/products');
  const { id } = data.find((one) => one.name === changed);
  await edit(other, id, (read) => ({ description: `${read.description}\n\nMẻ mới: nắng tốt.` }));
  await find(visitor, changed);
  assert.ok((await visitor.text('.changed ins')).includes('Mẻ mới'), 'the difference is shown');
  await visitor.look('edited');
  await tabTo(visitor.page, 'button[value=approved]');
  await visitor.arrive(() => visitor.page.keyboard.press('Enter'));
  await next(visitor, changed);
}

export function decisions() {
  for (const way of ways) {
    test(`an official reviews a new and an edited listing ${way.said}`, () =>
      visit(stage, 'review', way, { login: official }, (visitor) => reviews(visitor, way)));
  }
}
