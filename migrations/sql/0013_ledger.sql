-- Double entry: a row is one transfer from one account to another, so that an unbalanced one cannot
-- be written. Append-only; ids and codes only. An account is a text of `payments::ledger::Account`.

CREATE TABLE ledger_entries (
  seq {serial},
  debit {key} NOT NULL,
  credit {key} NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT posting_positive CHECK (amount > 0),
  cause {key} NOT NULL,
  -- What it speaks of by its cause: a receipt, a refund, an order, a payout, a remittance.
  subject_id {uuid} NOT NULL,
  order_id {uuid},
  payment_id {uuid},
  at BIGINT NOT NULL,
  day {key} NOT NULL,
  CONSTRAINT posting_moves CHECK (debit <> credit),
  CONSTRAINT posted_once UNIQUE (subject_id, cause, debit, credit)
);
CREATE INDEX ledger_entries_debit ON ledger_entries (debit, day);
CREATE INDEX ledger_entries_credit ON ledger_entries (credit, day);
CREATE INDEX ledger_entries_order ON ledger_entries (order_id);
CREATE INDEX ledger_entries_day ON ledger_entries (day);

-- What an account held at the end of a day on which it moved: debits less credits. A balance is the
-- last of them and what came after it. Buyers' clearing has none: it moves a few times in all.
CREATE TABLE ledger_checkpoints (
  account {key} NOT NULL,
  day {key} NOT NULL,
  balance BIGINT NOT NULL,
  CONSTRAINT checkpoint_once PRIMARY KEY (account, day)
);
CREATE INDEX ledger_checkpoints_day ON ledger_checkpoints (day);

INSERT INTO rules (name, scope, value, legal_basis, from_on, until_on, suspended_by) VALUES
  ('shipping.passed_to', '*', '"producer"', 'Policy of the market: whoever sends the box keeps what its delivery cost; "market" where the market pays the carriers', '2020-01-01', NULL, NULL);
