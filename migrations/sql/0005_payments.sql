-- What can be collected, its shares per order, each try at it, refunds due.

CREATE TABLE payments (
  id {uuid} PRIMARY KEY,
  checkout_id {uuid} NOT NULL,
  method {key} NOT NULL CONSTRAINT payment_method_of_payment_known CHECK (method IN ('cod', 'vietqr', 'stripe')),
  status {key} NOT NULL CONSTRAINT payment_status_known CHECK (status IN
    ('pending', 'reported', 'partly_paid', 'paid', 'overpaid', 'failed', 'cancelled', 'partly_refunded', 'refunded')),
  custody {key} NOT NULL CONSTRAINT custody_known CHECK (custody IN ('producer', 'carrier', 'market', 'stripe')),
  reference {key} NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT payment_amount_positive CHECK (amount > 0),
  received BIGINT NOT NULL CONSTRAINT received_not_negative CHECK (received >= 0),
  -- What the payee lets go of, and what came too much and is owed back.
  forgiven BIGINT NOT NULL,
  surplus BIGINT NOT NULL,
  -- Where it is to be sent: what was true when it was opened.
  pay_to_bin {key},
  pay_to_account {key},
  pay_to_name TEXT,
  due_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT forgiven_within_the_rest CHECK (forgiven >= 0 AND (forgiven = 0 OR received + forgiven <= amount)),
  CONSTRAINT surplus_within_what_came CHECK (surplus >= 0 AND (surplus = 0 OR surplus <= received - amount)),
  CONSTRAINT transfer_has_an_account CHECK (method <> 'vietqr' OR pay_to_account IS NOT NULL)
);
CREATE INDEX payments_checkout ON payments (checkout_id);
CREATE INDEX payments_reference ON payments (reference);

CREATE TABLE payment_orders (
  payment_id {uuid} NOT NULL REFERENCES payments (id),
  order_id {uuid} NOT NULL,
  -- Its part of the whole; where the order ended before all of it came, what had come by then.
  amount BIGINT NOT NULL,
  captured BIGINT NOT NULL,
  refunded BIGINT NOT NULL,
  PRIMARY KEY (payment_id, order_id),
  CONSTRAINT refund_within_captured CHECK (0 <= refunded AND refunded <= captured AND captured <= amount)
);
CREATE INDEX payment_orders_order ON payment_orders (order_id);

-- Every line of the market's own bank account, once, whoever told of it; below zero it went out.
CREATE TABLE bank_lines (
  id {uuid} PRIMARY KEY,
  account {key} NOT NULL,
  bank_ref {key} NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT bank_line_moves_money CHECK (amount <> 0),
  text TEXT NOT NULL,
  booked_at BIGINT NOT NULL,
  source {key} NOT NULL CONSTRAINT bank_line_source_known CHECK (source IN ('statement', 'webhook')),
  status {key} NOT NULL CONSTRAINT bank_line_status_known CHECK (status IN ('waiting', 'matched', 'set_aside', 'noted')),
  problem {key} CONSTRAINT bank_line_problem_known CHECK (problem IN ('unknown', 'too_little', 'too_much', 'twice', 'late')),
  note TEXT,
  account_id {uuid},
  created_at BIGINT NOT NULL,
  settled_at BIGINT,
  version BIGINT NOT NULL,
  CONSTRAINT bank_line_once UNIQUE (account, bank_ref),
  CONSTRAINT bank_line_out_is_noted CHECK ((amount < 0) = (status = 'noted'))
);
CREATE INDEX bank_lines_booked ON bank_lines (booked_at, id);
CREATE INDEX bank_lines_waiting ON bank_lines (booked_at) WHERE status = 'waiting';
CREATE INDEX bank_lines_matters ON bank_lines (booked_at) WHERE status = 'matched' AND problem IS NOT NULL;

-- Each time money came, as the payee or the bank said it; the bank's own number once a payment.
CREATE TABLE payment_receipts (
  id {uuid} PRIMARY KEY,
  payment_id {uuid} NOT NULL REFERENCES payments (id),
  amount BIGINT NOT NULL CONSTRAINT receipt_positive CHECK (amount > 0),
  bank_ref {key},
  line_id {uuid} REFERENCES bank_lines (id),
  account_id {uuid},
  capacity {key} NOT NULL,
  received_at BIGINT NOT NULL
);
CREATE INDEX payment_receipts_payment ON payment_receipts (payment_id);
CREATE INDEX payment_receipts_line ON payment_receipts (line_id) WHERE line_id IS NOT NULL;
CREATE UNIQUE INDEX receipt_once ON payment_receipts (payment_id, bank_ref) WHERE bank_ref IS NOT NULL;

-- Each try to have something done by the card gateway. Its key is here before the first try, so that
-- none is made twice; of one thing, one try at a time.
CREATE TABLE payment_attempts (
  id {uuid} PRIMARY KEY,
  payment_id {uuid} NOT NULL REFERENCES payments (id),
  kind {key} NOT NULL CONSTRAINT attempt_kind_known CHECK (kind IN ('intent', 'refund', 'transfer', 'reversal')),
  -- The payment itself, the refund, the payout; of a reversal, the refund that it makes good.
  subject_id {uuid} NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT attempt_positive CHECK (amount > 0),
  provider_key {key} NOT NULL CONSTRAINT attempt_key_once UNIQUE,
  provider_id {key},
  -- What its line in the gateway's own balance comes from: the charge, the refund, the transfer, its
  -- reversal.
  source_id {key},
  client_secret TEXT,
  status {key} NOT NULL CONSTRAINT attempt_status_known CHECK (status IN ('sending', 'open', 'done', 'dropped')),
  -- When it is read again, where nobody tells of it before.
  look_at BIGINT,
  created_at BIGINT NOT NULL,
  settled_at BIGINT,
  -- When what was sent back to a card did not arrive, and lay with the gateway again.
  returned_at BIGINT,
  CONSTRAINT attempt_waits_until_settled CHECK ((look_at IS NULL) = (status IN ('done', 'dropped'))),
  CONSTRAINT returned_after_it_was_sent CHECK (returned_at IS NULL OR (kind = 'refund' AND status = 'done'))
);
CREATE UNIQUE INDEX attempt_one_at_a_time ON payment_attempts (kind, subject_id) WHERE status IN ('sending', 'open');
CREATE UNIQUE INDEX attempt_provider_once ON payment_attempts (kind, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX payment_attempts_payment ON payment_attempts (payment_id);
CREATE INDEX payment_attempts_subject ON payment_attempts (subject_id);
CREATE INDEX payment_attempts_returned ON payment_attempts (returned_at) WHERE returned_at IS NOT NULL;
CREATE INDEX payment_attempts_source ON payment_attempts (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX payment_attempts_settled ON payment_attempts (settled_at) WHERE status = 'done';
CREATE INDEX payment_attempts_look ON payment_attempts (look_at) WHERE look_at IS NOT NULL;

-- What the card gateway said, each word once. The body only of what could not be read.
CREATE TABLE gateway_events (
  id {key} CONSTRAINT gateway_event_once PRIMARY KEY,
  kind {key} NOT NULL,
  object_id {key} NOT NULL,
  intent_id {key},
  body TEXT,
  received_at BIGINT NOT NULL
);

-- Producers' own accounts at the card company.
CREATE TABLE card_accounts (
  producer_id {uuid} PRIMARY KEY,
  account {key} NOT NULL CONSTRAINT card_account_once UNIQUE,
  ready BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

-- What a card's bank took back of a payment.
CREATE TABLE disputes (
  id {uuid} PRIMARY KEY,
  provider_id {key} NOT NULL CONSTRAINT dispute_once UNIQUE,
  payment_id {uuid} NOT NULL REFERENCES payments (id),
  amount BIGINT NOT NULL CONSTRAINT dispute_positive CHECK (amount > 0),
  status {key} NOT NULL CONSTRAINT dispute_status_known CHECK (status IN ('open', 'won', 'lost')),
  opened_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX disputes_payment ON disputes (payment_id);
CREATE INDEX disputes_opened ON disputes (opened_at);

-- What the card company paid out to the market's own bank account, as its balance told of it.
CREATE TABLE card_payouts (
  id {uuid} PRIMARY KEY,
  provider_id {key} NOT NULL CONSTRAINT card_payout_once UNIQUE,
  amount BIGINT NOT NULL CONSTRAINT card_payout_positive CHECK (amount > 0),
  left_at BIGINT NOT NULL,
  -- When the bank is to have it.
  due_at BIGINT NOT NULL,
  -- The bank's line that it is.
  line_id {uuid} CONSTRAINT card_payout_line_once UNIQUE REFERENCES bank_lines (id),
  -- When it lay with the card company again, for it did not arrive.
  returned_at BIGINT
);
CREATE INDEX card_payouts_left ON card_payouts (left_at);
CREATE INDEX card_payouts_due ON card_payouts (due_at) WHERE line_id IS NULL AND returned_at IS NULL;
CREATE INDEX card_payouts_returned ON card_payouts (returned_at) WHERE returned_at IS NOT NULL;

-- Where our books and another's say different things: for a person to look into, never mended here.
CREATE TABLE discrepancies (
  id {uuid} PRIMARY KEY,
  kind {key} NOT NULL,
  subject {key} NOT NULL,
  ours TEXT NOT NULL,
  theirs TEXT NOT NULL,
  found_at BIGINT NOT NULL,
  -- Who looked into it, and what they found.
  settled_at BIGINT,
  settled_by {uuid},
  note TEXT,
  CONSTRAINT discrepancy_settled_by_somebody CHECK ((settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (note IS NULL))
);
CREATE INDEX discrepancies_subject ON discrepancies (subject);
CREATE UNIQUE INDEX discrepancy_once ON discrepancies (kind, subject) WHERE settled_at IS NULL;

-- What is owed to a buyer: due with a payer and a deadline, until it is sent and confirmed.
CREATE TABLE refunds (
  id {uuid} PRIMARY KEY,
  payment_id {uuid} NOT NULL REFERENCES payments (id),
  order_id {uuid} NOT NULL,
  producer_id {uuid} NOT NULL,
  case_id {uuid},
  amount BIGINT NOT NULL CONSTRAINT refund_positive CHECK (amount > 0),
  payer {key} NOT NULL CONSTRAINT refund_payer_known CHECK (payer IN ('producer', 'market')),
  status {key} NOT NULL CONSTRAINT refund_status_known CHECK (status IN ('due', 'sent', 'confirmed', 'failed')),
  due_at BIGINT NOT NULL,
  overdue_at BIGINT,
  reason {key} NOT NULL,
  bank_ref {key},
  sent_at BIGINT,
  confirmed_at BIGINT,
  created_by {uuid},
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX refunds_order ON refunds (order_id);
CREATE INDEX refunds_producer ON refunds (producer_id, created_at);
CREATE INDEX refunds_bank_ref ON refunds (bank_ref) WHERE bank_ref IS NOT NULL;
CREATE INDEX refunds_deadline ON refunds (due_at) WHERE status = 'due' AND overdue_at IS NULL;
-- Where a refund goes, as the buyer said: sealed with the installation's key, opened for the payer
-- alone, and dropped once the money has come.
CREATE TABLE refund_destinations (
  refund_id {uuid} PRIMARY KEY REFERENCES refunds (id),
  sealed TEXT NOT NULL,
  given_at BIGINT NOT NULL
);

-- What carriers handed on of the cash that they collected; each box's line once a carrier.
CREATE TABLE remittances (
  id {uuid} PRIMARY KEY,
  carrier TEXT NOT NULL,
  reference {key} NOT NULL,
  received_on {key} NOT NULL,
  -- Of which producer's orders alone, where it came to one.
  producer_id {uuid},
  account_id {uuid},
  capacity {key} NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT remittance_once UNIQUE (carrier, reference)
);
CREATE TABLE remittance_lines (
  id {uuid} PRIMARY KEY,
  remittance_id {uuid} NOT NULL REFERENCES remittances (id),
  carrier TEXT NOT NULL,
  code {key} NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT remitted_positive CHECK (amount > 0),
  payment_id {uuid} REFERENCES payments (id),
  expected BIGINT,
  status {key} NOT NULL CONSTRAINT remitted_status_known CHECK (status IN ('matched', 'differs', 'unknown', 'undelivered', 'twice', 'settled')),
  note TEXT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT remittance_line_once UNIQUE (carrier, code),
  CONSTRAINT remitted_matches CHECK (status <> 'matched' OR (payment_id IS NOT NULL AND amount = expected))
);
-- A payment's cash is handed on once, under whichever code.
CREATE UNIQUE INDEX remitted_payment_once ON remittance_lines (payment_id) WHERE status = 'matched';
