// One market and one browser for all walks, and what the walks find when they begin.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Api, guestOrder, product } from './api.mjs';
import { launch } from './browser.mjs';
import { kept, openMarket } from './market.mjs';
import { Visitor, ways } from './visitor.mjs';

// A Monday; the next morning, when half of a producer's time has passed.
const opened = '2026-11-23T09:00:00+07:00';
const later = '2026-11-24T08:00:00+07:00';

export const nobody = { name: 'Trần Thị Bích', phone: '0912 345 678' };

export const stage = {
  async open() {
    await rm(kept, { recursive: true, force: true });
    await mkdir(join(kept, 'html'), { recursive: true });
    [this.market, this.browser] = await Promise.all([openMarket(opened), launch()]);
    this.origin = this.market.origin;
    this.api = new Api(this.origin);
    await this.prepare();
    await this.market.reopen(later);
  },

  /** What happened the day before: for each way an order that nobody answered, and a page left open. */
  async prepare() {
    const salt = await product(this.api, 'muoi bien gio nom');
    this.unanswered = new Map();
    this.left = new Map();
    for (const way of ways) {
      this.unanswered.set(way, await guestOrder(this.api, salt, 1, nobody));
      const official = await Visitor.begin(this, 'lapsed', way, { login: 'province@demo.test' });
      await official.open('/office/collections');
      this.left.set(way, official);
    }
    await this.register();
    const sold = await product(this.api, 'gio bot tham thanh');
    const maker = await this.api.signIn('p32@demo.test');
    await maker.send('POST', `/producer/products/${sold.id}/retire`, {});
    this.retired = sold.slug;
  },

  /** What a province has on its register of those who come to sell: an entry for each way. */
  async register() {
    const head = 'name\tproducer\tentity_type\tstars\tcurrent_commune\tcurrent_province\tdecision_no\tissued\texpires\tissuer';
    const entry = (_, n) =>
      [`Nước mắm Biển Mới ${n + 1}`, `HTX Biển Mới ${n + 1}`, 'hop_tac_xa', 3, 'Xã Thiên Cầm', 'Hà Tĩnh', `31${n}/QĐ-UBND`, '2026-08-05', '2029-08-05', 'UBND tỉnh Hà Tĩnh'].join('\t');
    const file = join(this.market.data, 'register.tsv');
    await writeFile(file, [head, ...ways.map(entry), ''].join('\n'));
    assert.equal(await this.market.brings(file), '');
  },

  async close() {
    await this.browser?.close();
    await this.market?.close();
  },
};
