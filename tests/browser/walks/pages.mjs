// Every kind of page, as each person who may see it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { phone } from '../look.mjs';
import { people } from '../people.mjs';
import { stage } from '../stage.mjs';
import { visit, ways } from '../visitor.mjs';
import { walk } from '../walk.mjs';

/** What stands outside of both languages. */
async function outside(visitor) {
  for (const path of ['/', '/vi/', '/en/']) {
    assert.equal(await visitor.go(path), 200, path);
  }
  const read = (path) => visitor.page.evaluate((path) => fetch(path).then((answer) => answer.text()), path);
  assert.match(await read('/robots.txt'), /sitemap/i);
  const [, part] = (await read('/sitemap.xml')).match(/<loc>[^<]*(\/sitemap\/[^<]+)<\/loc>/);
  assert.match(await read(part), /\/vi\/products\//);
}

export function pages() {
  test('what stands outside of both languages is there', () => visit(stage, 'outside', ways[0], {}, outside));
  for (const language of ['vi', 'en']) {
    for (const person of people) {
      const way = { language, size: phone };
      test(`each page that a ${person.name} reaches in ${language} is accessible, light and alone`, () =>
        visit(stage, person.name, way, { login: person.login }, (visitor) => walk(visitor, person)));
    }
  }
}
