-- The rules of the first day. Values are JSON; days are inclusive.
INSERT INTO rules (name, scope, value, legal_basis, legal_basis_en, from_on, until_on, suspended_by) VALUES
  ('alcohol.cod_allowed', '*', 'false', 'Luật 44/2019/QH14: rượu, bia bán qua thương mại điện tử được trả không dùng tiền mặt', 'Law 44/2019/QH14: alcohol sold by e-commerce is paid without cash', '2020-01-01', NULL, NULL),
  ('alcohol.max_abv_permille', '*', '150', 'Một nghị định trước đây lấy mức 15 % cho việc bán qua mạng; cần luật sư xác nhận', 'An older decree drew the line for selling online at 15 %; counsel to confirm', '2020-01-01', NULL, NULL),
  ('alcohol.no_promotion_from_permille', '*', '150', 'Luật 44/2019/QH14: không khuyến mại rượu, bia từ 15 % trở lên', 'Law 44/2019/QH14: no promotion of alcohol of 15 % and above', '2020-01-01', NULL, NULL),
  ('alcohol.minimum_age', '*', '18', 'Luật 44/2019/QH14', 'Law 44/2019/QH14', '2020-01-01', NULL, NULL),
  ('cod.refusals', '*', '{"most": 2, "days": 180}', 'Quy định của chợ: ai từ chối nhận chừng ấy kiện trong chừng ấy ngày thì trả tiền trước khi kiện sau rời đi', 'Policy of the market: who refused so many boxes within so many days pays before the next one leaves', '2020-01-01', NULL, NULL),
  ('listing.unstarred_allowed', '*', 'true', 'Quy định của chợ: được bán, ghi rõ là chưa có sao', 'Policy of the market: on sale, plainly labelled', '2020-01-01', NULL, NULL),
  ('review.decides', 'producer', '"commune"', 'Quy định của chợ', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.decides', 'listing', '"commune"', 'Quy định của chợ', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.decides', 'certificate', '"province"', 'Quyết định 26/2026/QĐ-TTg: tỉnh công nhận', 'Decision 26/2026/QD-TTg: the province certifies', '2020-01-01', NULL, NULL),
  ('review.decides', 'document', '"commune"', 'Quy định của chợ', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.decides', 'portrait', '"commune"', 'Quy định của chợ', 'Policy of the market', '2020-01-01', NULL, NULL),
  -- Weekdays on which offices are closed, a row a year. Days swapped for a Saturday are not among
  -- them. A year without a row has weekends alone; `doctor` says when one is wanted.
  ('calendar.holidays', '2026', '["2026-01-01","2026-02-16","2026-02-17","2026-02-18","2026-02-19","2026-02-20","2026-04-27","2026-04-30","2026-05-01","2026-09-01","2026-09-02"]', 'Bộ luật Lao động 45/2019/QH14, Điều 112; Tết 2026 nghỉ từ 14 đến 22 tháng 2 theo thông báo', 'Labour Code 45/2019/QH14, article 112; Tet from 14 to 22 February as announced for 2026', '2020-01-01', NULL, NULL),
  ('review.working_days', 'commune', '2', 'Quy định của chợ', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.working_days', 'province', '3', 'Quy định của chợ', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('review.working_days', 'platform', '3', 'Quy định của chợ', 'Policy of the market', '2020-01-01', NULL, NULL),
  ('certificate.valid_months', '*', '36', 'Quyết định 26/2026/QĐ-TTg: 36 tháng kể từ ngày cấp', 'Decision 26/2026/QD-TTg: 36 months from issue', '2018-01-01', NULL, NULL),
  ('certificate.extension_days', '*', '180', 'Quyết định 26/2026/QĐ-TTg, khoản 3 Điều 12: nhiều nhất 180 ngày sau ngày hết hạn', 'Decision 26/2026/QD-TTg, article 12.3: at most 180 days after its last day', '2018-01-01', NULL, NULL),
  ('certificate.regrading_window', '*', '[180, 120]', 'Quyết định 26/2026/QĐ-TTg: nộp trước ngày hết hạn từ 180 đến 120 ngày', 'Decision 26/2026/QD-TTg: lodged 180 to 120 days before its last day', '2018-01-01', NULL, NULL),
  ('certificate.notice_days', '*', '[210, 180, 150, 127, 119, 30, 0]', 'Quy định của chợ: quanh khoảng từ 180 đến 120 ngày được nộp hồ sơ đánh giá lại', 'Policy of the market: round the window of 180 to 120 days in which a re-grading is lodged', '2018-01-01', NULL, NULL),
  ('shop.pause_after_misses', '*', '2', 'Quy định của chợ: cửa hàng để hai đơn hết hạn mà giữa đó không gửi đơn nào thì tạm nghỉ cho đến khi mở lại', 'Policy of the market: a shop that lets two orders die, and none leave between them, pauses until it is back', '2020-01-01', NULL, NULL),
  ('shop.resume_link_days', '*', '14', 'Quy định của chợ: đường dẫn trong tin báo mở lại cửa hàng trong chừng ấy ngày', 'Policy of the market: so long the link in the notice opens the shop again', '2020-01-01', NULL, NULL),
  ('price.review_above_percent', '*', '50', 'Quy định của chợ: giá đổi quá một nửa thì hỏi lại', 'Policy of the market: a price that moves by more than half asks again', '2020-01-01', NULL, NULL);
