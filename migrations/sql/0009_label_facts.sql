-- The label facts of the first day. A row below holds for all sets from `first` to `last`.
INSERT INTO fact_definitions
  (set_no, fact, kind, label_vi, label_en, unit, max, required, position, legal_basis, legal_basis_en, from_on, until_on)
WITH numbers (set_no) AS (VALUES
    (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18),
    (19), (20), (21), (22), (23), (24), (25), (26)),
  facts (first, last, fact, kind, label_vi, label_en, unit, max, required, position) AS (VALUES
    (1, 25, 'origin', 'text', 'Xuất xứ', 'Origin', NULL, 200, 1, 1),
    (5, 20, 'ingredients', 'text', 'Thành phần', 'Ingredients', NULL, 2000, 1, 2),
    (1, 20, 'storage', 'text', 'Hướng dẫn bảo quản', 'Storage', NULL, 500, 1, 3),
    (1, 20, 'shelf_life_days', 'number', 'Hạn sử dụng kể từ ngày sản xuất', 'Shelf life from production', 'day', 3660, 0, 4),
    (1, 20, 'usage', 'text', 'Hướng dẫn sử dụng', 'Directions for use', NULL, 1000, 0, 5),
    (1, 13, 'warnings', 'text', 'Thông tin cảnh báo', 'Warnings', NULL, 500, 0, 6),
    (14, 15, 'warnings', 'text', 'Thông tin cảnh báo', 'Warnings', NULL, 500, 1, 6),
    (16, 20, 'warnings', 'text', 'Thông tin cảnh báo', 'Warnings', NULL, 500, 0, 6),
    (1, 20, 'standard', 'text', 'Tiêu chuẩn công bố áp dụng', 'Published standard', NULL, 200, 0, 7),
    (1, 20, 'vegetarian', 'flag', 'Món chay', 'Vegetarian', NULL, 1, 0, 8),
    (21, 22, 'material', 'text', 'Chất liệu', 'Material', NULL, 500, 1, 2),
    (21, 22, 'dimensions', 'text', 'Kích thước', 'Dimensions', NULL, 200, 0, 3),
    (21, 25, 'care', 'text', 'Hướng dẫn chăm sóc, bảo quản', 'Care', NULL, 1000, 0, 4),
    (26, 26, 'place', 'text', 'Địa điểm', 'Place', NULL, 500, 1, 1))
SELECT n.set_no, f.fact, f.kind, f.label_vi, f.label_en, f.unit, f.max, f.required, f.position,
  'Nghị định 37/2026/NĐ-CP về nhãn hàng hóa; với rượu, bia thêm Luật 44/2019/QH14',
  'Decree 37/2026/ND-CP on labels; for alcohol also Law 44/2019/QH14', '2020-01-01', NULL
FROM facts f JOIN numbers n ON n.set_no BETWEEN f.first AND f.last;
