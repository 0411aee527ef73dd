"""Stripe's own SDK for Python drives the stand-in, and somebody else's stand-in beside it."""

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

import stripe

SECRET = "whsec_of_the_tests"
KEY = "sk_test_12345"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not come up within 10 s")


class Buying:
    """What both stand-ins must answer alike."""

    def method(self, number):
        card = {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}
        return self.stripe.v1.payment_methods.create({"type": "card", "card": card}).id

    def pay(self, amount, number="4242424242424242"):
        asked = {"amount": amount, "currency": "vnd", "payment_method": self.method(number)}
        return self.stripe.v1.payment_intents.confirm(self.stripe.v1.payment_intents.create(asked).id)

    def test_a_card_pays(self):
        intent = self.pay(125000)
        self.assertEqual((intent.status, intent.amount, intent.currency), ("succeeded", 125000, "vnd"))
        read = self.stripe.v1.payment_intents.retrieve(intent.id)
        self.assertEqual(read.status, "succeeded")

    def test_a_charge_is_refunded_in_part(self):
        intent = self.pay(10000)
        refund = self.stripe.v1.refunds.create({"payment_intent": intent.id, "amount": 4000})
        self.assertEqual((refund.amount, refund.status), (4000, "succeeded"))

    def test_a_card_is_declined(self):
        with self.assertRaises(stripe.CardError) as raised:
            self.pay(5000, "4000000000000341")
        self.assertEqual(raised.exception.code, "card_declined")
        self.assertEqual(raised.exception.http_status, 402)


class Localstripe(Buying, unittest.TestCase):
    """Somebody else's: the scenarios are not made to fit ours alone."""

    @classmethod
    def setUpClass(cls):
        port = free_port()
        command = [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"]
        cls.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(port)
        cls.stripe = stripe.StripeClient(KEY, base_addresses={"api": f"http://127.0.0.1:{port}"}, max_network_retries=0)

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait()


class Fake(Buying, unittest.TestCase):
    """Ours."""

    @classmethod
    def setUpClass(cls):
        cls.hooks = hooks = []

        class Taker(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                hooks.append((body, self.headers["stripe-signature"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        cls.taker = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taker)
        threading.Thread(target=cls.taker.serve_forever, daemon=True).start()
        hook = f"http://127.0.0.1:{cls.taker.server_port}/hook"
        command = [os.environ["FAKE_STRIPE"], "--listen", "127.0.0.1:0", "--webhook", hook, "--webhook-secret", SECRET]
        cls.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        cls.url = cls.server.stdout.readline().split()[-1]
        cls.stripe = stripe.StripeClient(KEY, base_addresses={"api": cls.url}, max_network_retries=0)

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait()
        cls.server.stdout.close()
        cls.taker.shutdown()
        cls.taker.server_close()

    def test_a_refund_above_what_was_captured_is_refused(self):
        intent = self.pay(10000)
        with self.assertRaises(stripe.InvalidRequestError):
            self.stripe.v1.refunds.create({"payment_intent": intent.id, "amount": 10001})

    def test_a_key_keeps_its_answer(self):
        options = {"idempotency_key": "python-1"}
        make = lambda amount: self.stripe.v1.payment_intents.create({"amount": amount, "currency": "vnd"}, options)
        self.assertEqual(make(1000).id, make(1000).id)
        with self.assertRaises(stripe.IdempotencyError):
            make(1001)

    def test_the_balance_is_the_sum_of_its_lines(self):
        self.pay(2000)
        lines = self.stripe.v1.balance_transactions.list({"limit": 2}).auto_paging_iter()
        total = sum(line.net for line in lines)
        balance = self.stripe.v1.balance.retrieve()
        self.assertEqual(total, balance.available[0].amount + balance.pending[0].amount)

    def test_a_webhook_is_signed(self):
        intent = self.pay(7777)
        for _ in range(200):
            for body, signature in list(self.hooks):
                event = json.loads(body)
                if event["type"] == "payment_intent.succeeded" and event["data"]["object"]["id"] == intent.id:
                    read = stripe.Webhook.construct_event(body, signature, SECRET)
                    self.assertEqual(read.data.object.amount_received, 7777)
                    with self.assertRaises(stripe.SignatureVerificationError):
                        stripe.Webhook.construct_event(body + b" ", signature, SECRET)
                    return
            time.sleep(0.025)
        self.fail("no webhook came within 5 s")

    def test_the_journal_tells_what_moved(self):
        intent = self.pay(4321)
        with urllib.request.urlopen(f"{self.url}/_fake/journal") as answer:
            journal = json.load(answer)
        mine = [entry for entry in journal if entry["object"].get("payment_intent") == intent.id]
        self.assertEqual([(entry["what"], entry["object"]["amount_captured"]) for entry in mine], [("charge", 4321)])


if __name__ == "__main__":
    unittest.main()
