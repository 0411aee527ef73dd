// Every walk in a browser, and then every page.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { htmlErrors } from './html.mjs';
import { kept } from './market.mjs';
import { unvisited } from './routes.mjs';
import { stage } from './stage.mjs';
import { till } from './till.mjs';
import { accounts } from './walks/account.mjs';
import { baskets } from './walks/basket.mjs';
import { beginnings } from './walks/begin.mjs';
import { telephone } from './walks/call.mjs';
import { days } from './walks/day.mjs';
import { keyboards } from './walks/keyboard.mjs';
import { offices } from './walks/office.mjs';
import { pages } from './walks/pages.mjs';
import { problems } from './walks/problem.mjs';
import { purchases } from './walks/purchase.mjs';
import { decisions } from './walks/review.mjs';
import { shops } from './walks/shop.mjs';
import { transfers } from './walks/transfer.mjs';
import { troubles } from './walks/trouble.mjs';
import { asked } from './watch.mjs';

const together = { concurrency: 3 };

before(() => stage.open());
after(() => stage.close());

describe('buyers', together, () => {
  purchases();
  transfers();
  keyboards();
  accounts();
});
describe('producers', together, () => {
  beginnings();
  shops();
  days();
  problems();
});
describe('trouble', together, troubles);
describe('officials', () => {
  telephone();
  decisions();
});
describe('the office', together, offices);
describe('money', () => {
  before(() => till.open());
  after(() => till.close());
  baskets();
});
describe('every page', together, pages);

test('each route of the shop was asked for', async () => {
  assert.deepEqual(await unvisited(asked), []);
});

test('no page that was seen has an HTML error', async () => {
  assert.deepEqual(await htmlErrors(join(kept, 'html')), []);
});
