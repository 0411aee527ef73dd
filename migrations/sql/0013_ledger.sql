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

-- Paying producers: a batch that one person prepares and another confirms. A row is one transfer: to a
-- producer's bank account, or to its account at the card company out of what one payment by card
-- brought. An entry is claimed by its row in payout_entries: once, in the transaction that prepares
-- its payout, or that begins to take back what was paid out of a sale that is owed to its buyer.
CREATE TABLE payout_batches (
  id {uuid} PRIMARY KEY,
  rail {key} NOT NULL CONSTRAINT payout_rail_known CHECK (rail IN ('bank_file', 'stripe')),
  status {key} NOT NULL CONSTRAINT payout_batch_status_known CHECK (status IN ('prepared', 'confirmed', 'settled', 'cancelled')),
  -- What was earned until then is in it.
  earned_until BIGINT NOT NULL,
  prepared_by {uuid} NOT NULL,
  prepared_at BIGINT NOT NULL,
  confirmed_by {uuid},
  confirmed_at BIGINT,
  version BIGINT NOT NULL,
  CONSTRAINT payout_four_eyes CHECK (confirmed_by <> prepared_by),
  CONSTRAINT payout_confirmed_by_somebody CHECK (status NOT IN ('confirmed', 'settled') OR confirmed_by IS NOT NULL)
);
CREATE TABLE payouts (
  id {uuid} PRIMARY KEY,
  batch_id {uuid} NOT NULL REFERENCES payout_batches (id),
  producer_id {uuid} NOT NULL,
  -- What stands in the transfer's text.
  reference {key} NOT NULL CONSTRAINT payout_reference_once UNIQUE,
  status {key} NOT NULL CONSTRAINT payout_status_known CHECK (status IN ('prepared', 'confirmed', 'paid', 'failed', 'cancelled')),
  -- What the market owes, less what the producer owes the market.
  payable BIGINT NOT NULL,
  claim BIGINT NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT payout_positive CHECK (amount > 0),
  -- Where it goes: what was true when it was prepared. A bank account …
  pay_to_bin {key},
  pay_to_account {key},
  pay_to_name TEXT,
  -- … or an account at the card company, and the payment by card that it comes out of.
  card_account {key},
  payment_id {uuid} REFERENCES payments (id),
  -- The bank's number for it, or the card company's.
  bank_ref {key},
  -- How much of it was taken back, what is being taken back included.
  reversed BIGINT NOT NULL,
  settled_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT payout_adds_up CHECK (amount = payable - claim),
  CONSTRAINT payout_goes_somewhere CHECK ((payment_id IS NULL) = (card_account IS NULL) AND (payment_id IS NULL) = (pay_to_account IS NOT NULL)),
  CONSTRAINT reversed_within_payout CHECK (reversed >= 0 AND reversed <= amount)
);
CREATE INDEX payouts_bank_ref ON payouts (bank_ref) WHERE bank_ref IS NOT NULL;
CREATE INDEX payouts_payment ON payouts (payment_id) WHERE payment_id IS NOT NULL;
CREATE UNIQUE INDEX payout_once_a_batch ON payouts (batch_id, producer_id) WHERE payment_id IS NULL;
CREATE UNIQUE INDEX payout_once_a_payment ON payouts (batch_id, producer_id, payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX payouts_producer ON payouts (producer_id, created_at);
CREATE TABLE payout_entries (
  entry_seq BIGINT NOT NULL CONSTRAINT entry_paid_out_once PRIMARY KEY REFERENCES ledger_entries (seq),
  payout_id {uuid} REFERENCES payouts (id),
  -- The reversal that makes it good, while it is on its way.
  attempt_id {uuid} REFERENCES payment_attempts (id),
  CONSTRAINT entry_claimed_by_one CHECK ((payout_id IS NULL) <> (attempt_id IS NULL))
);
CREATE INDEX payout_entries_payout ON payout_entries (payout_id);
CREATE INDEX payout_entries_attempt ON payout_entries (attempt_id) WHERE attempt_id IS NOT NULL;

INSERT INTO rules (name, scope, value, legal_basis, legal_basis_en, from_on, until_on, suspended_by) VALUES
  -- A list; the first that fits holds: [{"producer"?, "kind"?, "set"?, "bp"}], in hundredths of a percent of the goods.
  ('commission', '*', '[]', 'Quy định của chợ: không thu hoa hồng', 'Policy of the market: no commission', '2020-01-01', NULL, NULL),
  -- By kind of producer: {"goods": {"vat_bp", "pit_bp"}, "delivery": {"vat_bp", "pit_bp"}}, or null where nothing is kept back.
  ('tax.withholding', '*', 'null', 'Nghị định 252/2026/NĐ-CP, Điều 44 và Điều 45: nền tảng có chức năng thanh toán khấu trừ thuế của hộ kinh doanh; chưa áp dụng cho đến khi chợ ghi mức, vì tiền về thẳng nhà sản xuất cần ý kiến luật sư', 'Decree 252/2026/ND-CP, articles 44 and 45: a platform with a payment function keeps back taxes of households; off until an operator adds its rows, for money that goes to the producer itself needs counsel', '2020-01-01', NULL, NULL),
  -- A list; the first that fits holds: [{"reason"?, "producer"?, "by": "producer" | "market"}]; where none does, the seller bears it.
  ('dispute.borne', '*', '[]', 'Quy định của chợ: khoản ngân hàng của thẻ giữ lại do người bán chịu, như khoản trả lại người mua', 'Policy of the market: what a card''s bank keeps is borne by its seller, as what is paid back is', '2020-01-01', NULL, NULL),
  ('payout.hold_days', '*', '7', 'Quy định của chợ: chi trả sau khi đơn hoàn tất chừng ấy ngày', 'Policy of the market: paid out so long after the order was completed', '2020-01-01', NULL, NULL),
  ('payout.minimum', '*', '50000', 'Quy định của chợ: ít hơn thì chờ đợt sau', 'Policy of the market: less waits for the next batch', '2020-01-01', NULL, NULL),
  ('shipping.passed_to', '*', '"producer"', 'Quy định của chợ: ai gửi hàng thì giữ phí giao hàng; "market" là khi chợ trả bên vận chuyển', 'Policy of the market: whoever sends the box keeps what its delivery cost; "market" where the market pays the carriers', '2020-01-01', NULL, NULL);
