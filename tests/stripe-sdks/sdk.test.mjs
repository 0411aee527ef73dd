// Stripe's own SDK for node drives the stand-in and checks its signatures.
import assert from "node:assert/strict";
import { test } from "node:test";
import Stripe from "stripe";
import { fake, SECRET, soon } from "./fake.mjs";

const { stripe, desk, hooks, url } = await fake();
const paid = (amount, more = {}, options = {}) =>
  stripe.paymentIntents.create({ amount, currency: "vnd", payment_method: "pm_card_visa", confirm: true, ...more }, options);
const failure = async (promise, what = "it") => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: `${what} did not fail` });
};

test("a card pays, and what it paid can be opened, listed and paged", async () => {
  const intent = await paid(125000, { transfer_group: "checkout", metadata: { payment: "one" } });
  assert.equal(intent.status, "succeeded");
  const read = await stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge.balance_transaction"] });
  assert.equal(read.latest_charge.balance_transaction.net, 125000);
  assert.equal(read.metadata.payment, "one");
  await paid(1000);
  await paid(2000);
  const all = [];
  for await (const each of stripe.paymentIntents.list({ limit: 1 })) all.push(each.amount);
  assert.deepEqual(all.slice(0, 3), [2000, 1000, 125000]);
});

test("a decline says why, and another card pays", async () => {
  const intent = await stripe.paymentIntents.create({ amount: 5000, currency: "vnd" });
  const error = await failure(stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_chargeDeclinedInsufficientFunds" }));
  assert.ok(error instanceof Stripe.errors.StripeCardError);
  assert.equal(error.decline_code, "insufficient_funds");
  const now = await stripe.paymentIntents.retrieve(intent.id);
  assert.equal(now.status, "requires_payment_method");
  assert.equal(now.last_payment_error.code, "card_declined");
  const again = await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
  assert.equal(again.status, "succeeded");
});

test("a bank that asks first is asked on a page", async () => {
  const intent = await stripe.paymentIntents.create({
    amount: 7000, currency: "vnd", payment_method: "pm_card_authenticationRequired", confirm: true, return_url: "https://example.vn/back",
  });
  assert.equal(intent.status, "requires_action");
  const page = intent.next_action.redirect_to_url.url;
  const answer = await fetch(page, { method: "POST", body: new URLSearchParams({ agreed: "true" }), redirect: "manual" });
  assert.equal(answer.headers.get("location"), `https://example.vn/back?payment_intent=${intent.id}`);
  assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, "succeeded");
});

test("an authorisation is captured in part, or cancelled", async () => {
  const intent = await paid(9000, { capture_method: "manual" });
  assert.equal(intent.status, "requires_capture");
  const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 4000 });
  assert.equal(captured.amount_received, 4000);
  const other = await paid(9000, { capture_method: "manual" });
  assert.equal((await stripe.paymentIntents.cancel(other.id)).status, "canceled");
  assert.equal((await failure(stripe.paymentIntents.cancel(captured.id))).code, "payment_intent_unexpected_state");
});

test("what is refunded is at most what was captured", async () => {
  const intent = await paid(10000);
  await stripe.refunds.create({ payment_intent: intent.id, amount: 6000 });
  const error = await failure(stripe.refunds.create({ payment_intent: intent.id, amount: 4001 }));
  assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
  await stripe.refunds.create({ payment_intent: intent.id });
  assert.equal((await failure(stripe.refunds.create({ payment_intent: intent.id }))).code, "charge_already_refunded");
});

test("a key's answer is kept: also a 500, never for other parameters, never twice at once", async () => {
  const options = { idempotencyKey: "key-1" };
  const first = await paid(3000, {}, options);
  const second = await paid(3000, {}, options);
  assert.equal(first.id, second.id);
  assert.equal(second.lastResponse.headers["idempotent-replayed"], "true");
  const other = await failure(paid(3001, {}, options));
  assert.ok(other instanceof Stripe.errors.StripeIdempotencyError);
  assert.equal(other.statusCode, 400);
  await desk("faults", { on: "POST /v1/payment_intents", manner: "error_500", times: 1 });
  assert.equal((await failure(paid(1, {}, { idempotencyKey: "key-2" }))).statusCode, 500);
  assert.equal((await failure(paid(1, {}, { idempotencyKey: "key-2" }))).statusCode, 500);
  await desk("faults", { on: "POST /v1/payment_intents", manner: "delay", ms: 400, times: 1 });
  const slow = paid(4000, {}, { idempotencyKey: "key-3" });
  await new Promise((done) => setTimeout(done, 100));
  const twin = await failure(paid(4000, {}, { idempotencyKey: "key-3" }));
  assert.equal(twin.statusCode, 409);
  assert.equal((await slow).status, "succeeded");
});

test("faults are faults: cut before and after, too many, a proxy's page, half an answer", async () => {
  const amounts = async () => (await stripe.charges.list({ limit: 100 })).data.map((charge) => charge.amount);
  for (const [amount, manner, done] of [[11, "cut_before", false], [12, "cut_after", true], [13, "too_many", false], [14, "html_502", true], [15, "truncated", true], [16, "error_500_after", true]]) {
    // The SDK tries a cut connection once more of its own.
    await desk("faults", { on: "POST /v1/payment_intents", manner, times: manner.startsWith("cut") ? 2 : 1 });
    const error = await failure(paid(amount), manner);
    assert.ok(error instanceof Stripe.errors.StripeError, `${manner}: ${error}`);
    assert.equal((await amounts()).includes(amount), done, manner);
  }
});

test("a producer is connected, gets at most what there is, and gives back at most what it got", async () => {
  const account = await stripe.accounts.create({ type: "express", country: "VN", email: "hoa@example.vn" });
  const charge = (await paid(50000)).latest_charge;
  const share = { amount: 30000, currency: "vnd", destination: account.id, transfer_group: "checkout-2" };
  assert.equal((await failure(stripe.transfers.create(share))).code, "insufficient_capabilities_for_transfer");
  const link = await stripe.accountLinks.create({ account: account.id, type: "account_onboarding", return_url: "https://example.vn/r", refresh_url: "https://example.vn/f" });
  const filled = await fetch(link.url, { method: "POST", redirect: "manual" });
  assert.equal(filled.headers.get("location"), "https://example.vn/r");
  const transfer = await stripe.transfers.create({ ...share, source_transaction: charge });
  assert.equal((await failure(stripe.transfers.create({ ...share, source_transaction: charge }))).code, "balance_insufficient");
  assert.equal((await failure(stripe.transfers.create({ ...share, amount: 900000000 }))).code, "balance_insufficient");
  await stripe.transfers.createReversal(transfer.id, { amount: 10000 });
  assert.equal((await failure(stripe.transfers.createReversal(transfer.id, { amount: 20001 }))).code, "amount_too_large");
  const held = await stripe.balance.retrieve({}, { stripeAccount: account.id });
  assert.equal(held.available[0].amount, 20000);
  await desk(`accounts/${account.id}/drain`, {});
  assert.equal((await failure(stripe.transfers.createReversal(transfer.id, { amount: 1 }))).code, "balance_insufficient");
  const listed = await stripe.transfers.list({ transfer_group: "checkout-2" });
  assert.deepEqual([listed.data.length, listed.data[0].amount_reversed], [1, 10000]);
});

test("a dispute takes the money, and what is won comes back", async () => {
  const intent = await paid(8000, { payment_method: "pm_card_createDispute" });
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
  assert.equal(dispute.status, "needs_response");
  const sum = async () => {
    let total = 0;
    for await (const line of stripe.balanceTransactions.list({ source: dispute.id })) total += line.net;
    return total;
  };
  assert.equal(await sum(), -8000);
  await desk(`disputes/${dispute.id}/close`, { won: true });
  assert.equal(await sum(), 0);
});

test("a payout leaves for the platform's bank, at most what there is, and may come back", async () => {
  await paid(20000);
  assert.equal((await failure(stripe.payouts.create({ amount: 900000000, currency: "vnd" }))).code, "balance_insufficient");
  const payout = await stripe.payouts.create({ amount: 15000, currency: "vnd" });
  const lines = async () => (await stripe.balanceTransactions.list({ source: payout.id })).data.map((line) => [line.type, line.amount]);
  assert.deepEqual(await lines(), [["payout", -15000]]);
  await desk(`payouts/${payout.id}/fail`, {});
  assert.deepEqual(await lines(), [["payout_failure", 15000], ["payout", -15000]]);
  assert.equal((await stripe.payouts.retrieve(payout.id)).failure_code, "account_closed");
});

test("each event comes signed, and a changed body, another secret or an old one is found out", async () => {
  const intent = await paid(6543);
  const hook = await soon(() => hooks.find((each) => {
    const event = JSON.parse(each.body);
    return event.type === "payment_intent.succeeded" && event.data.object.id === intent.id;
  }));
  const event = stripe.webhooks.constructEvent(hook.body, hook.signature, SECRET);
  assert.equal(event.data.object.amount_received, 6543);
  assert.equal((await stripe.events.retrieve(event.id)).type, event.type);
  const wrong = () => new assert.AssertionError({ message: "it was taken" });
  for (const [body, secret, at] of [[`${hook.body} `, SECRET, Date.now()], [hook.body, "whsec_other", Date.now()], [hook.body, SECRET, Date.now() + 301_000]]) {
    assert.throws(() => {
      stripe.webhooks.constructEvent(body, hook.signature, secret, 300, undefined, at);
      throw wrong();
    }, Stripe.errors.StripeSignatureVerificationError);
  }
});

test("a browser pays with its secret, and with no other", async () => {
  const intent = await stripe.paymentIntents.create({ amount: 2500, currency: "vnd" });
  const confirm = (secret) => fetch(new URL(`/v1/payment_intents/${intent.id}/confirm`, url), {
    method: "POST",
    body: new URLSearchParams({ key: "pk_test_fake", client_secret: secret, "payment_method_data[type]": "card", "payment_method_data[card][number]": "4242 4242 4242 4242" }),
  });
  assert.equal((await confirm("pi_other_secret")).status, 400);
  assert.equal((await confirm(intent.client_secret)).status, 200);
  const refunded = await fetch(new URL("/v1/refunds", url), { method: "POST", body: new URLSearchParams({ key: "pk_test_fake", payment_intent: intent.id }) });
  assert.equal(refunded.status, 401);
});
