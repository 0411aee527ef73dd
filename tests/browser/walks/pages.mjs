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
  for (const path of ['/', '/vi/', '/en/', '/robots.txt', '/sitemap.xml']) {
    assert.equal(await visitor.go(path), 200, path);
  }
  const index = await (await fetch(`${stage.origin}/sitemap.xml`)).text();
  const [, part] = index.match(/<loc>[^<]*(\/sitemap\/[^<]+)<\/loc>/);
  assert.equal(await visitor.go(part), 200, part);
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
