-- Producers, products and their immutable revisions, reviews, the registry of certificates, stock.

CREATE TABLE producers (
  id {uuid} PRIMARY KEY,
  slug {key} CONSTRAINT producer_slug_once UNIQUE,
  name TEXT NOT NULL,
  name_sort {key} NOT NULL,
  name_folded {key} NOT NULL,
  entity_type {key} NOT NULL CONSTRAINT entity_type_known CHECK (entity_type IN
    ('hop_tac_xa', 'to_hop_tac', 'doanh_nghiep_nho_vua', 'trang_trai', 'ho_san_xuat', 'ho_gia_dinh',
     'hoi', 'hiep_hoi', 'trung_tam_dieu_hanh')),
  representative TEXT NOT NULL,
  phone {key} NOT NULL,
  email {key},
  province_code {key} NOT NULL,
  commune_code {key} NOT NULL,
  street TEXT NOT NULL,
  tax_id {key},
  story TEXT NOT NULL,
  -- Its face: the picture that is shown, and the one that an official has yet to look at.
  portrait {uuid},
  portrait_waiting {uuid},
  status {key} NOT NULL CONSTRAINT producer_status_known CHECK (status IN
    ('draft', 'submitted', 'changes_requested', 'approved', 'rejected', 'suspended')),
  paused_until BIGINT,
  -- Since when it owes a refund that is overdue: nothing new is ordered from it.
  owing_since BIGINT,
  missed_orders BIGINT NOT NULL,
  created_by {uuid},
  created_at BIGINT NOT NULL,
  approved_at BIGINT,
  sample BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX producers_place ON producers (province_code, commune_code);

CREATE TABLE slugs (
  slug {key} PRIMARY KEY,
  subject_kind {key} NOT NULL CONSTRAINT slug_subject_known CHECK (subject_kind IN ('product', 'producer')),
  subject_id {uuid} NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE closure_days (
  producer_id {uuid} NOT NULL REFERENCES producers (id),
  closed_on {key} NOT NULL,
  PRIMARY KEY (producer_id, closed_on)
);

-- Where a producer delivers. No row: everywhere.
CREATE TABLE delivery_zones (
  producer_id {uuid} NOT NULL REFERENCES producers (id),
  province_code {key} NOT NULL,
  commune_code {key} NOT NULL,
  PRIMARY KEY (producer_id, province_code, commune_code)
);

-- Where its boxes are fetched. No row: at its own address.
CREATE TABLE pickup_addresses (
  producer_id {uuid} PRIMARY KEY REFERENCES producers (id),
  province_code {key} NOT NULL,
  commune_code {key} NOT NULL,
  street TEXT NOT NULL,
  phone {key} NOT NULL,
  note TEXT,
  set_by {uuid},
  set_at BIGINT NOT NULL
);

CREATE TABLE bank_accounts (
  id {uuid} PRIMARY KEY,
  producer_id {uuid} NOT NULL REFERENCES producers (id),
  bank_bin {key} NOT NULL,
  account_no {key} NOT NULL,
  account_name TEXT NOT NULL,
  effective_at BIGINT NOT NULL,
  -- Taken back while it waited.
  withdrawn_at BIGINT,
  created_by {uuid},
  created_at BIGINT NOT NULL
);
CREATE INDEX bank_accounts_producer ON bank_accounts (producer_id, effective_at);

CREATE TABLE products (
  id {uuid} PRIMARY KEY,
  number BIGINT NOT NULL CONSTRAINT product_number_once UNIQUE,
  producer_id {uuid} NOT NULL REFERENCES producers (id),
  slug {key} CONSTRAINT product_slug_once UNIQUE,
  name TEXT NOT NULL,
  status {key} NOT NULL CONSTRAINT product_status_known CHECK (status IN
    ('draft', 'live', 'paused', 'suspended', 'retired', 'taken_down')),
  live_revision {uuid},
  public_code {key} CONSTRAINT product_public_code_once UNIQUE,
  -- Delivery settings of perishable goods: they change at once, without a revision.
  fresh BIGINT NOT NULL,
  max_transit_days BIGINT,
  created_at BIGINT NOT NULL,
  first_live_at BIGINT,
  sample BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX products_producer ON products (producer_id, number);

-- `body` is the JSON of catalog::RevisionBody: name, description, story, set, ABV, label facts,
-- variants' descriptions, pictures.
CREATE TABLE product_revisions (
  id {uuid} PRIMARY KEY,
  product_id {uuid} NOT NULL REFERENCES products (id),
  number BIGINT NOT NULL,
  status {key} NOT NULL CONSTRAINT revision_status_known CHECK (status IN
    ('draft', 'submitted', 'changes_requested', 'approved', 'rejected', 'withdrawn', 'superseded')),
  set_no BIGINT NOT NULL,
  abv_permille BIGINT,
  body TEXT NOT NULL,
  prepared_by {uuid},
  submitted_by {uuid},
  submitted_at BIGINT,
  decided_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT revision_number_once UNIQUE (product_id, number)
);

CREATE TABLE variants (
  id {uuid} PRIMARY KEY,
  product_id {uuid} NOT NULL REFERENCES products (id),
  producer_id {uuid} NOT NULL,
  sku {key} NOT NULL,
  name TEXT NOT NULL,
  net_amount BIGINT NOT NULL CONSTRAINT net_amount_positive CHECK (net_amount > 0),
  net_unit {key} NOT NULL CONSTRAINT net_unit_known CHECK (net_unit IN ('g', 'kg', 'ml', 'l', 'piece')),
  weight_g BIGINT NOT NULL CONSTRAINT weight_positive CHECK (weight_g > 0),
  position BIGINT NOT NULL,
  active BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT variant_sku_once UNIQUE (producer_id, sku)
);
CREATE INDEX variants_product ON variants (product_id);

CREATE TABLE variant_prices (
  id {uuid} PRIMARY KEY,
  variant_id {uuid} NOT NULL REFERENCES variants (id),
  min_quantity BIGINT NOT NULL CONSTRAINT min_quantity_positive CHECK (min_quantity > 0),
  price BIGINT NOT NULL CONSTRAINT price_in_range CHECK (price > 0 AND price <= 1000000000),
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  set_by {uuid}
);
CREATE INDEX variant_prices_current ON variant_prices (variant_id, from_at);

CREATE TABLE stock_items (
  id {uuid} PRIMARY KEY,
  variant_id {uuid} NOT NULL REFERENCES variants (id),
  lot {key},
  place {key},
  on_hand BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  CONSTRAINT stock_never_negative CHECK (0 <= reserved AND reserved <= on_hand AND on_hand <= 1000000000)
);
CREATE UNIQUE INDEX stock_item_once ON stock_items (variant_id) WHERE lot IS NULL AND place IS NULL;

-- Append-only: on_hand and reserved are the sums of the deltas.
CREATE TABLE stock_movements (
  seq {serial},
  stock_item_id {uuid} NOT NULL REFERENCES stock_items (id),
  variant_id {uuid} NOT NULL,
  kind {key} NOT NULL CONSTRAINT movement_kind_known CHECK (kind IN
    ('received', 'reserved', 'released', 'sold', 'returned', 'adjusted')),
  on_hand_delta BIGINT NOT NULL,
  reserved_delta BIGINT NOT NULL,
  order_id {uuid},
  account_id {uuid},
  capacity {key} NOT NULL,
  mandate_id {uuid},
  at BIGINT NOT NULL
);
CREATE INDEX stock_movements_variant ON stock_movements (variant_id, seq);
CREATE INDEX stock_movements_order ON stock_movements (order_id);

CREATE TABLE pictures (
  id {uuid} PRIMARY KEY,
  producer_id {uuid} NOT NULL REFERENCES producers (id),
  -- None: it shows the producer.
  product_id {uuid} REFERENCES products (id),
  position BIGINT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  alt TEXT NOT NULL,
  created_by {uuid},
  created_at BIGINT NOT NULL
);
CREATE INDEX pictures_product ON pictures (product_id, position);
CREATE INDEX pictures_producer ON pictures (producer_id) WHERE product_id IS NULL;

CREATE TABLE reviews (
  id {uuid} PRIMARY KEY,
  kind {key} NOT NULL CONSTRAINT review_kind_known CHECK (kind IN
    ('producer', 'listing', 'certificate', 'document', 'portrait')),
  subject_id {uuid} NOT NULL,
  revision_id {uuid},
  producer_id {uuid} NOT NULL,
  province_code {key} NOT NULL,
  commune_code {key} NOT NULL,
  level {key} NOT NULL CONSTRAINT review_level_known CHECK (level IN ('commune', 'province', 'platform')),
  status {key} NOT NULL CONSTRAINT review_status_known CHECK (status IN ('pending', 'decided', 'withdrawn')),
  decision {key} CONSTRAINT review_decision_known CHECK (decision IN ('approved', 'rejected', 'changes_requested')),
  due_at BIGINT NOT NULL,
  submitted_by {uuid},
  prepared_by {uuid},
  claimed_by {uuid},
  claimed_at BIGINT,
  decided_by {uuid},
  decided_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX reviews_waiting ON reviews (due_at) WHERE status = 'pending';
CREATE INDEX reviews_producer ON reviews (producer_id, kind, created_at);
CREATE UNIQUE INDEX review_pending_once ON reviews (kind, subject_id) WHERE status = 'pending';

CREATE TABLE review_remarks (
  review_id {uuid} NOT NULL REFERENCES reviews (id),
  position BIGINT NOT NULL,
  pointer TEXT NOT NULL,
  code {key} NOT NULL CONSTRAINT remark_code_known CHECK (code IN
    ('wrong_set', 'label_incomplete', 'certificate_unverified', 'certificate_lapsed', 'false_claim',
     'forbidden_goods', 'picture_unclear', 'story_copied', 'price_unit', 'licence_missing',
     'outside_area', 'duplicate', 'other')),
  text TEXT NOT NULL,
  PRIMARY KEY (review_id, position)
);

CREATE TABLE decisions (
  id {uuid} PRIMARY KEY,
  number {key} NOT NULL,
  issued_on {key},
  issuer TEXT NOT NULL,
  level {key} NOT NULL CONSTRAINT decision_level_known CHECK (level IN ('district_legacy', 'province', 'central')),
  province_code {key} NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT decision_once UNIQUE (number, issuer)
);

CREATE TABLE certificates (
  id {uuid} PRIMARY KEY,
  registry_key {key} NOT NULL CONSTRAINT certificate_registered_once UNIQUE,
  decision_id {uuid} REFERENCES decisions (id),
  product_id {uuid} REFERENCES products (id),
  claimed_by_producer {uuid},
  -- The listing for which a producer asks, whose claim waits for an official though the certificate
  -- is verified: the names differ.
  asked_for_product {uuid},
  product_name TEXT NOT NULL,
  producer_name TEXT NOT NULL,
  -- Without its legal form and tones: by it a producer's own entries are found.
  producer_folded {key} NOT NULL,
  entity_type {key},
  issuer TEXT NOT NULL,
  province_code {key} NOT NULL,
  commune_code {key},
  product_code {key},
  stars BIGINT CONSTRAINT stars_certified CHECK (stars BETWEEN 3 AND 5),
  score_milli BIGINT,
  -- Where it stands in the programme, as far as a source tells it; days as told.
  group_code {key},
  set_no BIGINT,
  joined_on {key},
  registered_on {key},
  graded_on {key},
  issued_on {key},
  issued_precision {key},
  expires_on {key},
  expires_precision {key},
  state {key} NOT NULL CONSTRAINT certificate_state_known CHECK (state IN
    ('recorded', 'verified', 'extended', 'lapsed', 'revoked', 'superseded')),
  verified_by {uuid},
  verified_at BIGINT,
  regrading_lodged_on {key},
  receipt_no {key},
  extended_until {key},
  revoked_on {key},
  revocation_cause {key} CONSTRAINT revocation_cause_known CHECK (revocation_cause IN
    ('false_file', 'criteria_no_longer_met', 'law_breached', 'mark_misused', 'production_stopped', 'other_finding')),
  -- The one that stands in its place.
  superseded_by {uuid} REFERENCES certificates (id),
  evidence TEXT,
  -- A scan of its decision, private: the paper's id, and what its file is.
  scan {uuid},
  scan_type {key},
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX certificates_product ON certificates (product_id);
CREATE INDEX certificates_claimed ON certificates (claimed_by_producer);
CREATE INDEX certificates_expiry ON certificates (expires_on);
CREATE INDEX certificates_place ON certificates (province_code, commune_code);
CREATE INDEX certificates_producer ON certificates (producer_folded);

-- Which notices about its last day went out, by the days that were left; -1 after it.
CREATE TABLE certificate_reminders (
  certificate_id {uuid} NOT NULL REFERENCES certificates (id),
  days BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (certificate_id, days)
);

CREATE TABLE documents (
  id {uuid} PRIMARY KEY,
  producer_id {uuid} NOT NULL REFERENCES producers (id),
  product_id {uuid} REFERENCES products (id),
  kind {key} NOT NULL,
  number {key} NOT NULL,
  issued_on {key},
  expires_on {key},
  -- What the file is; the file itself is private, under the document's id.
  media_type {key} NOT NULL,
  state {key} NOT NULL CONSTRAINT document_state_known CHECK (state IN ('submitted', 'verified', 'rejected', 'lapsed')),
  -- Of how many days left its producer was told last.
  reminded_days BIGINT,
  created_by {uuid},
  created_at BIGINT NOT NULL
);
CREATE INDEX documents_producer ON documents (producer_id, kind);
CREATE INDEX documents_expiry ON documents (expires_on);
CREATE TABLE document_requirements (
  set_no BIGINT NOT NULL,
  entity_type {key} NOT NULL,
  abv_from_permille BIGINT,
  abv_below_permille BIGINT,
  kind {key} NOT NULL,
  -- Without it nothing is handed in (required), or it is only asked for (advised).
  gate {key} NOT NULL CONSTRAINT document_gate_known CHECK (gate IN ('required', 'advised')),
  legal_basis TEXT NOT NULL,
  legal_basis_en TEXT,
  from_on {key} NOT NULL,
  until_on {key},
  PRIMARY KEY (set_no, entity_type, kind, from_on)
);
-- A paper that does where another is asked for; days are inclusive.
CREATE TABLE document_substitutes (
  kind {key} NOT NULL,
  instead_of {key} NOT NULL,
  legal_basis TEXT NOT NULL,
  legal_basis_en TEXT NOT NULL,
  from_on {key} NOT NULL,
  until_on {key},
  PRIMARY KEY (kind, instead_of, from_on)
);

-- An authority orders a listing off: to be carried out within the time that the law gives.
CREATE TABLE authority_orders (
  id {uuid} PRIMARY KEY,
  product_id {uuid} NOT NULL REFERENCES products (id),
  authority TEXT NOT NULL,
  number {key} NOT NULL,
  note TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  alarmed_at BIGINT,
  recorded_by {uuid},
  done_at BIGINT,
  done_by {uuid},
  CONSTRAINT authority_order_once UNIQUE (authority, number, product_id)
);
CREATE INDEX authority_orders_due ON authority_orders (due_at) WHERE done_at IS NULL;

CREATE TABLE suspensions (
  id {uuid} PRIMARY KEY,
  subject_kind {key} NOT NULL CONSTRAINT suspension_subject_known CHECK (subject_kind IN ('product', 'producer')),
  subject_id {uuid} NOT NULL,
  reason_code {key} NOT NULL,
  note TEXT NOT NULL,
  basis TEXT,
  open_orders {key} NOT NULL CONSTRAINT open_orders_known CHECK (open_orders IN ('finish', 'cancel')),
  -- Where the subject stood: restoring puts it back there.
  status_before {key} NOT NULL,
  effective_at BIGINT NOT NULL,
  by_account {uuid},
  lifted_at BIGINT,
  lifted_by {uuid}
);
CREATE INDEX suspensions_subject ON suspensions (subject_kind, subject_id);

-- What the label of a product set must and may say.
CREATE TABLE fact_definitions (
  set_no BIGINT NOT NULL,
  fact {key} NOT NULL,
  kind {key} NOT NULL CONSTRAINT fact_kind_known CHECK (kind IN ('text', 'number', 'flag')),
  label_vi TEXT NOT NULL,
  label_en TEXT NOT NULL,
  unit {key},
  max BIGINT NOT NULL,
  required BIGINT NOT NULL,
  position BIGINT NOT NULL,
  legal_basis TEXT NOT NULL,
  legal_basis_en TEXT,
  from_on {key} NOT NULL,
  until_on {key},
  CONSTRAINT fact_definition_once PRIMARY KEY (set_no, fact, from_on)
);

CREATE TABLE collections (
  id {uuid} PRIMARY KEY,
  kind {key} NOT NULL CONSTRAINT collection_kind_known CHECK (kind IN ('regional_brand', 'season', 'fair', 'campaign')),
  title TEXT NOT NULL,
  province_code {key},
  commune_code {key},
  from_on {key},
  until_on {key},
  curator {uuid}
);
CREATE TABLE collection_products (
  collection_id {uuid} NOT NULL REFERENCES collections (id),
  product_id {uuid} NOT NULL REFERENCES products (id),
  position BIGINT NOT NULL,
  PRIMARY KEY (collection_id, product_id)
);

-- Printed on glass: never reused, never deleted.
CREATE TABLE public_codes (
  code {key} PRIMARY KEY,
  product_id {uuid} REFERENCES products (id),
  certificate_id {uuid} REFERENCES certificates (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX public_codes_certificate ON public_codes (certificate_id);
