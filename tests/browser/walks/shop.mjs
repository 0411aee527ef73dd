// What a producer looks after besides the orders: people, delivery, papers, certificates, a face.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { letter } from '../letters.mjs';
import { kept } from '../market.mjs';
import { stage } from '../stage.mjs';
import { visit, Visitor, ways } from '../visitor.mjs';

/** Whose shop it is on which way. */
const owners = ['p27', 'p28', 'p30', 'p31'].map((name) => `${name}@demo.test`);

const paper = { name: 'giay.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 giấy') };

async function done(visitor, selector) {
  assert.equal(await visitor.press(selector), 200, selector);
}

const to = (visitor, page) => visitor.press(`.desk-ways a[href*="/producer/${page}"]`);

/** A picture that was taken of a page: as good as one of a camera. */
async function picture(visitor, name) {
  const { language, size } = visitor.way;
  const buffer = await readFile(join(kept, `${visitor.walk}.${language}.${name}.${size.width}.light.png`));
  return { name: 'anh.png', mimeType: 'image/png', buffer };
}

/** Presses what brings a file to keep. */
async function keeps(visitor, selector) {
  const [file] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.locator(selector).first().click()]);
  assert.equal(await file.failure(), null);
  return readFile(await file.path());
}

async function people(visitor, n) {
  const email = `dong-goi${n}@example.vn`;
  await to(visitor, 'members');
  await visitor.look('members');
  await visitor.fill('form[action$="/invite"] [name=login]', email);
  await visitor.page.locator('#role').selectOption('packer');
  await done(visitor, 'form[action$="/invite"] button');
  await visitor.look('invited');
  const code = await letter(join(stage.market.data, 'mail'), email, /(\d{4} ?\d{4})/);
  const packer = await Visitor.begin(stage, 'shop-joins', visitor.way);
  await packer.tell(async (packer) => {
    await packer.open('/invitation');
    await packer.fill('#login', email);
    await packer.fill('#code', code);
    await packer.fill('#name', 'Hoàng Thị Sen');
    await packer.look('joining');
    await packer.press('form[action$="/invitation"] button');
    assert.match(packer.path(), /\/producer$/);
    await packer.look('joined');
  });
  await to(visitor, 'members');
  const sen = visitor.page.locator('.case', { hasText: 'Hoàng Thị Sen' });
  await sen.locator('select').selectOption('editor');
  await visitor.arrive(() => sen.locator('form[action$="/role"] button').click());
  await visitor.arrive(() => sen.locator('form[action$="/remove"] button').click());
  assert.equal(await sen.count(), 0);
}

async function delivery(visitor) {
  await to(visitor, 'delivery');
  await visitor.look('delivery');
  await visitor.page.locator('input[name=where][value=some]').check();
  await visitor.page.locator('details:has(.ticks) summary').click();
  await visitor.page.locator('input[name=zone][value="42"]').check();
  await done(visitor, 'form[action$="/zones"] button');
  await visitor.fill('#commune-up_to_g', '2000');
  await visitor.fill('#commune-price', 'mười nghìn');
  assert.equal(await visitor.press('form[action$="/rates"] button'), 422);
  assert.equal(await visitor.page.locator('#commune-price').inputValue(), 'mười nghìn', 'what was typed is kept');
  await visitor.look('no-rate');
  for (const [field, value] of [['up_to_g', '2000'], ['price', '10000'], ['each_further_kg', '5000'], ['days_min', '1'], ['days_max', '2']]) {
    await visitor.fill(`#commune-${field}`, value);
  }
  await done(visitor, 'form[action$="/rates"] button');
  await visitor.page.locator('#province').selectOption('42');
  await visitor.fill('#commune', 'thien cam');
  await visitor.fill('#street', 'Chợ Hội');
  await visitor.fill('#phone', '0912000123');
  await done(visitor, 'form[action$="/pickup"] button');
  await visitor.look('own-way');
  await done(visitor, 'form[action$="/pickup-remove"] button');
  await visitor.page.locator('input[name=where][value=everywhere]').check();
  await done(visitor, 'form[action$="/zones"] button');
}

async function papers(visitor, n) {
  await to(visitor, 'papers');
  assert.equal(await visitor.press('form[action$="/papers"] button'), 422);
  await visitor.look('no-paper');
  await visitor.fill('#number', `07-${n}/ATTP`);
  await visitor.fill('#issued_on', '2026-10-01');
  await visitor.page.locator('#file').setInputFiles(paper);
  await done(visitor, 'form[action$="/papers"] button');
  await visitor.look('paper');
  assert.deepEqual(await keeps(visitor, `.rows li:has-text("07-${n}/ATTP") a`), paper.buffer);
}

/** What no register holds: told, waited for, and verified against its decision. */
async function certificate(visitor, n) {
  await to(visitor, 'certificates');
  await visitor.page.locator('main > details summary').click();
  await visitor.page.locator('#stars').selectOption('4');
  await visitor.fill('#decision_no', `77-${n}/QĐ-UBND`);
  await visitor.fill('#issuer', 'UBND tỉnh Hà Tĩnh');
  await visitor.fill('#issued_on', '31/02/2026');
  assert.equal(await visitor.press('form[action$="/certificates"] button'), 422);
  await visitor.look('no-certificate');
  await visitor.fill('#issued_on', '05/08/2026');
  await done(visitor, 'form[action$="/certificates"] button');
  const told = visitor.page.locator('.case', { hasText: 'UBND tỉnh Hà Tĩnh' }).filter({ has: visitor.page.locator('form[action$="/scan"]') });
  await told.last().locator('input[type=file]').setInputFiles(paper);
  await visitor.arrive(() => told.last().locator('form[action$="/scan"] button').click());
  await visitor.look('told');
  assert.deepEqual(await keeps(visitor, 'a[href*="/scan?"]'), paper.buffer);
  const official = await Visitor.begin(stage, 'shop-official', visitor.way, { login: 'province@demo.test' });
  const name = await visitor.text('.desk-ways b');
  await official.tell((official) => verifies(official, name, `77-${n}/QĐ-UBND`));
  await to(visitor, 'certificates');
  await visitor.look('verified');
}

async function verifies(official, name, number) {
  await official.open('/office/reviews?kind=certificate');
  await official.arrive(() => official.page.locator('.rows a', { hasText: name }).first().click());
  await official.look('claimed');
  await official.press('a[href*="/office/certificates/"]:not([href$="/scan"])');
  assert.deepEqual(await keeps(official, 'a[href$="/scan"]'), paper.buffer);
  await official.page.locator('details:has(#file) summary').click();
  await official.page.locator('#file').setInputFiles(paper);
  await done(official, 'form[action$="/scan"] button');
  await official.fill('#decision_no', number);
  await official.fill('#issued_on', '2026-08-05');
  await official.fill('#expires_on', '2029-08-05');
  await official.fill('#stars', '4');
  await done(official, 'form[action$="/verify"] button');
  await official.look('verified');
}

/** A face: taken, looked at by an official, and seen by buyers. */
async function face(visitor) {
  await to(visitor, 'settings');
  assert.equal(await visitor.press('form[action$="/portrait"] button'), 422);
  await visitor.look('no-face');
  await visitor.page.locator('#image').setInputFiles(await picture(visitor, 'no-face'));
  await done(visitor, 'form[action$="/portrait"] button');
  await visitor.look('face-waits');
  const name = await visitor.text('.desk-ways b');
  const official = await Visitor.begin(stage, 'shop-face', visitor.way, { login: 'province@demo.test' });
  await official.tell(async (official) => {
    await official.open('/office/reviews?kind=portrait');
    await official.arrive(() => official.page.locator('.rows a', { hasText: name }).first().click());
    await official.look('face');
    await official.press('button[value=approved]');
  });
  await to(visitor, 'settings');
  assert.equal(await visitor.page.locator('.faces li').count(), 1, 'it waits no longer');
  await visitor.look('face-shown');
}

async function money(visitor) {
  await to(visitor, 'sales');
  await visitor.look('sales');
  assert.ok((await keeps(visitor, 'a[href*="/sales.csv"]')).length > 10);
  await to(visitor, 'money');
  await visitor.fill('#price', '65.000');
  await done(visitor, 'form:has(#price) button');
  await visitor.look('money');
  assert.ok((await keeps(visitor, 'a[href*="/statement.xlsx"]')).length > 1000);
}

async function looksAfter(visitor) {
  const n = ways.indexOf(visitor.way) + 1;
  await visitor.open('/producer');
  await people(visitor, n);
  await delivery(visitor);
  await papers(visitor, n);
  await certificate(visitor, n);
  await face(visitor);
  await money(visitor);
}

/** A listing whose pictures change places, which is handed in, taken back and ended. */
async function changesItsMind(visitor) {
  const maker = await stage.api.signIn(owners[ways.indexOf(visitor.way)]);
  const { id } = await maker.send('POST', '/producer/products', {
    name: `Mắm nêm nhà làm ${ways.indexOf(visitor.way) + 1}`,
    set: 9,
    description: 'Cá nục, muối biển.',
    facts: { origin: 'Hà Tĩnh', ingredients: 'Cá nục, muối', storage: 'Nơi khô mát' },
    variants: [{ sku: `MN-${ways.indexOf(visitor.way)}`, name: 'Hũ 300 ml', net: { amount: 300, unit: 'ml' }, weight_g: 500, price: { amount: 45_000, currency: 'VND' } }],
  });
  await visitor.open(`/producer/products/${id}`);
  await visitor.look('whole');
  await visitor.press('a[href$="/edit/pictures"]');
  for (const one of ['whole', 'pictures']) {
    await visitor.look('pictures');
    await visitor.page.locator('#image').setInputFiles(await picture(visitor, one));
    await done(visitor, 'form[action$="/add"] button');
  }
  const order = () => visitor.page.locator('.shots img').evaluateAll((all) => all.map((one) => one.src));
  const before = await order();
  await done(visitor, 'button[value=down]');
  assert.deepEqual(await order(), before.toReversed());
  await visitor.look('turned');
  await done(visitor, 'button[value=remove]');
  assert.equal((await order()).length, 1);
  await visitor.press('main p > a.more');
  await done(visitor, 'form[action$="/submit"] button');
  await visitor.look('waits');
  for (const step of ['withdraw', 'retire']) {
    await visitor.page.locator(`details:has(form[action$="/${step}"]) summary`).click();
    await visitor.look(`before-${step}`);
    await done(visitor, `form[action$="/${step}"] button`);
  }
  assert.match(visitor.path(), /\/producer\/products$/);
}

export function shops() {
  for (const [at, way] of ways.entries()) {
    const login = owners[at];
    test(`a producer looks after the shop ${way.said}`, () => visit(stage, 'shop', way, { login }, looksAfter));
    test(`a listing is handed in, taken back and ended ${way.said}`, () => visit(stage, 'turn', way, { login }, changesItsMind));
  }
}
