// A second market, whose money goes through it: a licence, an account of its own, and cards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { Api } from './api.mjs';
import { freePort, openMarket, root } from './market.mjs';
import { stage } from './stage.mjs';

// A Monday; two weeks later, when what was earned may be paid out.
const opened = '2026-11-23T09:00:00+07:00';
const later = '2026-12-07T09:00:00+07:00';

const secret = 'whsec_of_the_walks';

/** The stand-in for the card company. */
async function standIn(port, hook) {
  const program = process.env.OCOP_FAKE_STRIPE ?? join(root, 'target/debug/fake-stripe');
  const said = ['--listen', `127.0.0.1:${port}`, '--webhook', hook, '--webhook-secret', secret, '--now', opened];
  const server = spawn(program, said, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(server.stdout, 'data');
  return async () => {
    server.kill('SIGINT');
    await once(server, 'close');
  };
}

export const till = {
  async open() {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    this.market = await openMarket(opened, {
      OCOP__PAYMENTS__VIETQR_CUSTODY: 'market',
      OCOP__PAYMENTS__LICENCE: 'GP 01/2026/GP-NHNN (mẫu)',
      OCOP__PAYMENTS__BANK_BIN: '970436',
      OCOP__PAYMENTS__ACCOUNT: '9990000001',
      OCOP__PAYMENTS__ACCOUNT_NAME: 'CHO OCOP',
      OCOP__STRIPE__SECRET_KEY: 'sk_test_of_the_walks',
      OCOP__STRIPE__PUBLISHABLE_KEY: 'pk_test_of_the_walks',
      OCOP__STRIPE__WEBHOOK_SECRET: secret,
      OCOP__STRIPE__URL: url,
      OCOP__STRIPE__SCRIPT: `${url}/v3/`,
    });
    this.leave = await standIn(port, `${this.market.origin}/api/v1/webhooks/stripe`);
    this.origin = this.market.origin;
    this.elsewhere = [url];
    this.api = new Api(this.origin);
    this.browser = stage.browser;
  },

  payDay() {
    return this.market.reopen(later);
  },

  async close() {
    await this.market?.close();
    await this.leave?.();
  },
};
