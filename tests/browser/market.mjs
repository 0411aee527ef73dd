// A market of its own for one run: the demo, in a fresh folder, on a free port.
import { spawn } from 'node:child_process';
import { mkdtemp, open as openFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where a person finds the pictures and the HTML afterwards. */
export const kept = process.env.OCOP_BROWSER_KEPT ?? join(root, 'target/browser');

export const password = 'demo-ocop-2026';

function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/** Starts it, waits until it is open, and hands back its address and how to end it. */
export async function openMarket() {
  const program = process.env.OCOP_MARKET ?? join(root, 'target/debug/ocop-market');
  const data = await mkdtemp(join(tmpdir(), 'ocop-browser-'));
  const port = await freePort();
  const log = await openFile(join(kept, 'market.log'), 'w');
  const server = spawn(program, ['demo', '--port', port, '--data', data], {
    stdio: ['ignore', 'pipe', log.fd],
  });
  const ended = new Promise((done) => server.once('close', done));
  const open = new Promise((told) => {
    let said = '';
    server.stdout.on('data', (text) => (said += text).includes('is open at') && told(true));
  });
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
    await log.close();
    await rm(data, { recursive: true, force: true });
  };
  const late = new Promise((told) => setTimeout(told, 60_000, false).unref());
  if (!(await Promise.race([open, ended.then(() => false), late]))) {
    await close();
    throw new Error(`${program} did not open within a minute`);
  }
  return { origin: `http://localhost:${port}`, close };
}
