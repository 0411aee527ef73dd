// A market of its own for one run: the demo, in a fresh folder, on a free port, by a clock of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, open as openFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where a person finds the pictures and the HTML afterwards. */
export const kept = process.env.OCOP_BROWSER_KEPT ?? join(root, 'target/browser');

export const password = 'demo-ocop-2026';

export function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

const program = process.env.OCOP_MARKET ?? join(root, 'target/debug/ocop-market');

/** The market's program on a folder, open from a moment on. */
async function run(data, port, now, settings) {
  const log = await openFile(join(kept, 'market.log'), 'a');
  const server = spawn(program, ['demo', '--port', port, '--data', data, '--now', now], {
    stdio: ['ignore', 'pipe', log.fd],
    env: { ...process.env, ...settings },
  });
  const ended = new Promise((done) => server.once('close', done));
  const open = new Promise((told) => {
    let said = '';
    server.stdout.on('data', (text) => (said += text).includes('is open at') && told(true));
  });
  const end = async () => {
    server.kill('SIGTERM');
    await ended;
    await log.close();
  };
  const late = new Promise((told) => setTimeout(told, 120_000, false).unref());
  if (!(await Promise.race([open, ended.then(() => false), late]))) {
    await end();
    throw new Error(`${program} did not open within two minutes`);
  }
  return end;
}

/** What another command of the program says of a folder where it fails; nothing where it does not. */
function command(data, said) {
  const env = { ...process.env, OCOP__DATA__DIR: data };
  const other = spawn(program, said, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let heard = '';
  for (const out of [other.stdout, other.stderr]) out.on('data', (text) => (heard += text));
  return new Promise((told) => other.once('close', (code) => told(code === 0 ? '' : `${code}: ${heard}`)));
}

/**
 * Opens it, with settings as the environment names them; `reopen` lets another time come, `close` ends it and
 * takes its folder away.
 */
export async function openMarket(now, settings = {}) {
  const data = await mkdtemp(join(tmpdir(), 'ocop-browser-'));
  const port = await freePort();
  let end = await run(data, port, now, settings);
  return {
    origin: `http://localhost:${port}`,
    data,
    async reopen(later) {
      await end();
      end = await run(data, port, later, settings);
    },
    books: () => command(data, ['ledger', 'verify']),
    brings: (registry) => command(data, ['import', 'registry', registry]),
    async close() {
      await end();
      await rm(data, { recursive: true, force: true });
    },
  };
}
