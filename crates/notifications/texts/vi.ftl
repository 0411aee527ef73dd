# The words of every notice. Each key: .subject, .body (one paragraph a line), .text (a text
# message), .action (the button), .deadline (the label of the deadline). English has the same keys.

market = Chợ OCOP
greeting = Chào { $name },
greeting-nameless = Chào bạn,
footer = Thư này được gửi tự động từ Chợ OCOP, nơi nhà sản xuất OCOP bán thẳng tới người mua.
footer-tracking = Có thể tra cứu đơn bất cứ lúc nào bằng mã { $code } và số điện thoại đặt hàng.

label-code = Mã đơn
label-recipient = Giao tới
label-payment = Thanh toán
label-reason = Lý do
label-carrier = Đơn vị vận chuyển
label-tracking = Mã vận đơn
label-parcel-phone = Điện thoại hỏi hàng
label-goods = Tiền hàng
label-shipping = Phí giao hàng
label-total = Tổng cộng
label-product = Sản phẩm
label-producer = Chủ thể
label-decision = Quyết định số
label-expires = Ngày hết hạn
label-until = Hiệu lực đến
label-extended-until = Kéo dài đến hết ngày
label-cause = Lý do thu hồi
label-newer-decision = Quyết định thay thế

cause-false_file = Hồ sơ không trung thực
cause-criteria_no_longer_met = Sản phẩm không còn đáp ứng tiêu chí
cause-law_breached = Vi phạm pháp luật về chất lượng, an toàn thực phẩm, môi trường, sở hữu trí tuệ hoặc nhãn hàng hoá
cause-mark_misused = Sử dụng sai biểu trưng OCOP
cause-production_stopped = Ngừng sản xuất
cause-other_finding = Kết luận khác của cơ quan có thẩm quyền
label-paper = Giấy tờ
label-number = Số
label-authority = Cơ quan
paper-food_self_declaration = Bản tự công bố sản phẩm
paper-food_registration = Bản đăng ký công bố
paper-food_facility_certificate = Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm
paper-food_facility_exemption = Giấy tờ chứng minh cơ sở không thuộc diện cấp giấy chứng nhận an toàn thực phẩm
paper-test_report = Phiếu kiểm nghiệm
paper-alcohol_production_licence = Giấy phép sản xuất rượu
paper-alcohol_retail_licence = Giấy phép bán lẻ rượu
paper-vietgap = Giấy chứng nhận VietGAP
paper-trademark = Giấy chứng nhận nhãn hiệu
paper-geographical_indication = Chỉ dẫn địa lý
paper-cosmetics_notification = Phiếu công bố mỹ phẩm
label-amount = Số tiền
label-to-send = Số tiền cần chuyển
label-bank = Ngân hàng
label-account = Số tài khoản
label-account-name = Tên tài khoản
label-transfer-text = Nội dung chuyển khoản
label-problem = Sự cố
label-wish = Người mua muốn
label-answer = Nhà sản xuất đề nghị
label-case-decision = Kết quả

case-word-not_received = Chưa nhận được hàng
case-word-leaking = Hàng bị rò rỉ
case-word-damaged = Hàng bị hỏng, vỡ
case-word-wrong = Giao sai hàng
case-word-missing = Giao thiếu
case-word-spoiled = Hàng bị hư, mốc
case-word-not_as_described = Không đúng mô tả
case-word-refund = Hoàn tiền
case-word-replacement = Gửi lại hàng
case-word-return = Trả hàng, hoàn tiền
case-word-refuse = Không bồi hoàn
case-word-withdrawn = Người mua rút lại

payment-cod = Trả tiền khi nhận hàng
payment-vietqr = Chuyển khoản VietQR
payment-stripe = Thẻ

carrier-self = Nhà sản xuất tự giao
carrier-coach = Xe khách

reason-buyer_changed_mind = Người mua đổi ý
reason-producer_no_answer = Nhà sản xuất không trả lời trong thời hạn
reason-not_shipped = Hàng không được gửi trong thời hạn
reason-out_of_stock = Hết hàng
reason-payment_missing = Chưa nhận được thanh toán
reason-undeliverable = Không giao được tới địa chỉ
reason-refused_at_door = Người nhận từ chối nhận hàng
reason-lost = Thất lạc trên đường giao
reason-recall = Sản phẩm bị thu hồi
reason-suspended = Sản phẩm bị cơ quan chức năng tạm dừng bán

remark-wrong_set = Sai bộ sản phẩm
remark-label_incomplete = Thông tin nhãn chưa đủ
remark-certificate_unverified = Giấy chứng nhận chưa được xác minh
remark-certificate_lapsed = Giấy chứng nhận đã hết hạn
remark-false_claim = Nội dung không đúng sự thật
remark-forbidden_goods = Hàng hoá không được phép bán
remark-picture_unclear = Ảnh không rõ
remark-story_copied = Câu chuyện sản phẩm sao chép từ nơi khác
remark-price_unit = Giá hoặc đơn vị tính chưa đúng
remark-licence_missing = Thiếu giấy phép
remark-outside_area = Ngoài địa bàn phụ trách
remark-duplicate = Trùng với mục đã có
remark-other = Góp ý khác

waiting-producer = { $count } hồ sơ chủ thể, lâu nhất { $days } ngày, quá hạn { $urgent }
waiting-listing = { $count } sản phẩm chờ duyệt, lâu nhất { $days } ngày, quá hạn { $urgent }
waiting-certificate = { $count } giấy chứng nhận chờ xác minh, lâu nhất { $days } ngày, quá hạn { $urgent }
waiting-document = { $count } giấy tờ chờ kiểm tra, lâu nhất { $days } ngày, quá hạn { $urgent }
waiting-portrait = { $count } ảnh chủ thể chờ xem, lâu nhất { $days } ngày, quá hạn { $urgent }
waiting-call = { $count } cuộc gọi cần thực hiện, lâu nhất { $days } ngày; { $urgent } đơn hết hạn hôm nay
waiting-difference = { $count } khoản sổ sách lệch cần xem, lâu nhất { $days } ngày, quá hạn { $urgent }
waiting-ending-certificate = { $count } giấy chứng nhận OCOP hết hạn trong 30 ngày tới, sớm nhất còn { $days } ngày
waiting-ending-paper = { $count } giấy tờ hết hạn trong 30 ngày tới, sớm nhất còn { $days } ngày

call-unanswered = Chào { $name }, tôi gọi từ Chợ OCOP. { $producer } có đơn { $code }: { $items }, tổng { $total }, đang chờ trả lời trước { $until }. Anh/chị có nhận đơn này không?
call-paused = Chào { $name }, tôi gọi từ Chợ OCOP. Mấy đơn gần đây chưa kịp trả lời nên gian hàng { $producer } đang tạm nghỉ. Anh/chị muốn mở bán lại chưa?
call-unchecked = Chào { $name }, tôi gọi từ Chợ OCOP. Người mua báo đã chuyển { $total } cho đơn { $code } của { $producer }. Anh/chị mở tài khoản xem tiền đã về chưa giúp nhé?
call-not-shipped = Chào { $name }, tôi gọi từ Chợ OCOP. Đơn { $code } của { $producer } ({ $items }) đã nhận mà chưa gửi, hạn cuối { $until }. Bao giờ anh/chị gửi được?

order-awaiting-payment-buyer =
    .subject = Chuyển khoản { $total } cho đơn { $code }
    .body =
        Cảm ơn bạn đã đặt hàng của { $producer }. Xin chuyển khoản thẳng tới nhà sản xuất theo thông tin dưới đây; mã QR ở trang đơn hàng điền sẵn mọi thứ.
        Chợ không giữ tiền của bạn. Hàng được giữ tới thời hạn dưới đây; chuyển xong, xin bấm "Tôi đã chuyển" ở trang đơn hàng.
    .text = Chợ OCOP: đã nhận đơn { $code } của { $producer }, xin chuyển khoản.
    .action = Mở mã QR
    .deadline = Chuyển trước

order-awaiting-payment-to-market-buyer =
    .subject = Chuyển khoản cho đơn { $code }
    .body =
        Cảm ơn bạn đã đặt hàng của { $producer }. Xin chuyển khoản tới tài khoản của chợ theo thông tin dưới đây, một lần cho cả lần mua; mã QR ở trang đơn hàng điền sẵn mọi thứ.
        Chợ giữ tiền cho đến khi trả nhà sản xuất. Hàng được giữ tới thời hạn dưới đây; chuyển xong, xin bấm "Tôi đã chuyển" ở trang đơn hàng.
    .text = Chợ OCOP: đã nhận đơn { $code } của { $producer }, xin chuyển khoản tới tài khoản của chợ.
    .action = Mở mã QR
    .deadline = Chuyển trước

order-partly-paid-to-market-buyer =
    .subject = Đơn { $code } còn thiếu tiền
    .body =
        Chợ đã nhận được một phần. Xin chuyển nốt đúng số còn thiếu; hàng vẫn được giữ cho bạn.
    .text = Chợ OCOP: đơn { $code } còn thiếu tiền, hàng vẫn được giữ.
    .action = Mở mã QR của phần còn thiếu

order-payment-missing-to-market-buyer =
    .subject = Chợ chưa thấy tiền của đơn { $code }
    .body =
        Chợ đã xem tài khoản mà chưa thấy tiền về. Xin xem lại số tài khoản và nội dung chuyển khoản; nếu đã chuyển, hãy báo lại ở trang đơn hàng.
    .text = Chợ OCOP: chưa thấy tiền của đơn { $code }.
    .action = Mở mã QR
    .deadline = Chuyển trước

order-payment-reminder-buyer =
    .subject = Nhắc: đơn { $code } chờ chuyển khoản
    .body =
        Đơn của { $producer } vẫn chờ tiền. Quá thời hạn dưới đây mà không có tin gì, đơn tự huỷ. Nếu bạn đã chuyển, xin bấm "Tôi đã chuyển" ở trang đơn hàng.
    .text = Chợ OCOP nhắc: đơn { $code } chờ bạn chuyển khoản.
    .action = Mở mã QR
    .deadline = Chuyển trước

order-payment-reported-producer =
    .subject = Người mua báo đã chuyển { $total }, đơn { $code }
    .body =
        Xin mở tài khoản ngân hàng xem tiền của đơn { $code } đã về chưa, rồi ghi số tiền đã nhận. Nội dung chuyển khoản là mã đơn.
        Đơn không tự huỷ nữa: chờ bạn xác nhận.
    .text = Chợ OCOP: người mua báo đã chuyển { $total } cho đơn { $code } của { $producer }. Xin xem tài khoản.
    .action = Xem tiền về
    .deadline = Xác nhận trước

order-partly-paid-buyer =
    .subject = Đơn { $code } còn thiếu tiền
    .body =
        { $producer } đã nhận được một phần. Xin chuyển nốt đúng số còn thiếu; hàng vẫn được giữ cho bạn.
    .text = Chợ OCOP: đơn { $code } còn thiếu tiền, hàng vẫn được giữ.
    .action = Mở mã QR của phần còn thiếu

order-payment-missing-buyer =
    .subject = { $producer } chưa thấy tiền của đơn { $code }
    .body =
        Nhà sản xuất đã xem tài khoản mà chưa thấy tiền về. Xin xem lại số tài khoản và nội dung chuyển khoản; nếu đã chuyển, hãy báo lại ở trang đơn hàng.
    .text = Chợ OCOP: { $producer } chưa thấy tiền của đơn { $code }.
    .action = Mở mã QR
    .deadline = Chuyển trước

order-payment-unchecked-official =
    .subject = Đơn { $code }: người mua báo đã trả, chưa ai xem
    .body =
        { $producer } chưa xác nhận tiền của đơn { $code } sau hai lần nhắc. Đơn không tự huỷ: xin liên hệ hai bên.
    .text = Chợ OCOP: đơn { $code } của { $producer } báo đã trả mà chưa ai xác nhận.
    .action = Mở danh sách

order-placed-buyer =
    .subject = Đã nhận đơn hàng { $code }
    .body =
        Cảm ơn bạn đã đặt hàng của { $producer }. Đơn đã được chuyển tới nhà sản xuất; bạn sẽ nhận tin ngay khi đơn được xác nhận.
        Nếu nhà sản xuất không trả lời kịp, đơn tự huỷ và bạn không phải trả gì.
    .text = Chợ OCOP: đã nhận đơn { $code } của { $producer }, tổng { $total }.
    .action = Xem hoặc huỷ đơn
    .deadline = Nhà sản xuất trả lời trước

order-placed-producer =
    .subject = Đơn hàng mới { $code }, { $total }
    .body =
        { $producer } có đơn hàng mới. Xin nhận hoặc từ chối trước thời hạn; quá hạn đơn sẽ tự huỷ.
    .text = Chợ OCOP: { $producer } có đơn mới { $code }, { $total }.
    .action = Nhận đơn
    .deadline = Trả lời trước

order-reminder-producer =
    .subject = Nhắc: đơn { $code } đang chờ
    .body =
        Đơn { $code } của { $producer } vẫn đang chờ bạn. Quá thời hạn dưới đây, đơn sẽ tự huỷ và người mua được báo.
    .text = Chợ OCOP nhắc: đơn { $code }, { $total } vẫn đang chờ { $producer }.
    .action = Mở đơn
    .deadline = Làm trước

order-extended-buyer =
    .subject = Đơn { $code } cần thêm thời gian
    .body =
        { $producer } xin thêm thời gian cho đơn của bạn. Mỗi đơn chỉ được xin một lần.
    .text = Chợ OCOP: { $producer } xin thêm thời gian cho đơn { $code }.
    .action = Xem đơn
    .deadline = Hạn mới

order-accepted-buyer =
    .subject = Đơn { $code } đã được nhận
    .body =
        { $producer } đã nhận đơn của bạn và đang chuẩn bị hàng.
    .text = Chợ OCOP: { $producer } đã nhận đơn { $code }.
    .action = Xem đơn
    .deadline = Gửi hàng trước

order-declined-buyer =
    .subject = Đơn { $code } không được nhận
    .body =
        Rất tiếc, { $producer } không nhận được đơn này. Bạn không phải trả gì cho đơn.
    .text = Chợ OCOP: rất tiếc, { $producer } không nhận được đơn { $code }.
    .action = Xem đơn

order-shipped-buyer =
    .subject = Đơn { $code } đã được gửi
    .body =
        { $producer } đã gửi hàng. Khi nhận hàng, xin kiểm tra gói hàng rồi xác nhận đã nhận.
    .text = Chợ OCOP: { $producer } đã gửi đơn { $code }.
    .action = Theo dõi đơn

order-ask-buyer-buyer =
    .subject = Bạn đã nhận được đơn { $code } chưa?
    .body =
        Theo lịch, hàng của { $producer } đã đến. Xin cho biết bạn đã nhận được chưa.
        Nếu bạn không trả lời trong 7 ngày, đơn được coi là đã giao.
    .text = Chợ OCOP: bạn đã nhận được đơn { $code } của { $producer } chưa?
    .action = Trả lời
    .deadline = Trả lời trước

order-delivered-buyer =
    .subject = Đơn { $code } đã giao
    .body =
        Đơn hàng của { $producer } đã được giao. Nếu hàng có vấn đề, xin báo ngay ở trang đơn hàng.
    .text = Chợ OCOP: đơn { $code } của { $producer } đã giao.
    .action = Xem đơn
    .deadline = Báo sự cố trước

order-completed-producer =
    .subject = Đơn { $code } đã hoàn tất
    .body =
        Đơn { $code } của { $producer } đã hoàn tất. Cảm ơn bạn.
    .text = Chợ OCOP: đơn { $code }, { $total } đã hoàn tất.
    .action = Xem đơn

order-cancelled-buyer =
    .subject = Đơn { $code } đã huỷ
    .body =
        Đơn hàng của { $producer } đã huỷ. Bạn không phải trả gì cho đơn.
    .text = Chợ OCOP: đơn { $code } của { $producer } đã huỷ.
    .action = Xem đơn

order-cancelled-producer =
    .subject = Đơn { $code } đã huỷ
    .body =
        Đơn { $code } của { $producer } đã huỷ. Xin đừng gửi hàng; hàng giữ cho đơn đã trở lại kho để bán tiếp.
    .text = Chợ OCOP: đơn { $code } đã huỷ, xin đừng gửi hàng.
    .action = Xem đơn

order-expired-buyer =
    .subject = Đơn { $code } đã hết hạn
    .body =
        Đơn hàng của { $producer } đã hết hạn và không còn hiệu lực. Bạn có thể đặt lại bất cứ lúc nào.
    .text = Chợ OCOP: đơn { $code } của { $producer } đã hết hạn.
    .action = Xem đơn

order-expired-producer =
    .subject = Đơn { $code } đã hết hạn
    .body =
        Đơn { $code } của { $producer } đã hết hạn. Hàng giữ cho đơn đã trở lại kho để bán tiếp.
    .text = Chợ OCOP: đơn { $code } đã hết hạn.
    .action = Xem đơn

order-delivery-failed-buyer =
    .subject = Chưa giao được đơn { $code }
    .body =
        Hàng của { $producer } chưa giao được. Nhà sản xuất sẽ liên hệ hoặc nhận lại hàng; xin để ý điện thoại.
    .text = Chợ OCOP: chưa giao được đơn { $code } của { $producer }, xin để ý điện thoại.
    .action = Xem đơn

order-returned-buyer =
    .subject = Đơn { $code } đã trả về nhà sản xuất
    .body =
        Hàng của đơn đã về tới { $producer }. Đơn kết thúc tại đây.
    .text = Chợ OCOP: hàng của đơn { $code } đã về tới { $producer }.
    .action = Xem đơn

order-lost-buyer =
    .subject = Đơn { $code } bị thất lạc
    .body =
        Rất tiếc, hàng của { $producer } bị thất lạc trên đường giao. Đơn kết thúc tại đây.
    .text = Chợ OCOP: rất tiếc, hàng của đơn { $code } bị thất lạc.
    .action = Xem đơn

producer-approved =
    .subject = Hồ sơ của { $name } được duyệt
    .body =
        Hồ sơ chủ thể { $name } đã được duyệt. Từ bây giờ sản phẩm được duyệt sẽ có mặt trên chợ.
    .text = Chợ OCOP: hồ sơ của { $name } được duyệt.
    .action = Mở bàn làm việc

producer-rejected =
    .subject = Hồ sơ của { $name } không được duyệt
    .body =
        Hồ sơ chủ thể { $name } không được duyệt. Lý do ở dưới đây.
    .text = Chợ OCOP: hồ sơ của { $name } không được duyệt.
    .action = Xem hồ sơ

producer-changes-requested =
    .subject = Hồ sơ của { $name } cần sửa
    .body =
        Người xét duyệt đề nghị sửa hồ sơ của { $name }. Sửa xong xin gửi lại.
    .text = Chợ OCOP: hồ sơ của { $name } cần sửa.
    .action = Sửa hồ sơ

listing-approved =
    .subject = Sản phẩm { $name } được duyệt
    .body =
        Sản phẩm { $name } đã được duyệt và có mặt trên chợ.
    .text = Chợ OCOP: sản phẩm { $name } được duyệt.
    .action = Xem sản phẩm

listing-rejected =
    .subject = Sản phẩm { $name } không được duyệt
    .body =
        Bản gửi duyệt của sản phẩm { $name } không được duyệt. Lý do ở dưới đây.
    .text = Chợ OCOP: sản phẩm { $name } không được duyệt.
    .action = Xem sản phẩm

listing-changes-requested =
    .subject = Sản phẩm { $name } cần sửa
    .body =
        Người xét duyệt đề nghị sửa sản phẩm { $name }. Sửa xong xin gửi lại.
    .text = Chợ OCOP: sản phẩm { $name } cần sửa.
    .action = Sửa sản phẩm

certificate-approved =
    .subject = Giấy chứng nhận của { $name } được xác minh
    .body =
        Giấy chứng nhận OCOP của { $name } đã được xác minh. Hạng sao hiện trên trang sản phẩm cho tới ngày hết hạn.
    .text = Chợ OCOP: giấy chứng nhận của { $name } được xác minh.
    .action = Xem giấy chứng nhận

certificate-rejected =
    .subject = Giấy chứng nhận của { $name } không được xác minh
    .body =
        Giấy chứng nhận OCOP của { $name } không được xác minh. Lý do ở dưới đây.
    .text = Chợ OCOP: giấy chứng nhận của { $name } không được xác minh.
    .action = Xem giấy chứng nhận

certificate-changes-requested =
    .subject = Giấy chứng nhận của { $name } cần bổ sung
    .body =
        Người xét duyệt đề nghị bổ sung giấy chứng nhận của { $name }.
    .text = Chợ OCOP: giấy chứng nhận của { $name } cần bổ sung.
    .action = Bổ sung

document-approved =
    .subject = Giấy tờ { $name } được chấp nhận
    .body =
        Giấy tờ { $name } đã được chấp nhận.
    .text = Chợ OCOP: giấy tờ { $name } được chấp nhận.
    .action = Xem giấy tờ

document-rejected =
    .subject = Giấy tờ { $name } không được chấp nhận
    .body =
        Giấy tờ { $name } không được chấp nhận. Lý do ở dưới đây.
    .text = Chợ OCOP: giấy tờ { $name } không được chấp nhận.
    .action = Xem giấy tờ

document-changes-requested =
    .subject = Giấy tờ { $name } cần bổ sung
    .body =
        Người xét duyệt đề nghị bổ sung giấy tờ { $name }.
    .text = Chợ OCOP: giấy tờ { $name } cần bổ sung.
    .action = Bổ sung

portrait-approved =
    .subject = Ảnh của { $name } đã được hiển thị
    .body =
        Từ nay, ảnh của { $name } hiển thị bên câu chuyện và sản phẩm của bạn.
    .text = Chợ OCOP: ảnh của { $name } đã được hiển thị.
    .action = Xem ảnh

portrait-rejected =
    .subject = Ảnh của { $name } không được hiển thị
    .body =
        Ảnh mới của { $name } không được hiển thị. Lý do ở dưới đây.
    .text = Chợ OCOP: ảnh của { $name } không được hiển thị.
    .action = Xem ảnh

portrait-changes-requested =
    .subject = Cần ảnh khác của { $name }
    .body =
        Người xét duyệt đề nghị gửi ảnh khác của { $name }. Lý do ở dưới đây.
    .text = Chợ OCOP: cần ảnh khác của { $name }.
    .action = Gửi ảnh khác

certificate-expiring-producer =
    .subject = { $days ->
        [0] Giấy chứng nhận OCOP của { $product } hết hạn hôm nay
       *[other] Giấy chứng nhận OCOP của { $product } còn { $days } ngày
    }
    .body =
        Giấy chứng nhận hết hiệu lực vào cuối ngày { $expires }; từ đó hạng sao không còn hiện.
        Hồ sơ đánh giá lại nộp trong khoảng từ 180 đến 120 ngày trước ngày hết hạn. Nếu đã nộp, xin ghi số biên nhận.
    .text = Chợ OCOP: giấy chứng nhận OCOP của { $product } hết hạn ngày { $expires }.
    .action = Xem giấy chứng nhận

certificate-expiring-official =
    .subject = { $days ->
        [0] Giấy chứng nhận của { $product } hết hạn hôm nay
       *[other] Giấy chứng nhận của { $product } còn { $days } ngày
    }
    .body =
        Giấy chứng nhận OCOP của { $product } ({ $producer }) hết hiệu lực vào cuối ngày { $expires }.
        Hồ sơ đánh giá lại nộp trong khoảng từ 180 đến 120 ngày trước ngày hết hạn; xin nhắc chủ thể.
    .text = Chợ OCOP: giấy chứng nhận của { $product } ({ $producer }) hết hạn ngày { $expires }.
    .action = Mở bàn xét duyệt

certificate-extended-producer =
    .subject = Giấy chứng nhận OCOP của { $product } được kéo dài
    .body =
        Hồ sơ đánh giá lại đã được ghi nhận; hạng sao tiếp tục hiện cho tới khi có kết quả, không quá ngày dưới đây.
    .text = Chợ OCOP: giấy chứng nhận OCOP của { $product } được kéo dài.
    .action = Xem giấy chứng nhận

certificate-extended-official =
    .subject = Giấy chứng nhận của { $product } được kéo dài
    .body =
        Đã ghi nhận biên nhận hồ sơ đánh giá lại của { $product } ({ $producer }); hạng sao tiếp tục hiện tới ngày dưới đây.
    .text = Chợ OCOP: giấy chứng nhận của { $product } ({ $producer }) được kéo dài.
    .action = Mở bàn xét duyệt

certificate-revoked-producer =
    .subject = Giấy chứng nhận OCOP của { $product } bị thu hồi
    .body =
        Hạng sao của { $product } đã được gỡ khỏi chợ. Đơn đã đặt vẫn giữ nguyên thông tin lúc mua.
        Nếu tên hay mô tả sản phẩm còn ghi hạng sao, xin sửa ngay: sản phẩm sẽ được xét lại.
    .text = Chợ OCOP: giấy chứng nhận OCOP của { $product } bị thu hồi.
    .action = Xem giấy chứng nhận

certificate-revoked-official =
    .subject = Giấy chứng nhận của { $product } bị thu hồi
    .body =
        Giấy chứng nhận OCOP của { $product } ({ $producer }) đã bị thu hồi; hạng sao không còn hiện ở đâu trên chợ.
    .text = Chợ OCOP: giấy chứng nhận của { $product } ({ $producer }) bị thu hồi.
    .action = Mở bàn xét duyệt

certificate-superseded-producer =
    .subject = Giấy chứng nhận OCOP của { $product } đã có bản mới
    .body =
        Giấy chứng nhận cũ được thay bằng giấy theo quyết định mới; từ nay hạng sao hiện theo giấy mới.
    .text = Chợ OCOP: giấy chứng nhận OCOP của { $product } đã có bản mới thay thế.
    .action = Xem giấy chứng nhận

certificate-superseded-official =
    .subject = Giấy chứng nhận của { $product } đã có bản mới
    .body =
        Giấy chứng nhận cũ của { $product } ({ $producer }) được thay bằng giấy theo quyết định mới.
    .text = Chợ OCOP: giấy chứng nhận của { $product } ({ $producer }) đã có bản mới thay thế.
    .action = Mở bàn xét duyệt

certificate-lapsed-producer =
    .subject = Giấy chứng nhận OCOP của { $product } đã hết hạn
    .body =
        Hạng sao của { $product } không còn hiện trên chợ. Nếu đã nộp hồ sơ đánh giá lại đúng hạn, xin đưa số biên nhận cho cán bộ tỉnh.
        Nếu tên hay mô tả sản phẩm còn ghi hạng sao, xin sửa: sản phẩm được xét lại.
    .text = Chợ OCOP: giấy chứng nhận OCOP của { $product } đã hết hạn, hạng sao không còn hiện.
    .action = Xem giấy chứng nhận

certificate-lapsed-official =
    .subject = Giấy chứng nhận của { $product } đã hết hạn
    .body =
        Giấy chứng nhận OCOP của { $product } ({ $producer }) đã hết hạn; hạng sao không còn hiện. Nếu tên hay mô tả còn ghi hạng sao, sản phẩm nằm trong danh sách chờ xét lại.
    .text = Chợ OCOP: giấy chứng nhận của { $product } ({ $producer }) đã hết hạn.
    .action = Mở bàn xét duyệt

bank-account-changed =
    .subject = { $producer } đổi tài khoản nhận tiền
    .body =
        Có người vừa khai tài khoản { $bank } có số cuối { $ending } cho { $producer }. Từ { $from }, đơn mới sẽ được trả vào tài khoản này; đơn đã đặt giữ tài khoản cũ.
        Nếu anh/chị không định đổi, hãy đăng nhập và huỷ thay đổi này trước giờ đó, rồi đổi mật khẩu.
    .text = Chợ OCOP: { $producer } vừa đổi tài khoản nhận tiền sang { $bank } số cuối { $ending }, hiệu lực từ { $from }. Nếu không phải anh/chị, hãy huỷ ngay.
    .action = Xem tài khoản

shop-paused =
    .subject = Gian hàng { $name } đang tạm nghỉ
    .body =
        Mấy đơn gần đây chưa kịp trả lời hoặc chưa kịp gửi, nên gian hàng { $name } tạm nghỉ để người mua khỏi chờ. Không sao cả: ai cũng có lúc bận.
        Khi nào sẵn sàng, anh/chị chỉ cần bấm một nút là mở bán lại. Cần giúp thì gọi cán bộ xã.
    .text = Chợ OCOP: mấy đơn gần đây chưa kịp trả lời nên gian hàng { $name } tạm nghỉ. Khi sẵn sàng, anh/chị bấm một lần là mở, hoặc gọi cán bộ xã giúp.
    .action = Mở bán lại

work-waiting =
    .subject = Việc chờ sáng { $day }
    .body =
        Những việc sau đang chờ ở địa bàn của bạn:
    .text = Chợ OCOP: sáng { $day } có { $total } việc đang chờ bạn.
    .action = Mở bàn xét duyệt

reset-password =
    .subject = Đặt mật khẩu mới
    .body =
        Có người, có lẽ là bạn, muốn đặt mật khẩu mới cho tài khoản này. Nút dưới đây dùng được một lần.
        Nếu không phải bạn, xin bỏ qua thư này; mật khẩu không đổi.
    .text = Chợ OCOP: đặt mật khẩu mới tại { $url }
    .action = Đặt mật khẩu mới

prove-contact =
    .subject = Xác nhận địa chỉ thư
    .body =
        Xin xác nhận rằng địa chỉ này là của bạn. Nút dưới đây dùng được một lần.
        Nếu bạn không mở tài khoản nào, xin bỏ qua thư này.
    .text = Chợ OCOP: xác nhận tại { $url }
    .action = Xác nhận

case-open-producer =
    .subject = Đơn { $code } có sự cố, xin trả lời
    .body =
        Người mua báo hàng có vấn đề. Xin xem ảnh và trả lời trước thời hạn; quá hạn, chợ sẽ quyết định.
    .text = Chợ OCOP: đơn { $code } có sự cố, xin trả lời.
    .action = Trả lời
    .deadline = Trả lời trước

case-answered-buyer =
    .subject = { $producer } trả lời về đơn { $code }
    .body =
        Nhà sản xuất đề nghị cách giải quyết khác. Xin cho biết bạn có đồng ý không.
        Nếu bạn không đồng ý hoặc không trả lời, chợ sẽ xem xét và quyết định.
    .text = Chợ OCOP: { $producer } đã trả lời về đơn { $code }. Bạn có đồng ý không?
    .action = Trả lời
    .deadline = Trả lời trước

case-operator-official =
    .subject = Khiếu nại đơn { $code } chờ quyết định
    .body =
        Hai bên chưa thống nhất, hoặc đã quá hạn trả lời. Xin quyết định trước thời hạn dưới đây.
    .text = Chợ OCOP: khiếu nại đơn { $code } chờ quyết định.
    .action = Mở danh sách
    .deadline = Quyết định trước

case-returning-buyer =
    .subject = Xin gửi trả hàng của đơn { $code }
    .body =
        Xin gửi trả hàng cho { $producer } theo cách hai bên đã thoả thuận. Khi hàng về, tiền sẽ được hoàn.
    .text = Chợ OCOP: xin gửi trả hàng của đơn { $code }; khi hàng về, tiền sẽ được hoàn.
    .action = Xem đơn
    .deadline = Gửi trả trước

case-returning-producer =
    .subject = Hàng của đơn { $code } sẽ được gửi trả
    .body =
        Khi nhận lại hàng, xin ghi nhận và cho biết hàng còn nguyên hay không.
    .text = Chợ OCOP: hàng của đơn { $code } sẽ được gửi trả.
    .action = Xem đơn
    .deadline = Hàng về trước

case-closed-buyer =
    .subject = Sự cố của đơn { $code } đã giải quyết
    .body =
        Sự cố của đơn hàng từ { $producer } đã được giải quyết như dưới đây.
    .text = Chợ OCOP: sự cố của đơn { $code } đã giải quyết.
    .action = Xem đơn

case-closed-producer =
    .subject = Sự cố của đơn { $code } đã giải quyết
    .body =
        Sự cố của đơn hàng đã được giải quyết như dưới đây. Nếu phải hoàn tiền, chợ sẽ báo riêng khi người mua cho biết số tài khoản.
    .text = Chợ OCOP: sự cố của đơn { $code } đã giải quyết.
    .action = Xem đơn

refund-due-buyer =
    .subject = Bạn được hoàn tiền cho đơn { $code }
    .body =
        Bạn được hoàn { $amount }. Xin bấm nút dưới đây và cho biết số tài khoản ngân hàng để nhận tiền. Chỉ bên trả tiền xem được số tài khoản này.
    .text = Chợ OCOP: bạn được hoàn tiền đơn { $code }. Xin cho biết số tài khoản: { $url }
    .action = Cho biết số tài khoản

refund-payable-producer =
    .subject = Xin hoàn tiền cho đơn { $code }
    .body =
        Người mua đã cho biết số tài khoản. Xin chuyển { $amount } trước thời hạn và ghi nhận đã chuyển. Quá hạn, gian hàng tạm ngừng nhận đơn mới.
    .text = Chợ OCOP: xin hoàn tiền cho đơn { $code }.
    .action = Xem đơn

refund-payable-official =
    .subject = Xin hoàn tiền cho đơn { $code }
    .body =
        Người mua đã cho biết số tài khoản. Xin chuyển { $amount } trước thời hạn và ghi nhận đã chuyển.
    .text = Chợ OCOP: xin hoàn tiền cho đơn { $code }.
    .action = Mở danh sách

refund-overdue-official =
    .subject = Quá hạn hoàn tiền cho đơn { $code }
    .body =
        Khoản hoàn { $amount } đã quá hạn. Gian hàng của bên phải trả tạm ngừng nhận đơn mới.
    .text = Chợ OCOP: quá hạn hoàn tiền cho đơn { $code }.
    .action = Mở danh sách

refund-sent-buyer =
    .subject = Tiền hoàn của đơn { $code } đã được chuyển
    .body =
        { $amount } đã được chuyển tới tài khoản của bạn. Khi tiền về, xin xác nhận.
    .text = Chợ OCOP: tiền hoàn của đơn { $code } đã được chuyển.
    .action = Xác nhận đã nhận tiền

paper-expiring-producer =
    .subject = Giấy tờ số { $number } hết hạn ngày { $expires }
    .body =
        Xin gia hạn và nộp bản mới lên chợ. Khi giấy tờ hết hạn, sản phẩm cần giấy này sẽ tạm ngừng bán.
    .text = Chợ OCOP: giấy tờ số { $number } hết hạn ngày { $expires }.
    .action = Nộp bản mới

paper-lapsed-producer =
    .subject = Giấy tờ số { $number } đã hết hạn
    .body =
        Giấy tờ đã hết hạn từ ngày { $expires }. Xin nộp bản mới ngay; nếu không, sản phẩm cần giấy này sẽ tạm ngừng bán.
    .text = Chợ OCOP: giấy tờ số { $number } đã hết hạn.
    .action = Nộp bản mới

paper-paused-producer =
    .subject = Sản phẩm tạm ngừng bán vì giấy tờ số { $number } hết hạn
    .body =
        Một sản phẩm cần giấy tờ này đã tạm ngừng bán. Khi bản mới được xác minh, bạn có thể bán tiếp.
    .text = Chợ OCOP: sản phẩm tạm ngừng bán vì giấy tờ số { $number } hết hạn.
    .action = Nộp bản mới

takedown-due-official =
    .subject = Yêu cầu gỡ { $product } trong 24 giờ
    .body =
        { $authority } yêu cầu gỡ sản phẩm này. Xin thực hiện trước thời hạn dưới đây.
    .text = Chợ OCOP: { $authority } yêu cầu gỡ { $product }.
    .action = Mở danh sách

takedown-overdue-official =
    .subject = QUÁ HẠN gỡ { $product }
    .body =
        Yêu cầu số { $number } của { $authority } đã quá hạn mà chưa được thực hiện.
    .text = Chợ OCOP: QUÁ HẠN gỡ { $product } theo yêu cầu của { $authority }.
    .action = Mở danh sách

sign-in-code =
    .subject = Mã đăng nhập
    .body =
        Mã đăng nhập của bạn là { $code }. Mã dùng được một lần.
        Không cho ai biết mã này: không ai của chợ hỏi mã. Nếu bạn không định đăng nhập, xin bỏ qua thư này.
    .text = Chợ OCOP: mã đăng nhập của bạn là { $code }. Không cho ai biết mã này.

prove-phone =
    .subject = Xác nhận số điện thoại
    .body =
        Mã xác nhận số điện thoại này là { $code }. Mã dùng được một lần.
        Nếu không phải bạn yêu cầu, xin bỏ qua thư này.
    .text = Chợ OCOP: mã xác nhận số điện thoại này là { $code }. Không cho ai biết mã này.

role-owner = chủ
role-editor = người biên tập
role-packer = người đóng gói

hand-over-death = chủ cũ đã mất
hand-over-sale = đã chuyển nhượng
hand-over-new_representative = có người đại diện mới
hand-over-lost_access = chủ cũ không còn cách nào đăng nhập
hand-over-other = xem giấy tờ

invited =
    .subject = { $producer } mời bạn tham gia
    .body =
        { $producer } mời bạn tham gia với vai trò { $role } trên Chợ OCOP. Mã của bạn là { $code }; mã dùng được một lần.
        Nếu bạn không biết việc này, xin bỏ qua thư này.
    .text = Chợ OCOP: { $producer } mời bạn tham gia với vai trò { $role }. Mã của bạn: { $code }.

card-issued =
    .subject = Thẻ mã đăng nhập đã được cấp cho bạn
    .body =
        { $by } đã cấp cho tài khoản của bạn một thẻ in sẵn các mã đăng nhập. Thẻ trước đó, nếu có, không còn dùng được.
        Nếu bạn không yêu cầu, xin thu hồi thẻ hoặc báo cho đường dây nóng.
    .text = Chợ OCOP: { $by } đã cấp thẻ mã đăng nhập cho tài khoản của bạn. Nếu bạn không yêu cầu, xin báo cho đường dây nóng.
    .action = Xem tài khoản

handed-over-new-owner =
    .subject = { $producer } nay là của bạn
    .body =
        Cán bộ đã ghi nhận bạn là chủ của { $producer }: { $reason }. Những gì chủ cũ đã ủy quyền đều chấm dứt.
    .text = Chợ OCOP: bạn nay là chủ của { $producer }.
    .action = Mở bàn làm việc

handed-over-old-owner =
    .subject = { $producer } có chủ mới
    .body =
        Cán bộ đã ghi nhận chủ mới của { $producer } theo giấy tờ: { $reason }. Bạn không còn là thành viên.
        Nếu có nhầm lẫn, xin báo cho đường dây nóng.
    .text = Chợ OCOP: { $producer } có chủ mới do cán bộ ghi nhận ({ $reason }). Nếu có nhầm lẫn, xin báo cho đường dây nóng.
    .action = Xem tài khoản
