// A stand-in of this file's own, with somebody who takes its webhooks.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { after } from "node:test";
import Stripe from "stripe";

export const SECRET = "whsec_of_the_tests";

async function receiver() {
  const got = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      got.push({ body: Buffer.concat(parts), signature: request.headers["stripe-signature"] });
      response.writeHead(200).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { got, server, url: `http://127.0.0.1:${server.address().port}/hook` };
}

export async function fake() {
  const hook = await receiver();
  const args = ["--listen", "127.0.0.1:0", "--webhook", hook.url, "--webhook-secret", SECRET];
  const program = spawn(process.env.FAKE_STRIPE, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(program.stdout), "line");
  const url = new URL(line.split(" ").at(-1));
  after(() => {
    program.kill();
    hook.server.close();
  });
  const desk = (path, body) =>
    fetch(new URL(`/_fake/${path}`, url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const options = { host: url.hostname, port: url.port, protocol: "http", maxNetworkRetries: 0, telemetry: false };
  return { url, desk, hooks: hook.got, stripe: new Stripe("sk_test_fake", options) };
}

export async function soon(look) {
  for (let tries = 0; tries < 200; tries += 1) {
    const seen = look();
    if (seen) return seen;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error("it did not come true within 5 s");
}
