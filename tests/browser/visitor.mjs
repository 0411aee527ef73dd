// Somebody at a browser who goes from page to page, each of them looked at as it comes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { kept } from './market.mjs';
import { look, overweight, phone, wide } from './look.mjs';
import { signIn } from './people.mjs';
import { headerFaults, watch } from './watch.mjs';

/** Each walk is gone in both languages, on a telephone and on a desk. */
export const ways = ['vi', 'en'].flatMap((language) =>
  [phone, wide].map((size) => ({ language, size, said: `in ${language} at ${size.width} px` })),
);

const locales = { vi: 'vi-VN', en: 'en-GB' };

/** An answer that brings a page: no way to another address, and no piece that a script asks for while one types. */
function isPage(answer) {
  const request = answer.request();
  const asked = request.isNavigationRequest() || ['fetch', 'xhr'].includes(request.resourceType());
  const { pathname } = new URL(request.url());
  return asked && !/\/(suggestions|communes)$/.test(pathname) && !(answer.status() >= 300 && answer.status() < 400);
}

export class Visitor {
  /** `way` is one of the ways; `script` says whether the browser runs scripts. */
  static async begin(stage, walk, way, { login, script = true } = {}) {
    const context = await stage.browser.newContext({ viewport: way.size, javaScriptEnabled: script, locale: locales[way.language] });
    const visitor = new Visitor();
    Object.assign(visitor, { stage, way, walk, context, script, faults: [] });
    watch(context, [stage.origin, ...(stage.elsewhere ?? [])], (fault) => visitor.faults.push(fault));
    visitor.page = await context.newPage();
    if (login) await signIn(visitor, login);
    return visitor;
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  /** Opens a page behind the language. */
  open(path) {
    return this.go(`/${this.way.language}${path}`);
  }

  go(path) {
    return this.arrive(() => this.page.goto(this.stage.origin + path, { waitUntil: 'commit' }));
  }

  /** Presses what leads to another page. */
  press(selector) {
    return this.arrive(() => this.page.locator(selector).first().click());
  }

  /** Does what brings the next page, or its main part by a script, and waits until it is there; answers with its status. */
  async arrive(act) {
    await this.page.evaluate(() => document.querySelector('#main')?.setAttribute('data-left', ''));
    const [answer] = await Promise.all([this.page.waitForEvent('response', isPage), act()]);
    await this.page.waitForLoadState('load');
    await this.page.locator('html:not(:has(#main[data-left]))').waitFor({ state: 'attached' });
    if ((await answer.headerValue('content-type'))?.startsWith('text/html')) await this.check(answer);
    return answer.status();
  }

  /** What holds of a page as it is sent. */
  async check(answer) {
    const body = await answer.body();
    const named = createHash('sha256').update(body).digest('hex').slice(0, 16);
    await writeFile(join(kept, 'html', `${named}.html`), body);
    const faults = [...(await headerFaults(answer)), ...(await overweight(this.page, answer))];
    this.faults.push(...faults.map((fault) => `${new URL(answer.url()).pathname}: ${fault}`));
  }

  /** Looks closely at where it stands. */
  async look(name) {
    if (!this.script) return;
    this.faults.push(...(await look(this.page, `${this.walk}.${this.way.language}.${name}`)));
  }

  fill(selector, text) {
    return this.page.locator(selector).first().fill(text);
  }

  text(selector) {
    return this.page.locator(selector).first().innerText();
  }

  has(selector) {
    return this.page.locator(selector).count().then((count) => count > 0);
  }

  async sees(selector, why = selector) {
    assert.ok(await this.has(selector), `${this.path()} shows ${why}`);
  }

  /** Goes a walk and leaves; whatever is wrong on the way fails it. */
  async tell(told) {
    const { page, walk, way, faults } = this;
    try {
      await told(this);
      assert.deepEqual(faults, []);
    } catch (failed) {
      await page.screenshot({ path: join(kept, `failed.${walk}.${way.language}.${way.size.width}.png`), fullPage: true }).catch(() => {});
      failed.message += `\nat ${page.url()}\n${faults.join('\n')}`;
      throw failed;
    } finally {
      await this.context.close();
    }
  }
}

/** Tells a walk: whoever goes it finds no fault on the way. */
export async function visit(stage, walk, way, options, told) {
  const visitor = await Visitor.begin(stage, walk, way, options);
  await visitor.tell(told);
}
