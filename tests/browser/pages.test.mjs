// Every kind of page, as each person who may see it, in both languages, on a phone and on a desk.
import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch } from './browser.mjs';
import { htmlErrors } from './html.mjs';
import { kept, openMarket } from './market.mjs';
import { people } from './people.mjs';
import { walk } from './walk.mjs';

let market;
let browser;

before(async () => {
  await rm(kept, { recursive: true, force: true });
  await mkdir(join(kept, 'html'), { recursive: true });
  market = await openMarket();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await market?.close();
});

for (const language of ['vi', 'en']) {
  for (const person of people) {
    test(`each page that a ${person.name} reaches in ${language} is accessible, light and alone`, async () => {
      assert.deepEqual(await walk(browser, market.origin, person, language), []);
    });
  }
}

test('no page that was seen has an HTML error', async () => {
  assert.deepEqual(await htmlErrors(join(kept, 'html')), []);
});
