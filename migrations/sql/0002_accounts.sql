-- People: accounts, contact points, sessions, roles, memberships, mandates, consents.

CREATE TABLE accounts (
  id {uuid} PRIMARY KEY,
  name TEXT NOT NULL,
  name_sort {key} NOT NULL,
  status {key} NOT NULL CONSTRAINT account_status_known CHECK (status IN ('active', 'suspended', 'erased')),
  password_hash TEXT,
  lang {key} NOT NULL CONSTRAINT account_lang_known CHECK (lang IN ('vi', 'en')),
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE contact_points (
  id {uuid} PRIMARY KEY,
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  kind {key} NOT NULL CONSTRAINT contact_kind_known CHECK (kind IN ('email', 'phone')),
  value {key} NOT NULL,
  proven_at BIGINT,
  proven_by {key},
  bounced_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX contact_points_account ON contact_points (account_id);
CREATE INDEX contact_points_value ON contact_points (kind, value);
CREATE UNIQUE INDEX contact_proven_once ON contact_points (kind, value) WHERE proven_at IS NOT NULL;

CREATE TABLE sessions (
  id {uuid} PRIMARY KEY,
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  token_hash {key} NOT NULL CONSTRAINT session_token_once UNIQUE,
  device TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  fresh_until BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX sessions_account ON sessions (account_id);

-- Printed cards: some sign-in codes for one person, each good once. One card of a person holds.
CREATE TABLE sign_in_cards (
  id {uuid} PRIMARY KEY,
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  -- The producer that issued it for its member; none: an official did.
  producer_id {uuid},
  issued_by {uuid},
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX sign_in_card_once ON sign_in_cards (account_id) WHERE revoked_at IS NULL;

-- One-time secrets, hashed: proof of a contact point, password reset, sign-in codes.
CREATE TABLE one_time_codes (
  id {uuid} PRIMARY KEY,
  purpose {key} NOT NULL CONSTRAINT code_purpose_known
    CHECK (purpose IN ('prove_contact', 'reset_password', 'sign_in')),
  code_hash {key} NOT NULL CONSTRAINT one_time_code_once UNIQUE,
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  contact_id {uuid},
  issued_by {uuid},
  card_id {uuid} REFERENCES sign_in_cards (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  -- Wrong tries left to a code of a few digits that went out by text; none: the door's delays suffice.
  tries_left BIGINT CONSTRAINT code_tries_never_negative CHECK (tries_left >= 0)
);
CREATE INDEX one_time_codes_account ON one_time_codes (account_id, purpose);

-- Failures at the door, by account or device: a delay, never a lock.
CREATE TABLE sign_in_failures (
  subject {key} PRIMARY KEY,
  failures BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);

CREATE TABLE account_roles (
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  role {key} NOT NULL CONSTRAINT role_known CHECK (role IN ('official', 'admin')),
  area_kind {key} NOT NULL CONSTRAINT area_kind_known CHECK (area_kind IN ('commune', 'province', 'country')),
  area_code {key} NOT NULL,
  granted_by {uuid},
  granted_at BIGINT NOT NULL,
  CONSTRAINT role_once PRIMARY KEY (account_id, role, area_kind, area_code)
);

CREATE TABLE members (
  producer_id {uuid} NOT NULL,
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  role {key} NOT NULL CONSTRAINT member_role_known CHECK (role IN ('owner', 'editor', 'packer')),
  added_by {uuid},
  added_at BIGINT NOT NULL,
  CONSTRAINT member_once PRIMARY KEY (producer_id, account_id)
);
CREATE INDEX members_account ON members (account_id);

-- Asked to become a member: eight digits went to a contact point, and whoever shows them joins.
CREATE TABLE member_invitations (
  id {uuid} PRIMARY KEY,
  producer_id {uuid} NOT NULL,
  role {key} NOT NULL CONSTRAINT invited_role_known CHECK (role IN ('owner', 'editor', 'packer')),
  contact_kind {key} NOT NULL CONSTRAINT invited_contact_known CHECK (contact_kind IN ('email', 'phone')),
  contact {key} NOT NULL,
  code_hash {key} NOT NULL CONSTRAINT invitation_code_once UNIQUE,
  tries_left BIGINT NOT NULL CONSTRAINT invitation_tries_never_negative CHECK (tries_left >= 0),
  invited_by {uuid} NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  accepted_at BIGINT,
  accepted_by {uuid},
  revoked_at BIGINT
);
CREATE UNIQUE INDEX invitation_open_once ON member_invitations (producer_id, contact_kind, contact)
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX member_invitations_contact ON member_invitations (contact_kind, contact);

-- A producer passed to a new owner by an official with a paper.
CREATE TABLE hand_overs (
  id {uuid} PRIMARY KEY,
  producer_id {uuid} NOT NULL,
  -- The owners before: account ids, as JSON.
  from_owners TEXT NOT NULL,
  to_account {uuid} NOT NULL REFERENCES accounts (id),
  reason_code {key} NOT NULL CONSTRAINT hand_over_reason_known
    CHECK (reason_code IN ('death', 'sale', 'new_representative', 'lost_access', 'other')),
  paper_id {uuid} NOT NULL,
  media_type {key} NOT NULL,
  decided_by {uuid} NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX hand_overs_producer ON hand_overs (producer_id);

-- Acting for a producer (comes to life with the call sheet; rows are read from the first day).
CREATE TABLE mandates (
  id {uuid} PRIMARY KEY,
  producer_id {uuid} NOT NULL,
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  scope {key} NOT NULL CONSTRAINT mandate_scope_known CHECK (scope IN ('orders', 'listings', 'all')),
  basis {key} NOT NULL CONSTRAINT mandate_basis_known CHECK (basis IN ('paper', 'call', 'code')),
  evidence TEXT,
  -- The file of the signed paper.
  paper_id {uuid},
  media_type {key},
  granted_by {uuid},
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  revoked_at BIGINT,
  CONSTRAINT mandate_paper_kept CHECK (basis <> 'paper' OR (paper_id IS NOT NULL AND media_type IS NOT NULL))
);
CREATE INDEX mandates_account ON mandates (account_id);
CREATE INDEX mandates_producer ON mandates (producer_id);

CREATE TABLE saved_addresses (
  id {uuid} PRIMARY KEY,
  account_id {uuid} NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  phone {key} NOT NULL,
  province_code {key} NOT NULL,
  commune_code {key} NOT NULL,
  street TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX saved_addresses_account ON saved_addresses (account_id);

CREATE TABLE consents (
  id {uuid} PRIMARY KEY,
  account_id {uuid},
  checkout_id {uuid},
  policy_kind {key} NOT NULL,
  policy_version {key} NOT NULL,
  given_at BIGINT NOT NULL,
  withdrawn_at BIGINT
);
