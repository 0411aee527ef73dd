-- Carts, checkouts, orders with their whole history, parcels, cases. Lines copy what was true.

CREATE TABLE carts (
  id {uuid} PRIMARY KEY,
  account_id {uuid},
  province_code {key},
  commune_code {key},
  created_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE TABLE cart_lines (
  cart_id {uuid} NOT NULL REFERENCES carts (id),
  variant_id {uuid} NOT NULL,
  quantity BIGINT NOT NULL CONSTRAINT cart_quantity_in_range CHECK (quantity BETWEEN 1 AND 9999),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (cart_id, variant_id)
);

CREATE TABLE age_declarations (
  id {uuid} PRIMARY KEY,
  token_hash {key} NOT NULL CONSTRAINT age_token_once UNIQUE,
  name TEXT NOT NULL,
  birth_year BIGINT NOT NULL,
  declared_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- What delivery costs: dated; a producer's own rows come before the market's (producer_id null).
-- `zone`: commune (same commune), province, region (same carrier region), country.
CREATE TABLE delivery_rates (
  id {uuid} PRIMARY KEY,
  producer_id {uuid},
  zone {key} NOT NULL CONSTRAINT rate_zone_known CHECK (zone IN ('commune', 'province', 'region', 'country')),
  beyond_km BIGINT NOT NULL,
  up_to_g BIGINT NOT NULL,
  price BIGINT NOT NULL CONSTRAINT rate_not_negative CHECK (price >= 0),
  each_further_kg BIGINT NOT NULL,
  days_min BIGINT NOT NULL,
  days_max BIGINT NOT NULL,
  from_on {key} NOT NULL,
  until_on {key}
);
CREATE INDEX delivery_rates_producer ON delivery_rates (producer_id);

CREATE TABLE checkouts (
  id {uuid} PRIMARY KEY,
  code {key} NOT NULL CONSTRAINT checkout_code_once UNIQUE,
  cart_id {uuid} NOT NULL CONSTRAINT cart_used_once UNIQUE REFERENCES carts (id),
  account_id {uuid},
  total BIGINT NOT NULL,
  contact_name TEXT NOT NULL,
  contact_phone {key} NOT NULL,
  contact_email {key},
  lang {key} NOT NULL,
  age_confirmed BIGINT NOT NULL,
  terms_version {key},
  source {key},
  created_at BIGINT NOT NULL
);

CREATE TABLE orders (
  id {uuid} PRIMARY KEY,
  code {key} NOT NULL CONSTRAINT order_code_once UNIQUE,
  checkout_id {uuid} NOT NULL REFERENCES checkouts (id),
  account_id {uuid},
  producer_id {uuid} NOT NULL,
  producer_name TEXT NOT NULL,
  producer_province {key} NOT NULL,
  producer_commune {key} NOT NULL,
  status {key} NOT NULL CONSTRAINT order_status_known CHECK (status IN
    ('awaiting_payment', 'placed', 'accepted', 'packed', 'shipped', 'delivered', 'completed',
     'cancelled', 'declined', 'expired', 'returned', 'lost', 'delivery_failed')),
  status_at BIGINT NOT NULL,
  owner {key} NOT NULL CONSTRAINT order_owner_known CHECK (owner IN
    ('buyer', 'producer', 'carrier', 'payee', 'operator', 'nobody')),
  state_until BIGINT,
  remind_at BIGINT,
  reminded_at BIGINT,
  extended_at BIGINT,
  asked_buyer_at BIGINT,
  reason_code {key},
  payment_method {key} NOT NULL CONSTRAINT payment_method_known CHECK (payment_method IN ('cod', 'vietqr', 'stripe')),
  alcohol BIGINT NOT NULL,
  -- When buyer and receiver were said to be of age, where it is alcohol, and the year of birth that
  -- the buyer had declared (erasable).
  age_confirmed_at BIGINT,
  buyer_birth_year BIGINT,
  fresh BIGINT NOT NULL,
  goods BIGINT NOT NULL,
  shipping BIGINT NOT NULL,
  total BIGINT NOT NULL,
  -- What its producer is charged of the total once it is completed: as the rules were then.
  commission BIGINT NOT NULL,
  vat_withheld BIGINT NOT NULL,
  pit_withheld BIGINT NOT NULL,
  -- Whether what its delivery cost was decided to be paid back: once.
  shipping_paid_back BIGINT NOT NULL DEFAULT 0,
  weight_g BIGINT NOT NULL,
  days_min BIGINT NOT NULL,
  days_max BIGINT NOT NULL,
  fulfilment {key} NOT NULL CONSTRAINT fulfilment_known CHECK (fulfilment IN ('ship', 'pickup')),
  recipient_name TEXT NOT NULL,
  recipient_phone {key} NOT NULL,
  province_code {key} NOT NULL,
  commune_code {key} NOT NULL,
  street TEXT NOT NULL,
  note TEXT,
  inspection BIGINT NOT NULL,
  terms_version {key},
  source {key},
  lang {key} NOT NULL,
  -- The case that it makes good.
  replaces {uuid},
  placed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT alcohol_for_who_is_of_age CHECK (alcohol = 0 OR age_confirmed_at IS NOT NULL),
  CONSTRAINT order_total_adds_up CHECK (total = goods + shipping AND goods >= 0 AND shipping >= 0),
  CONSTRAINT charges_within_the_total CHECK (commission >= 0 AND vat_withheld >= 0 AND pit_withheld >= 0
    AND commission + vat_withheld + pit_withheld <= total)
);
CREATE INDEX orders_checkout ON orders (checkout_id);
-- An administrator finds a buyer's orders by the phone they name.
CREATE INDEX orders_recipient_phone ON orders (recipient_phone);
CREATE INDEX checkouts_contact_phone ON checkouts (contact_phone, id);
-- What did not arrive, whoever ordered or was to receive it: looked at before each order for cash.
CREATE INDEX orders_undelivered_recipient ON orders (recipient_phone)
  WHERE status IN ('delivery_failed', 'returned', 'lost');
CREATE INDEX orders_undelivered_checkout ON orders (checkout_id)
  WHERE status IN ('delivery_failed', 'returned', 'lost');
CREATE INDEX orders_producer ON orders (producer_id, placed_at, id);
CREATE INDEX orders_account ON orders (account_id, placed_at, id);
CREATE INDEX orders_deadline ON orders (state_until) WHERE state_until IS NOT NULL;
CREATE INDEX orders_reminder ON orders (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE order_lines (
  id {uuid} PRIMARY KEY,
  order_id {uuid} NOT NULL REFERENCES orders (id),
  position BIGINT NOT NULL,
  variant_id {uuid} NOT NULL,
  product_id {uuid} NOT NULL,
  title TEXT NOT NULL,
  variant_name TEXT NOT NULL,
  sku {key} NOT NULL,
  unit_price BIGINT NOT NULL,
  total BIGINT NOT NULL,
  weight_g BIGINT NOT NULL,
  stars BIGINT,
  decision_no {key},
  certificate_id {uuid},
  ordered BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  shipped BIGINT NOT NULL,
  returned BIGINT NOT NULL,
  refunded BIGINT NOT NULL,
  CONSTRAINT line_total_adds_up CHECK (total = unit_price * ordered AND unit_price >= 0),
  CONSTRAINT line_counts_in_order CHECK (ordered > 0 AND cancelled >= 0 AND shipped >= 0 AND returned >= 0
    AND refunded >= 0 AND cancelled + shipped <= ordered AND returned <= shipped AND refunded <= ordered)
);
CREATE INDEX order_lines_order ON order_lines (order_id, position);

-- Append-only; ids only.
CREATE TABLE order_history (
  seq {serial},
  order_id {uuid} NOT NULL REFERENCES orders (id),
  from_status {key},
  to_status {key} NOT NULL,
  at BIGINT NOT NULL,
  account_id {uuid},
  capacity {key} NOT NULL,
  mandate_id {uuid},
  reason_code {key}
);
CREATE INDEX order_history_order ON order_history (order_id, seq);

CREATE TABLE parcels (
  id {uuid} PRIMARY KEY,
  producer_id {uuid} NOT NULL,
  carrier TEXT NOT NULL,
  tracking_code {key},
  phone {key},
  status {key} NOT NULL CONSTRAINT parcel_status_known CHECK (status IN
    ('handed_over', 'delivered', 'failed', 'returned_whole', 'returned_broken', 'lost')),
  created_at BIGINT NOT NULL,
  status_at BIGINT NOT NULL
);
CREATE TABLE parcel_orders (
  parcel_id {uuid} NOT NULL REFERENCES parcels (id),
  order_id {uuid} NOT NULL REFERENCES orders (id),
  PRIMARY KEY (parcel_id, order_id)
);
CREATE INDEX parcel_orders_order ON parcel_orders (order_id);

-- Problems after delivery: an open case stops completion and every release of the order's money.
CREATE TABLE cases (
  id {uuid} PRIMARY KEY,
  order_id {uuid} NOT NULL REFERENCES orders (id),
  producer_id {uuid} NOT NULL,
  kind {key} NOT NULL CONSTRAINT case_kind_known CHECK (kind IN
    ('not_received', 'leaking', 'damaged', 'wrong', 'missing', 'spoiled', 'not_as_described')),
  wish {key} NOT NULL CONSTRAINT case_wish_known CHECK (wish IN ('refund', 'replacement', 'return')),
  status {key} NOT NULL CONSTRAINT case_status_known CHECK (status IN
    ('open', 'answered', 'operator', 'returning', 'closed')),
  owner {key} NOT NULL CONSTRAINT case_owner_known CHECK (owner IN ('producer', 'buyer', 'operator', 'nobody')),
  answer_by BIGINT,
  -- What is published for its kind: until when it is settled.
  resolve_by BIGINT NOT NULL,
  note TEXT,
  answer {key} CONSTRAINT case_answer_known CHECK (answer IN ('refund', 'replacement', 'return', 'refuse')),
  answer_note TEXT,
  answered_at BIGINT,
  decision {key} CONSTRAINT case_decision_known CHECK (decision IN
    ('refund', 'replacement', 'return', 'refuse', 'withdrawn')),
  decision_note TEXT,
  -- The order that makes it good.
  replacement_id {uuid},
  -- What was left of the order's own deadline: it goes on from there.
  left_ms BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX cases_order ON cases (order_id);
CREATE INDEX cases_producer ON cases (producer_id, opened_at);
CREATE INDEX cases_deadline ON cases (answer_by) WHERE status <> 'closed';
CREATE UNIQUE INDEX case_open_once ON cases (order_id) WHERE status <> 'closed';
CREATE TABLE case_lines (
  case_id {uuid} NOT NULL REFERENCES cases (id),
  line_id {uuid} NOT NULL REFERENCES order_lines (id),
  quantity BIGINT NOT NULL,
  PRIMARY KEY (case_id, line_id)
);
CREATE TABLE case_pictures (
  id {uuid} PRIMARY KEY,
  case_id {uuid} NOT NULL REFERENCES cases (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX case_pictures_case ON case_pictures (case_id);
-- Append-only; ids only.
CREATE TABLE case_history (
  seq {serial},
  case_id {uuid} NOT NULL REFERENCES cases (id),
  from_status {key},
  to_status {key} NOT NULL,
  at BIGINT NOT NULL,
  account_id {uuid},
  capacity {key} NOT NULL,
  mandate_id {uuid},
  remedy {key}
);
CREATE INDEX case_history_case ON case_history (case_id, seq);

-- Whose phone may pay cash again though it refused: known by its key alone.
CREATE TABLE cash_lifts (
  phone_key {key} PRIMARY KEY,
  lifted_at BIGINT NOT NULL,
  account_id {uuid},
  note TEXT NOT NULL
);
