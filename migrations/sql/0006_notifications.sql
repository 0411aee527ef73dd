-- A notice goes to a person; deliveries of it go to channels.

CREATE TABLE notices (
  id {uuid} PRIMARY KEY,
  kind {key} NOT NULL,
  -- The event and the person: one notice each, however often the event's job runs.
  event_key {key} NOT NULL,
  recipient_key {key} NOT NULL,
  account_id {uuid},
  producer_id {uuid},
  order_id {uuid},
  lang {key} NOT NULL,
  -- Erasable: what the texts need (JSON), and where they go.
  params TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT,
  CONSTRAINT notice_once UNIQUE (event_key, recipient_key)
);
CREATE INDEX notices_account ON notices (account_id, created_at);

CREATE TABLE deliveries (
  id {uuid} PRIMARY KEY,
  notice_id {uuid} NOT NULL REFERENCES notices (id),
  channel {key} NOT NULL CONSTRAINT channel_known CHECK (channel IN ('mail', 'text', 'inbox', 'call')),
  address {key} NOT NULL,
  status {key} NOT NULL CONSTRAINT delivery_status_known CHECK (status IN ('waiting', 'sent', 'dead', 'skipped')),
  attempts BIGINT NOT NULL,
  message_id {key} NOT NULL,
  last_error TEXT,
  -- In đồng, where the carrier says so.
  cost BIGINT,
  created_at BIGINT NOT NULL,
  settled_at BIGINT,
  CONSTRAINT delivery_once UNIQUE (notice_id, channel)
);
CREATE INDEX deliveries_dead ON deliveries (settled_at) WHERE status = 'dead';

-- The call sheet: what no channel brought and what nobody answered, handed to somebody near by.
CREATE TABLE call_sheet (
  id {uuid} PRIMARY KEY,
  reason {key} NOT NULL CONSTRAINT call_reason_known CHECK (reason IN ('unanswered', 'unchecked', 'not_shipped', 'paused', 'unreached')),
  -- Who is to be called.
  side {key} NOT NULL CONSTRAINT call_side_known CHECK (side IN ('buyer', 'producer')),
  notice_id {uuid} REFERENCES notices (id),
  order_id {uuid},
  producer_id {uuid},
  -- Who calls: at `cooperative` this account alone, at `commune` every official of the place, at
  -- `hotline` the administrators.
  level {key} NOT NULL CONSTRAINT call_level_known CHECK (level IN ('cooperative', 'commune', 'hotline')),
  handed_to {uuid},
  province_code {key} NOT NULL,
  commune_code {key} NOT NULL,
  status {key} NOT NULL CONSTRAINT call_status_known CHECK (status IN ('open', 'done')),
  outcome {key} CONSTRAINT call_outcome_known CHECK (outcome IN ('accepts', 'call_again', 'no_answer', 'declines')),
  calls BIGINT NOT NULL,
  called_by {uuid},
  called_at BIGINT,
  created_at BIGINT NOT NULL,
  closed_at BIGINT
);
-- Somebody is called about an order once, whatever piles up meanwhile.
CREATE UNIQUE INDEX call_open_once ON call_sheet (order_id, side) WHERE status = 'open';
CREATE INDEX call_sheet_open ON call_sheet (created_at, id) WHERE status = 'open';
CREATE INDEX call_sheet_notice ON call_sheet (notice_id);

-- Links that do one thing, once, without a sign-in, for an order or for a shop that rests: named by the
-- delivery that carries them.
CREATE TABLE one_tap_links (
  id {uuid} PRIMARY KEY REFERENCES deliveries (id),
  token_hash {key} NOT NULL UNIQUE,
  act {key} NOT NULL CONSTRAINT one_tap_act_known CHECK (act IN ('accept', 'resume')),
  order_id {uuid},
  producer_id {uuid} NOT NULL,
  account_id {uuid},
  lang {key} NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  CONSTRAINT one_tap_accepts_an_order CHECK ((act = 'accept') = (order_id IS NOT NULL))
);
CREATE INDEX one_tap_links_resume ON one_tap_links (producer_id) WHERE act = 'resume' AND used_at IS NULL;
