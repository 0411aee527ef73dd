-- The rules of the first day. Values are JSON; days are inclusive.
INSERT INTO rules (name, scope, value, legal_basis, from_on, until_on, suspended_by) VALUES
  ('alcohol.cod_allowed', '*', 'false', 'Law 44/2019/QH14: alcohol sold by e-commerce is paid without cash', '2020-01-01', NULL, NULL),
  ('alcohol.max_abv_permille', '*', '150', 'An older decree drew the line for selling online at 15 %; counsel to confirm', '2020-01-01', NULL, NULL),
  ('alcohol.no_promotion_from_permille', '*', '150', 'Law 44/2019/QH14: no promotion of alcohol of 15 % and above', '2020-01-01', NULL, NULL),
  ('alcohol.minimum_age', '*', '18', 'Law 44/2019/QH14', '2020-01-01', NULL, NULL),
  ('cod.refusals', '*', '{"most": 2, "days": 180}', 'Policy of the market: who refused so many boxes within so many days pays before the next one leaves', '2020-01-01', NULL, NULL),
  ('listing.unstarred_allowed', '*', 'true', 'Policy of the market: on sale, plainly labelled', '2020-01-01', NULL, NULL),
  ('review.decides', 'producer', '"commune"', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.decides', 'listing', '"commune"', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.decides', 'certificate', '"province"', 'Decision 26/2026/QD-TTg: the province certifies', '2020-01-01', NULL, NULL),
  ('review.decides', 'document', '"commune"', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.decides', 'portrait', '"commune"', 'Policy of the market', '2020-01-01', NULL, NULL),
  -- Weekdays on which offices are closed, a row a year. Days swapped for a Saturday are not among
  -- them. A year without a row has weekends alone; `doctor` says when one is wanted.
  ('calendar.holidays', '2026', '["2026-01-01","2026-02-16","2026-02-17","2026-02-18","2026-02-19","2026-02-20","2026-04-27","2026-04-30","2026-05-01","2026-09-01","2026-09-02"]', 'Labour Code 45/2019/QH14, article 112; Tet from 14 to 22 February as announced for 2026', '2020-01-01', NULL, NULL),
  ('review.working_days', 'commune', '2', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.working_days', 'province', '3', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.working_days', 'platform', '3', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('certificate.valid_months', '*', '36', 'Decision 26/2026/QD-TTg: 36 months from issue', '2018-01-01', NULL, NULL),
  ('certificate.extension_days', '*', '180', 'Decision 26/2026/QD-TTg, article 12.3: at most 180 days after its last day', '2018-01-01', NULL, NULL),
  ('certificate.regrading_window', '*', '[180, 120]', 'Decision 26/2026/QD-TTg: lodged 180 to 120 days before its last day', '2018-01-01', NULL, NULL),
  ('certificate.notice_days', '*', '[210, 180, 150, 127, 119, 30, 0]', 'Policy of the market: round the window of 180 to 120 days in which a re-grading is lodged', '2018-01-01', NULL, NULL),
  ('shop.pause_after_misses', '*', '2', 'Policy of the market: a shop that lets two orders die, and none leave between them, pauses until it is back', '2020-01-01', NULL, NULL),
  ('price.review_above_percent', '*', '50', 'Policy of the market: a price that moves by more than half asks again', '2020-01-01', NULL, NULL);
