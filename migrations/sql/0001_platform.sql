-- What every domain writes beside its own rows: jobs, idempotency, the audit log, dated rules, the feed.

CREATE TABLE jobs (
  id {uuid} PRIMARY KEY,
  kind {key} NOT NULL,
  payload TEXT NOT NULL,
  status {key} NOT NULL CONSTRAINT job_status_known CHECK (status IN ('ready', 'running', 'dead')),
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  leased_until BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX jobs_ready ON jobs (run_at, id) WHERE status = 'ready';
CREATE INDEX jobs_running ON jobs (leased_until) WHERE status = 'running';

CREATE TABLE idempotency_keys (
  scope {key} NOT NULL,
  route {key} NOT NULL,
  idempotency_key {key} NOT NULL,
  body_digest {key} NOT NULL,
  status {key} NOT NULL CONSTRAINT idempotency_status_known CHECK (status IN ('pending', 'done')),
  response_status BIGINT,
  response_body TEXT,
  created_at BIGINT NOT NULL,
  CONSTRAINT idempotency_key_once PRIMARY KEY (scope, route, idempotency_key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Append-only; ids and digests only, no personal values.
CREATE TABLE audit_log (
  seq {serial},
  at BIGINT NOT NULL,
  account_id {uuid},
  capacity {key} NOT NULL CONSTRAINT audit_capacity_known
    CHECK (capacity IN ('self', 'member', 'mandate', 'official', 'admin', 'system')),
  mandate_id {uuid},
  action {key} NOT NULL,
  subject_kind {key} NOT NULL,
  subject_id {key} NOT NULL,
  detail TEXT NOT NULL,
  request_id {key}
);
CREATE INDEX audit_log_mandate ON audit_log (mandate_id, seq) WHERE mandate_id IS NOT NULL;
CREATE INDEX audit_log_subject ON audit_log (subject_kind, subject_id, seq);

-- A legal rule, fee or policy: what held when, and why. `value` is JSON; `legal_basis` is cited in the
-- law's own language, `legal_basis_en` says the same to who reads English.
CREATE TABLE rules (
  name {key} NOT NULL,
  scope {key} NOT NULL,
  value TEXT NOT NULL,
  legal_basis TEXT NOT NULL,
  legal_basis_en TEXT,
  from_on {key} NOT NULL,
  until_on {key},
  suspended_by TEXT,
  CONSTRAINT rule_once PRIMARY KEY (name, scope, from_on)
);

CREATE TABLE policies (
  kind {key} NOT NULL,
  version {key} NOT NULL,
  text TEXT NOT NULL,
  from_on {key} NOT NULL,
  CONSTRAINT policy_once PRIMARY KEY (kind, version)
);

-- What changed in the catalogue, in commit order without gaps: feed_head is updated last in the
-- transaction that changes a listing, and its value is the change's number.
CREATE TABLE feed_head (
  id BIGINT PRIMARY KEY CONSTRAINT feed_head_single CHECK (id = 1),
  seq BIGINT NOT NULL
);
INSERT INTO feed_head (id, seq) VALUES (1, 0);
CREATE TABLE feed (
  seq BIGINT NOT NULL,
  product_id {uuid} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (seq, product_id)
);

-- Small numbers handed out in order (product numbers).
CREATE TABLE counters (
  name {key} PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('product', 0);

-- Facts of this installation: the secret's id, the market's marker, when sample data was made.
CREATE TABLE installation (
  name {key} PRIMARY KEY,
  value TEXT NOT NULL
);
