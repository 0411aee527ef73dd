// Going by the keyboard alone: where the focus is, whether it is seen, and where it goes.
import assert from 'node:assert/strict';

/** What has the focus, and what is wrong with how it is seen; nothing where nothing has it. */
function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    window.stops ??= new WeakMap();
    if (!window.stops.has(one)) window.stops.set(one, (window.count = (window.count ?? 0) + 1));
    const said = one.outerHTML.slice(0, 100);
    const style = getComputedStyle(one);
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    const faults = [];
    if (style.outlineStyle === 'none' || (style.outlineStyle !== 'auto' && parseFloat(style.outlineWidth) < 2)) {
      faults.push(`${said} has the focus and does not show it`);
    }
    const above = document.elementFromPoint(x, y);
    const seen = above && (one.contains(above) || above.contains(one) || one.labels?.[0]?.contains(above));
    if (!seen) faults.push(`${said} has the focus and is covered or out of sight`);
    return { stop: window.stops.get(one), said, faults };
  });
}

/** Alt and a key, as a keyboard sends them: with the character that the key would write. */
export async function accessKey(page, key) {
  const keyboard = await page.context().newCDPSession(page);
  const pressed = { modifiers: 1, key, code: `Key${key.toUpperCase()}`, windowsVirtualKeyCode: key.toUpperCase().charCodeAt() };
  await keyboard.send('Input.dispatchKeyEvent', { ...pressed, type: 'keyDown', text: key, unmodifiedText: key });
  await keyboard.send('Input.dispatchKeyEvent', { ...pressed, type: 'keyUp' });
  await keyboard.detach();
}

/** Steps on until what a selector names has the focus; each step on the way is seen. */
export async function tabTo(page, selector) {
  for (let steps = 0; steps < 200; steps += 1) {
    await page.keyboard.press('Tab');
    const here = await focused(page);
    if (!here) continue;
    assert.deepEqual(here.faults, []);
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} is not reached by Tab`);
}

/** What Tab should stop at, as the page is written: of a group of choices the one that is chosen. */
function expected(page) {
  return page.evaluate(() => {
    const groups = new Set();
    const all = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]');
    return [...all]
      .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }))
      .filter((one) => {
        if (one.type !== 'radio') return true;
        const chosen = document.querySelector(`input[name="${one.name}"]:checked`);
        if (chosen) return chosen === one;
        return !groups.has(one.name) && groups.add(one.name);
      })
      .map((one) => one.outerHTML.slice(0, 100));
  });
}

/** Goes round the whole page: every stop once, in the order of the page, and out again. */
export async function tour(page) {
  const stops = await expected(page);
  await page.evaluate(() => document.activeElement.blur());
  const seen = [];
  for (let first; seen.length <= stops.length; ) {
    await page.keyboard.press('Tab');
    const here = await focused(page);
    if (!here || here.stop === first) break;
    first ??= here.stop;
    assert.deepEqual(here.faults, []);
    seen.push(here.said);
  }
  assert.deepEqual(seen, stops);
}
