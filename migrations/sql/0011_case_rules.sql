-- How long a complaint may wait, by its kind, and what is owed. Values are JSON; days are inclusive.
INSERT INTO rules (name, scope, value, legal_basis, legal_basis_en, from_on, until_on, suspended_by) VALUES
  -- The law has the platform publish a time for each kind and leaves its length to the platform.
  ('case.answer_hours', 'not_received', '48', 'Nghị định 248/2026/NĐ-CP, Điều 7: nền tảng công bố thời hạn trả lời lần đầu theo từng loại sự cố', 'Decree 248/2026, article 7: the platform publishes a first-answer time by kind of issue', '2026-07-01', NULL, NULL),
  ('case.answer_hours', 'leaking', '48', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.answer_hours', 'damaged', '48', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.answer_hours', 'wrong', '48', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.answer_hours', 'missing', '48', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.answer_hours', 'spoiled', '48', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.answer_hours', 'not_as_described', '48', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.operator_hours', '*', '120', 'Quy định của chợ: chợ quyết định trong 5 ngày', 'Policy of the market: the operator decides within 5 days', '2026-07-01', NULL, NULL),
  ('case.resolution_days', 'not_received', '10', 'Nghị định 248/2026/NĐ-CP, Điều 7: nền tảng công bố thời hạn giải quyết dự kiến theo từng loại sự cố', 'Decree 248/2026, article 7: the platform publishes an expected resolution time by kind of issue', '2026-07-01', NULL, NULL),
  ('case.resolution_days', 'leaking', '7', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.resolution_days', 'damaged', '7', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.resolution_days', 'wrong', '7', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.resolution_days', 'missing', '7', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.resolution_days', 'spoiled', '7', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.resolution_days', 'not_as_described', '10', 'Nghị định 248/2026/NĐ-CP, Điều 7', 'Decree 248/2026, article 7', '2026-07-01', NULL, NULL),
  ('case.buyer_hours', '*', '48', 'Quy định của chợ: có câu trả lời mà không ai nói gì thì chợ quyết định', 'Policy of the market: silence after an answer goes to the operator', '2026-07-01', NULL, NULL),
  ('case.return_hours', '*', '336', 'Quy định của chợ: mười bốn ngày để kiện hàng quay về', 'Policy of the market: fourteen days for a box to come back', '2026-07-01', NULL, NULL),
  ('refund.hours', '*', '72', 'Quy định của chợ: khoản phải hoàn được trả trong 3 ngày', 'Policy of the market: what is owed is paid within 3 days', '2026-07-01', NULL, NULL),
  ('payment.forgive_up_to', '*', '5000', 'Quy định của chợ: người nhận được bỏ qua khoản phí mà ngân hàng đã trừ', 'Policy of the market: a payee may let go of what a bank took for itself', '2026-07-01', NULL, NULL);
