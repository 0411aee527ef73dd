// Through the checkout without a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tabTo, tour } from '../keys.mjs';
import { stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';

async function buysByKeys(visitor) {
  const { keyboard } = visitor.page;
  const press = (key) => visitor.arrive(() => keyboard.press(key));
  const type = async (selector, text) => {
    await tabTo(visitor.page, selector);
    await keyboard.type(text);
  };
  await visitor.open('');
  // Past the head of the page by its first link.
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  assert.ok(await visitor.page.evaluate(() => document.activeElement.closest('main') !== null), 'the first link leads past the head');
  await visitor.open('');
  await type('#q', 'nuoc mam thu hung');
  await press('Enter');
  await tabTo(visitor.page, '.card a');
  await press('Enter');
  await tour(visitor.page);
  await tabTo(visitor.page, 'form.buy button');
  await press('Enter');
  await tour(visitor.page);
  await tabTo(visitor.page, '.whole a.more');
  await press('Enter');
  await tour(visitor.page);
  await visitor.page.evaluate(() => document.activeElement.blur());
  await type('#name', 'Le Thi Hoa');
  await type('#phone', '0987654321');
  await tabTo(visitor.page, '#province');
  const province = () => visitor.page.locator('#province').inputValue();
  for (let presses = 0; (await province()) !== '42' && presses < 40; presses += 1) await keyboard.press('ArrowDown');
  assert.equal(await province(), '42');
  await type('#commune', 'ky loi');
  await type('#street', 'Ngo 5');
  await tabTo(visitor.page, 'input[name=terms]');
  await keyboard.press('Space');
  await tabTo(visitor.page, '.whole button');
  assert.equal(await press('Enter'), 422);
  await tour(visitor.page);
  await visitor.page.evaluate(() => document.activeElement.blur());
  await tabTo(visitor.page, 'input[name=commune_code]');
  await keyboard.press('Space');
  await keyboard.press('ArrowDown');
  assert.ok(await visitor.page.locator('input[name=commune_code]').nth(1).isChecked());
  await visitor.look('choice');
  await tabTo(visitor.page, '.whole button');
  // The delivery is priced now: a note says so, and nothing is wrong.
  assert.equal(await press('Enter'), 200);
  await tabTo(visitor.page, '.whole button');
  assert.equal(await press('Enter'), 200);
  await tabTo(visitor.page, '.rows a');
  await press('Enter');
  await tour(visitor.page);
}

export function keyboards() {
  for (const way of ways) {
    test(`the keyboard alone leads through the checkout ${way.said}`, () => visit(stage, 'keyboard', way, {}, buysByKeys));
  }
}
