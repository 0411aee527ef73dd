// Fish sauce, rice and rose-myrtle wine of three producers in one basket: bought, partly paid back and
// paid out, with books that hold at each step.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Api } from '../api.mjs';
import { phone, wide } from '../look.mjs';
import { till } from '../till.mjs';
import { visit, Visitor } from '../visitor.mjs';

/** How each walk is gone. */
const walks = [
  { language: 'vi', size: phone, script: true, pays: 'door' },
  { language: 'en', size: wide, script: false, pays: 'door' },
  { language: 'vi', size: phone, script: true, pays: 'card' },
  { language: 'en', size: wide, script: true, pays: 'card' },
];

const makers = { sauce: 'producer@demo.test', rice: 'p26@demo.test', wine: 'p27@demo.test' };

async function books(step) {
  assert.equal(await till.market.books(), '', `the books hold once ${step}`);
}

async function done(visitor, selector) {
  assert.equal(await visitor.press(selector), 200, selector);
}

/** Says that one is of age, and puts all three into the basket. */
async function fills(visitor) {
  await visitor.open('/alcohol');
  await visitor.fill('#name', 'Lê Thị Hoa');
  await visitor.fill('#birth_year', '1980');
  await visitor.press('main form button');
  await visitor.arrive(() => visitor.page.locator('.card a', { hasText: /sim Thanh Bảo|myrtle/ }).first().click());
  await visitor.fill('#quantity', '2');
  await visitor.press('form.buy button');
  for (const [sought, count] of [['nuoc mam thu hung', '2'], ['gao cam thanh', '1']]) {
    await visitor.open(`/products?q=${encodeURIComponent(sought)}`);
    await visitor.press('.card a');
    await visitor.fill('#quantity', count);
    await visitor.press('form.buy button');
  }
  await visitor.look('basket');
}

/** Who, where, and how each order is paid; then it is bought. */
async function checksOut(visitor, pays) {
  await visitor.press('.whole a.more');
  const choose = async () => {
    const parts = visitor.page.locator('.part');
    for (let at = 0; at < (await parts.count()); at += 1) {
      const part = parts.nth(at);
      const wanted = pays === 'card' ? 'stripe' : (await part.locator('input[value=cod]').count()) ? 'cod' : 'vietqr';
      await part.locator(`input[value=${wanted}]`).check();
    }
  };
  await visitor.fill('#name', 'Lê Thị Hoa');
  await visitor.fill('#phone', '0987 654 321');
  await visitor.fill('#street', 'Ngõ 5, thôn Đông');
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'thien cam');
  await visitor.page.locator('input[name=terms]').check();
  await visitor.page.locator('input[name=of_age]').check();
  await choose();
  assert.equal(await visitor.press('.checkout .whole button'), 200, 'first the delivery is priced');
  await visitor.sees('.bar.note', 'a note and no fault');
  await choose();
  await visitor.look('checkout');
  await done(visitor, '.checkout .whole button');
  assert.match(visitor.path(), /\/checkouts\/chk_/);
  await visitor.look('bought');
}

/** The orders of the purchase on whose page the visitor stands, by what is in them. */
async function ordersOf(visitor) {
  const url = new URL(visitor.page.url());
  const token = url.searchParams.get('token');
  const api = new Api(till.origin, { 'order-token': token });
  const { orders } = await api.get(`/checkouts/${url.pathname.split('/').at(-1)}`);
  const whole = await Promise.all(orders.map(({ id }) => api.get(`/orders/${id}`)));
  const of = (word) => whole.find((order) => order.lines[0].name.includes(word));
  return { token, sauce: of('Nước mắm'), rice: of('Gạo'), wine: of('Rượu'), read: (id) => api.get(`/orders/${id}`) };
}

/** Looks until an order stands where it should. */
async function stands(bought, order, status) {
  for (let looks = 0; looks < 200; looks += 1) {
    const now = await bought.read(order.id);
    if (now.status === status) return now;
    await new Promise((next) => setTimeout(next, 100));
  }
  assert.fail(`${order.code} does not become ${status}`);
}

/** The transfer for the wine is on the bank's statement, which an administrator brings. */
async function transfers(visitor, bought, n) {
  const { wine, token } = bought;
  await visitor.open(`/orders/${wine.id}?token=${token}`);
  const drawn = await visitor.page.locator('img.qr').evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.ok(drawn >= 200);
  await visitor.look('to-pay');
  await done(visitor, 'form[action$="/payment"] button');
  const code = wine.payments[0].reference;
  const sum = wine.payments[0].amount.amount;
  await as('admin@demo.test', visitor, async (admin) => {
    await admin.open('/office/money');
    await admin.look('sought');
    const rows = [
      'Mã giao dịch,Ngày giao dịch,Nội dung,Số tiền',
      `FT26327-${n}-1,23/11/2026 09:10,CT DEN ${code.toLowerCase()} LE THI HOA,${sum - 20_000}`,
      `FT26327-${n}-2,23/11/2026 09:12,hoa chuyen not tien ruou,20000`,
      `FT26327-${n}-3,23/11/2026 09:15,tien dien thang 11,150000`,
      // With a line of the next day the bank has told all of this one.
      `FT26327-${n}-4,24/11/2026 08:00,phi quan ly tai khoan,-11000`,
    ];
    const statement = { name: 'sao-ke.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
    await admin.page.locator('#statement').setInputFiles(statement);
    await done(admin, 'form[action$="/statement"] button');
    await admin.look('lines');
    assert.equal(await admin.press('form[action$="/forgive"] button'), 422, 'more is missing than may be let go of');
    await admin.look('too-much');
    const line = (words) => admin.page.locator('.rows > li', { hasText: words });
    await admin.arrive(() => line('hoa chuyen not').locator('button[name=payment]').first().click());
    await line('tien dien').locator('[name=note]').fill('Tiền điện, không phải tiền hàng');
    await admin.arrive(() => line('tien dien').locator('form:has([name=note]) button').click());
    await admin.look('settled');
  });
}

/** The number of a card, in the field that the stand-in brings. */
async function paysByCard(visitor, n) {
  await visitor.press('a.more[href*="/card"]');
  await visitor.page.locator('#pay-form button:not([disabled])').waitFor();
  await visitor.look('card');
  const number = visitor.page.locator('#card input');
  await number.fill('4000000000000002');
  await visitor.page.locator('#pay-form button').click();
  await visitor.page.locator('#said:not([hidden])').waitFor();
  await visitor.look('declined');
  await number.fill(n % 2 ? '4242424242424242' : '5555555555554444');
  await visitor.arrive(() => visitor.page.locator('#pay-form button').click());
  assert.match(visitor.path(), /\/checkouts\/chk_/);
  await visitor.look('paid');
}

/** Somebody of the market or of a producer does something on the same kind of screen. */
async function as(login, visitor, told) {
  const other = await Visitor.begin(till, `basket-${login.split('@')[0]}`, visitor.way, { login });
  await other.tell(told);
}

/** Each producer accepts, packs, hands over, and says what came at the door. */
async function sends(visitor, bought) {
  for (const [what, login] of Object.entries(makers)) {
    await as(login, visitor, async (maker) => {
      await maker.open(`/producer/orders/${bought[what].id}`);
      for (const step of ['accept', 'pack', 'ship', 'deliver']) await done(maker, `form[action$="/${step}"] button`);
      if (await maker.has('form[action$="/payment-received"]')) await done(maker, 'form[action$="/payment-received"] button');
      await maker.look(`sent-${what}`);
    });
  }
}

/** One of two bottles leaked: said, granted, and paid back. */
async function complains(visitor, bought, what) {
  const { token } = bought;
  await visitor.open(`/orders/${bought[what].id}?token=${token}`);
  await visitor.press('a[href*="/problems"]');
  await visitor.page.locator('input[name=kind][value=leaking]').check();
  await visitor.page.locator('input[name=wish][value=refund]').check();
  await visitor.fill('input[name^="q-"]', '1');
  await visitor.press('main form button');
  await as(makers[what], visitor, async (maker) => {
    await maker.open(`/producer/orders/${bought[what].id}`);
    await maker.page.locator('select[name=answer]').selectOption('refund');
    await maker.press('form[action*="/cases/"] button');
    await maker.look(`granted-${what}`);
  });
  await visitor.open(`/orders/${bought[what].id}?token=${token}`);
  await visitor.look(`granted-${what}`);
}

/** Where the money is to go, for what a card did not pay. */
async function names(visitor) {
  await visitor.page.locator('select[name=bank]').selectOption('970436');
  await visitor.fill('input[name=account]', '0071000123456');
  await visitor.fill('form[action$="/destination"] input[name=name]', 'LE THI HOA');
  await done(visitor, 'form[action$="/destination"] button');
}

async function paysBack(visitor, bought) {
  // The producer took the cash for the sauce; the market holds the transfer for the wine.
  await complains(visitor, bought, 'sauce');
  await names(visitor);
  await as(makers.sauce, visitor, async (maker) => {
    await maker.open(`/producer/orders/${bought.sauce.id}`);
    await maker.look('owes');
    await done(maker, 'form:has(input[name=bank_ref]) button');
  });
  await complains(visitor, bought, 'wine');
  await names(visitor);
  await as('admin@demo.test', visitor, async (admin) => {
    await admin.open('/office/money');
    const drawn = await admin.page.locator('img.qr').first().evaluate((image) => image.decode().then(() => image.naturalWidth));
    assert.ok(drawn >= 200);
    await admin.look('owed');
    await done(admin, 'form[action*="/money/refunds/"] button');
    await givesBack(admin, bought.rice);
  });
}

/** An order is found by its code; too much is refused beside its field, and a little is given back. */
async function givesBack(admin, order) {
  await admin.open('/office/money');
  await admin.fill('#order', 'OC-KHONG-CO');
  assert.equal(await admin.press('form[action$="/office/orders"] button'), 422);
  await admin.sees('#order-fault');
  await admin.fill('#order', order.code);
  await done(admin, 'form[action$="/office/orders"] button');
  await admin.look('order');
  const send = 'form:has(input[name=key]) button';
  const amount = async (typed) => {
    await admin.page.locator('input[name=what][value=amount]').check();
    await admin.fill('#amount', typed);
    await admin.page.locator('#reason').selectOption('goodwill');
  };
  await amount('90.000.000');
  assert.equal(await admin.press(send), 422, 'more than is left');
  await admin.sees('#amount-fault');
  assert.equal(await admin.page.locator('#amount').inputValue(), '90.000.000');
  await admin.look('order-too-much');
  await amount('1.000');
  await done(admin, send);
  assert.match(await admin.text('section:has(#given)'), /1\.000/);
  await admin.look('order-given');
}

/** All that is left is taken: the orders are completed, and what they earned may be paid out one day. */
async function receives(visitor, bought) {
  for (const what of Object.keys(makers)) {
    const order = await bought.read(bought[what].id);
    if (order.status === 'completed') continue;
    await visitor.open(`/orders/${order.id}?token=${bought.token}`);
    await done(visitor, 'form[action$="/receipt"] button');
    await visitor.look(`received-${what}`);
  }
}

async function buys(visitor, { pays }, n) {
  await fills(visitor);
  await checksOut(visitor, pays);
  const bought = await ordersOf(visitor);
  await books('it is ordered');
  if (pays === 'card') await paysByCard(visitor, n);
  else await transfers(visitor, bought, n);
  for (const what of Object.keys(makers)) await stands(bought, bought[what], 'placed');
  await books('it is paid');
  await sends(visitor, bought);
  await books('it is sent');
  if (pays === 'card') await complains(visitor, bought, 'wine');
  else await paysBack(visitor, bought);
  await books('a part is paid back');
  await receives(visitor, bought);
  await books('it is completed');
  if (pays !== 'card') return;
  for (const login of Object.values(makers)) await as(login, visitor, connects);
}

/** Cash that a carrier hands on otherwise than it was collected: in a file, and by hand. */
async function handsOn(admin) {
  const { language } = admin.way;
  await admin.open('/office/money');
  await admin.fill('#file-carrier', 'Xe khách Hải Bắc');
  await admin.fill('#file-reference', `BK-${language}`);
  const file = { name: 'bang-ke.csv', mimeType: 'text/csv', buffer: Buffer.from(`Mã vận đơn,Tiền thu hộ\nKHONG-CO-${language},100000\n`) };
  await admin.page.locator('#file').setInputFiles(file);
  await done(admin, 'form[action$="/remittance"] button');
  await admin.look('cash');
  for (let left = await admin.page.locator('form[action*="/remitted/"]').count(); left > 0; left -= 1) {
    await admin.fill('form[action*="/remitted/"] [name=note]', 'Bên xe ghi nhầm, đã trả lại');
    await done(admin, 'form[action*="/remitted/"] button');
  }
  await admin.page.locator('details:has(form[action$="/cash"]) summary').click();
  await tellsByHand(admin, `BK-TAY-${language}`, `TAY-${language}`);
}

/** What a carrier handed on, typed: a row that is none is named, and what was typed is kept. */
async function tellsByHand(visitor, reference, code) {
  await visitor.fill('#carrier', 'Xe khách Hải Bắc');
  await visitor.fill('#reference', reference);
  await visitor.fill('#lines', code);
  assert.equal(await visitor.press('form[action$="/cash"] button'), 422);
  assert.equal(await visitor.page.locator('#reference').inputValue(), reference);
  await visitor.look('by-hand');
  await visitor.fill('#lines', `${code} 65.000`);
  await done(visitor, 'form[action$="/cash"] button');
  assert.match(await visitor.text('.bar:has(p)'), new RegExp(code));
  await visitor.look('told');
}

/** In the morning two books differ; whoever looks into it says what they found. */
async function settlesDifferences(admin) {
  await admin.open('/office/money');
  for (let looks = 0; looks < 60 && !(await admin.has('.sides')); looks += 1) {
    await new Promise((next) => setTimeout(next, 1000));
    await admin.open('/office/money');
  }
  const before = await admin.page.locator('.sides').count();
  assert.ok(before > 0, 'a refund that no line of the bank tells of');
  await admin.look('differ');
  await admin.fill('form[action*="/differences/"] [name=note]', 'Đã hoàn bằng tiền mặt, có biên nhận');
  await done(admin, 'form[action*="/differences/"] button');
  assert.equal(await admin.page.locator('.sides').count(), before - 1);
}

/** Opens an account at Stripe from the page of one's money, fills it in there, and comes back. */
async function connects(maker) {
  const { page } = maker;
  await maker.open('/producer');
  await maker.press('.desk-ways a[href*="/producer/money"]');
  await maker.look('money');
  await done(maker, 'form[action$="/card-account"] button');
  await maker.look('to-stripe');
  await page.locator('main a.more[href*="/onboard/"]').click();
  await page.locator('form button').click();
  await page.waitForURL(/\/producer\/money/);
  await maker.sees('section:has(#card) .bar:not(.note)', 'an account that takes money');
  await maker.look('connected');
}

/** What cards paid goes by Stripe: one prepares it, another confirms it, and Stripe has done it. */
async function paysOutByStripe(admin) {
  await admin.open('/office/payouts');
  await admin.look('due-by-stripe');
  await done(admin, 'form:has([name=rail][value=stripe]) button');
  const batch = admin.path();
  await as('second@demo.test', admin, async (second) => {
    await second.go(batch);
    await second.look('stripe-to-confirm');
    await done(second, 'form[action$="/confirm"] button');
    const moved = async () => (await second.text('main')).match(/tr_\w+/g)?.length ?? 0;
    const rows = await second.page.locator('.rows > li').count();
    for (let looks = 0; looks < 60 && (await moved()) < rows; looks += 1) {
      await new Promise((next) => setTimeout(next, 500));
      await second.go(batch);
    }
    assert.equal(await moved(), rows, 'each payout is a transfer');
    await second.look('stripe-paid-out');
    await second.open('/office/payouts');
    await second.look('batches');
  });
  await books('cards are paid out');
}

/** A batch is prepared by one and confirmed by another, and the bank is said to have paid it. */
async function paysOut(admin) {
  await settlesDifferences(admin);
  await handsOn(admin);
  if (admin.way.language === 'vi') await paysOutByStripe(admin);
  await admin.open('/office/payouts');
  await admin.look('due');
  await done(admin, 'form:has([name=rail][value=bank_file]) button');
  assert.ok(!(await admin.has('form[action$="/confirm"]')), 'nobody confirms what they prepared');
  await admin.look('prepared');
  await done(admin, 'form[action$="/cancel"] button');
  await admin.look('given-up');
  await admin.open('/office/payouts');
  await done(admin, 'form:has([name=rail][value=bank_file]) button');
  const batch = admin.path();
  await books('a batch is prepared');
  await as('second@demo.test', admin, async (second) => {
    await second.go(batch);
    await second.look('to-confirm');
    await done(second, 'form[action$="/confirm"] button');
    await second.look('confirmed');
    const [file] = await Promise.all([second.page.waitForEvent('download'), second.page.locator('a[href$="/file.csv"]').click()]);
    assert.equal(await file.failure(), null);
    if (admin.way.language === 'vi') {
      // It does not arrive: it is in the next batch.
      const failed = second.page.locator('.rows > li').first();
      await failed.locator('summary').click();
      await second.arrive(() => failed.locator('form[action$="/failed"] button').click());
    } else {
      await second.fill('#bank_ref', 'FT26341');
      await done(second, 'form:has(#bank_ref) button');
    }
    await second.look('paid-out');
  });
  await books('it is paid out');
  await as(makers.wine, admin, async (maker) => {
    await maker.open('/producer');
    await maker.press('.desk-ways a[href*="/producer/money"]');
    await maker.look('paid-out');
    await maker.page.locator('details:has(form[action$="/cash"]) summary').click();
    await tellsByHand(maker, `BK-NHA-${admin.way.language}`, `NHA-${admin.way.language}`);
  });
}

export function baskets() {
  for (const [n, way] of walks.entries()) {
    const { script, pays, language, size } = way;
    const said = `${pays === 'card' ? 'all by card' : 'at the door and by transfer'} in ${language} at ${size.width} px ${script ? 'with' : 'without'} a script`;
    test(`sauce, rice and wine are bought ${said}`, () =>
      visit(till, `basket-${pays}`, way, { script }, (visitor) => buys(visitor, way, n)));
  }
  test('the day of payouts comes', () => till.payDay());
  for (const way of [walks[0], walks[3]]) {
    test(`producers are paid out in ${way.language} at ${way.size.width} px`, () =>
      visit(till, 'payouts', way, { login: 'admin@demo.test' }, paysOut));
  }
}
