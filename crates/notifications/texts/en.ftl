# The words of every notice. Each key: .subject, .body (one paragraph a line), .text (a text
# message), .action (the button), .deadline (the deadline's label). Vietnamese has the same keys.

market = OCOP Market
greeting = Dear { $name },
greeting-nameless = Hello,
footer = This message was sent automatically by OCOP Market, where OCOP producers sell straight to buyers.
footer-tracking = You can look the order up at any time with its code { $code } and the phone number given.

label-code = Order
label-recipient = Deliver to
label-payment = Payment
label-reason = Reason
label-carrier = Carrier
label-tracking = Tracking code
label-parcel-phone = Phone for the parcel
label-goods = Goods
label-shipping = Delivery
label-total = Total
label-product = Product
label-producer = Producer
label-decision = Decision no.
label-expires = Last day
label-until = Valid until
label-extended-until = Runs on until the end of
label-cause = Why it was revoked
label-newer-decision = The decision in its place

cause-false_file = The file was not truthful
cause-criteria_no_longer_met = The product no longer meets the criteria
cause-law_breached = The law on quality, food safety, environment, intellectual property or labels was broken
cause-mark_misused = The OCOP mark was misused
cause-production_stopped = The product is no longer made
cause-other_finding = Another finding of the authority
label-paper = Paper
label-number = Number
label-authority = Authority
paper-food_self_declaration = Food self-declaration
paper-food_registration = Food registration
paper-food_facility_certificate = Food-safety facility certificate
paper-food_facility_exemption = Proof that the facility needs no food-safety certificate
paper-test_report = Test report
paper-alcohol_production_licence = Alcohol production licence
paper-alcohol_retail_licence = Alcohol retail licence
paper-vietgap = VietGAP certificate
paper-trademark = Trademark
paper-geographical_indication = Geographical indication
paper-cosmetics_notification = Cosmetics notification
label-amount = Amount
label-to-send = To be sent
label-bank = Bank
label-account = Account number
label-account-name = Account name
label-transfer-text = Text of the transfer
label-problem = Problem
label-wish = The buyer wishes
label-answer = The producer offers
label-case-decision = Decision

case-word-not_received = It never came
case-word-leaking = It leaks
case-word-damaged = It is damaged
case-word-wrong = Something else came
case-word-missing = Something is missing
case-word-spoiled = It has gone off
case-word-not_as_described = Not as described
case-word-refund = Money back
case-word-replacement = The goods again
case-word-return = Send back for the money
case-word-refuse = Nothing is owed
case-word-withdrawn = Taken back by the buyer

payment-cod = Cash on delivery
payment-vietqr = VietQR bank transfer
payment-stripe = Card

carrier-self = The producer delivers
carrier-coach = Coach

reason-buyer_changed_mind = The buyer changed their mind
reason-producer_no_answer = The producer did not answer in time
reason-not_shipped = The goods were not sent in time
reason-out_of_stock = Out of stock
reason-payment_missing = No payment arrived
reason-undeliverable = It could not be delivered to the address
reason-refused_at_door = It was refused at the door
reason-lost = Lost on the way
reason-recall = The product was recalled
reason-suspended = The authorities have suspended the product

remark-wrong_set = Wrong product set
remark-label_incomplete = The label's facts are incomplete
remark-certificate_unverified = The certificate is not verified
remark-certificate_lapsed = The certificate has lapsed
remark-false_claim = A claim is not true
remark-forbidden_goods = Goods that may not be sold
remark-picture_unclear = A picture is not clear
remark-story_copied = The story is copied from elsewhere
remark-price_unit = The price or its unit is wrong
remark-licence_missing = A licence is missing
remark-outside_area = Outside the area in charge
remark-duplicate = The same exists already
remark-other = Another remark

waiting-producer = { $count ->
        [one] { $count } producer's application
       *[other] { $count } producers' applications
    }, the oldest { $days } days, overdue { $urgent }
waiting-listing = { $count ->
        [one] { $count } listing
       *[other] { $count } listings
    } to review, the oldest { $days } days, overdue { $urgent }
waiting-certificate = { $count ->
        [one] { $count } certificate
       *[other] { $count } certificates
    } to verify, the oldest { $days } days, overdue { $urgent }
waiting-document = { $count ->
        [one] { $count } document
       *[other] { $count } documents
    } to check, the oldest { $days } days, overdue { $urgent }
waiting-portrait = { $count ->
        [one] { $count } picture of a producer
       *[other] { $count } pictures of producers
    } to look at, the oldest { $days } days, overdue { $urgent }
waiting-call = { $count ->
        [one] { $count } telephone call
       *[other] { $count } telephone calls
    } to make, the oldest { $days } days; orders that end today: { $urgent }
waiting-difference = { $count ->
        [one] { $count } difference
       *[other] { $count } differences
    } between the books to look into, the oldest { $days } days, overdue { $urgent }
waiting-ending-certificate = { $count ->
        [one] { $count } OCOP certificate ends
       *[other] { $count } OCOP certificates end
    } within 30 days, the first in { $days }
waiting-ending-paper = { $count ->
        [one] { $count } paper ends
       *[other] { $count } papers end
    } within 30 days, the first in { $days }

call-unanswered = Hello { $name }, I am calling from OCOP Market. { $producer } has an order { $code }: { $items }, total { $total }, waiting for an answer by { $until }. Do you take it?
call-paused = Hello { $name }, I am calling from OCOP Market. The last orders were not answered in time, so the shop of { $producer } rests. Shall I open it again?
call-unchecked = Hello { $name }, I am calling from OCOP Market. The buyer says that { $total } was sent for order { $code } of { $producer }. Could you look into the account whether it has come?
call-not-shipped = Hello { $name }, I am calling from OCOP Market. Order { $code } of { $producer } ({ $items }) was accepted and is not sent yet, at the latest by { $until }. When can you send it?

order-awaiting-payment-buyer =
    .subject = Transfer { $total } for order { $code }
    .body =
        Thank you for buying from { $producer }. Please transfer straight to the producer as said below; the QR code on the order's page fills in everything.
        The market holds no money of yours. The goods are kept for you until the time below; once you have sent it, press "I have paid" on the order's page.
    .text = OCOP Market: order { $code } of { $producer } is in; please transfer.
    .action = Open the QR code
    .deadline = Transfer by

order-awaiting-payment-to-market-buyer =
    .subject = Transfer for order { $code }
    .body =
        Thank you for buying from { $producer }. Please transfer to the market's account as said below, once for the whole purchase; the QR code on the order's page fills in everything.
        The market holds the money until it pays the producer. The goods are kept for you until the time below; once you have sent it, press "I have paid" on the order's page.
    .text = OCOP Market: order { $code } of { $producer } is in; please transfer to the market's account.
    .action = Open the QR code
    .deadline = Transfer by

order-partly-paid-to-market-buyer =
    .subject = Order { $code } lacks some of its money
    .body =
        The market has received a part. Please send exactly the rest; the goods stay kept for you.
    .text = OCOP Market: order { $code } lacks some of its money, the goods stay kept.
    .action = Open the QR code of the rest

order-payment-missing-to-market-buyer =
    .subject = The market does not see the money of order { $code }
    .body =
        The market has looked into its account and the money is not there. Please look again at the account's number and the transfer's text; if you have sent it, say so on the order's page.
    .text = OCOP Market: the money of order { $code } is not there yet.
    .action = Open the QR code
    .deadline = Transfer by

order-payment-reminder-buyer =
    .subject = Reminder: order { $code } waits for its transfer
    .body =
        The order of { $producer } still waits for its money. Where nothing is heard by the time below, it is cancelled. If you have sent it, press "I have paid" on the order's page.
    .text = OCOP Market reminds: order { $code } waits for your transfer.
    .action = Open the QR code
    .deadline = Transfer by

order-payment-reported-producer =
    .subject = The buyer says that { $total } was sent for order { $code }
    .body =
        Please look into the bank account whether the money of order { $code } has come, and write down how much. The transfer's text is the order's code.
        The order is not cancelled by itself any more: it waits for you.
    .text = OCOP Market: the buyer says that { $total } was sent for order { $code } of { $producer }. Please look into the account.
    .action = Check the money
    .deadline = Confirm by

order-partly-paid-buyer =
    .subject = Some money is missing for order { $code }
    .body =
        { $producer } has received a part. Please send exactly the rest; the goods stay kept for you.
    .text = OCOP Market: some money is missing for order { $code }; the goods stay kept for you.
    .action = Open the QR code of the rest

order-payment-missing-buyer =
    .subject = { $producer } has not seen the money of order { $code }
    .body =
        The producer has looked into the account and found nothing yet. Please check the account and the text of your transfer; if you have sent it, say so again on the order's page.
    .text = OCOP Market: { $producer } has not seen the money of order { $code }.
    .action = Open the QR code
    .deadline = Transfer by

order-payment-unchecked-official =
    .subject = Order { $code }: said to be paid, and nobody has looked
    .body =
        { $producer } has not confirmed the money of order { $code } after two reminders. The order is not cancelled by itself: please get in touch with both sides.
    .text = OCOP Market: order { $code } of { $producer } is said to be paid, and nobody has confirmed it.
    .action = Open the list

order-placed-buyer =
    .subject = We have your order { $code }
    .body =
        Thank you for your order from { $producer }. It has gone to the producer; you will hear as soon as it is confirmed.
        If the producer does not answer in time, the order is cancelled and you pay nothing.
    .text = OCOP Market: we have your order { $code } from { $producer }, total { $total }.
    .action = See or cancel the order
    .deadline = The producer answers by

order-placed-producer =
    .subject = New order { $code }, { $total }
    .body =
        { $producer } has a new order. Please accept or decline it in time; after that it is cancelled by itself.
    .text = OCOP Market: { $producer } has a new order { $code }, { $total }.
    .action = Accept the order
    .deadline = Answer by

order-reminder-producer =
    .subject = Reminder: order { $code } is waiting
    .body =
        Order { $code } of { $producer } is still waiting for you. After the time below it is cancelled by itself and the buyer is told.
    .text = OCOP Market reminds you: order { $code }, { $total } is still waiting for { $producer }.
    .action = Open the order
    .deadline = Do it by

order-extended-buyer =
    .subject = Order { $code } needs more time
    .body =
        { $producer } asks for more time for your order. That may be asked once an order.
    .text = OCOP Market: { $producer } asks for more time for order { $code }.
    .action = See the order
    .deadline = New deadline

order-accepted-buyer =
    .subject = Order { $code } is accepted
    .body =
        { $producer } has accepted your order and is getting it ready.
    .text = OCOP Market: { $producer } has accepted order { $code }.
    .action = See the order
    .deadline = Sent by

order-declined-buyer =
    .subject = Order { $code } is declined
    .body =
        We are sorry: { $producer } cannot take this order. You pay nothing for it.
    .text = OCOP Market: we are sorry, { $producer } cannot take order { $code }.
    .action = See the order

order-shipped-buyer =
    .subject = Order { $code } is on its way
    .body =
        { $producer } has sent your order. When it arrives, please look at the parcel and confirm its receipt.
    .text = OCOP Market: { $producer } has sent order { $code }.
    .action = Follow the order

order-ask-buyer-buyer =
    .subject = Has order { $code } arrived?
    .body =
        By its schedule the parcel of { $producer } has arrived. Please tell us whether you have it.
        If you do not answer within 7 days, the order counts as delivered.
    .text = OCOP Market: has order { $code } from { $producer } arrived?
    .action = Answer
    .deadline = Answer by

order-delivered-buyer =
    .subject = Order { $code } is delivered
    .body =
        Your order from { $producer } is delivered. If anything is wrong with it, please say so on the order's page.
    .text = OCOP Market: order { $code } from { $producer } is delivered.
    .action = See the order
    .deadline = Report a problem by

order-completed-producer =
    .subject = Order { $code } is completed
    .body =
        Order { $code } of { $producer } is completed. Thank you.
    .text = OCOP Market: order { $code }, { $total } is completed.
    .action = See the order

order-cancelled-buyer =
    .subject = Order { $code } is cancelled
    .body =
        Your order from { $producer } is cancelled. You pay nothing for it.
    .text = OCOP Market: order { $code } from { $producer } is cancelled.
    .action = See the order

order-cancelled-producer =
    .subject = Order { $code } is cancelled
    .body =
        Order { $code } of { $producer } is cancelled. Please do not send it; the goods kept for it are on sale again.
    .text = OCOP Market: order { $code } is cancelled, please do not send it.
    .action = See the order

order-expired-buyer =
    .subject = Order { $code } has expired
    .body =
        Your order from { $producer } has expired and holds no longer. You can order again at any time.
    .text = OCOP Market: order { $code } from { $producer } has expired.
    .action = See the order

order-expired-producer =
    .subject = Order { $code } has expired
    .body =
        Order { $code } of { $producer } has expired. The goods kept for it are on sale again.
    .text = OCOP Market: order { $code } has expired.
    .action = See the order

order-delivery-failed-buyer =
    .subject = Order { $code } could not be delivered
    .body =
        The parcel of { $producer } could not be delivered yet. The producer will call or take it back; please mind your phone.
    .text = OCOP Market: order { $code } from { $producer } could not be delivered yet, please mind your phone.
    .action = See the order

order-returned-buyer =
    .subject = Order { $code } went back to the producer
    .body =
        The parcel is back at { $producer }. The order ends here.
    .text = OCOP Market: the parcel of order { $code } is back at { $producer }.
    .action = See the order

order-lost-buyer =
    .subject = Order { $code } was lost
    .body =
        We are sorry: the parcel of { $producer } was lost on its way. The order ends here.
    .text = OCOP Market: we are sorry, the parcel of order { $code } was lost.
    .action = See the order

producer-approved =
    .subject = { $name } is approved
    .body =
        The application of { $name } is approved. From now on its approved products are on the market.
    .text = OCOP Market: { $name } is approved.
    .action = Open your desk

producer-rejected =
    .subject = { $name } is not approved
    .body =
        The application of { $name } is not approved. The reason stands below.
    .text = OCOP Market: { $name } is not approved.
    .action = See the application

producer-changes-requested =
    .subject = The application of { $name } needs changes
    .body =
        The reviewer asks for changes to the application of { $name }. Please submit it again once they are made.
    .text = OCOP Market: the application of { $name } needs changes.
    .action = Change the application

listing-approved =
    .subject = { $name } is approved
    .body =
        The product { $name } is approved and on the market.
    .text = OCOP Market: { $name } is approved.
    .action = See the product

listing-rejected =
    .subject = { $name } is not approved
    .body =
        What was submitted for the product { $name } is not approved. The reason stands below.
    .text = OCOP Market: { $name } is not approved.
    .action = See the product

listing-changes-requested =
    .subject = { $name } needs changes
    .body =
        The reviewer asks for changes to the product { $name }. Please submit it again once they are made.
    .text = OCOP Market: { $name } needs changes.
    .action = Change the product

certificate-approved =
    .subject = The certificate of { $name } is verified
    .body =
        The OCOP certificate of { $name } is verified. Its stars show on the product's page until its last day.
    .text = OCOP Market: the certificate of { $name } is verified.
    .action = See the certificate

certificate-rejected =
    .subject = The certificate of { $name } is not verified
    .body =
        The OCOP certificate of { $name } is not verified. The reason stands below.
    .text = OCOP Market: the certificate of { $name } is not verified.
    .action = See the certificate

certificate-changes-requested =
    .subject = The certificate of { $name } needs more
    .body =
        The reviewer asks for more on the certificate of { $name }.
    .text = OCOP Market: the certificate of { $name } needs more.
    .action = Complete it

document-approved =
    .subject = The document { $name } is accepted
    .body =
        The document { $name } is accepted.
    .text = OCOP Market: the document { $name } is accepted.
    .action = See the document

document-rejected =
    .subject = The document { $name } is not accepted
    .body =
        The document { $name } is not accepted. The reason stands below.
    .text = OCOP Market: the document { $name } is not accepted.
    .action = See the document

document-changes-requested =
    .subject = The document { $name } needs more
    .body =
        The reviewer asks for more on the document { $name }.
    .text = OCOP Market: the document { $name } needs more.
    .action = Complete it

portrait-approved =
    .subject = The picture of { $name } is shown
    .body =
        The picture of { $name } is shown from now on, beside your story and your products.
    .text = OCOP Market: the picture of { $name } is shown.
    .action = See the picture

portrait-rejected =
    .subject = The picture of { $name } is not shown
    .body =
        The new picture of { $name } is not shown. The reason stands below.
    .text = OCOP Market: the picture of { $name } is not shown.
    .action = See the picture

portrait-changes-requested =
    .subject = Another picture of { $name } is asked for
    .body =
        The reviewer asks for another picture of { $name }. The reason stands below.
    .text = OCOP Market: another picture of { $name } is asked for.
    .action = Send another

certificate-expiring-producer =
    .subject = { $days ->
        [0] The OCOP certificate of { $product } ends today
       *[other] The OCOP certificate of { $product } ends in { $days } days
    }
    .body =
        The certificate ends with { $expires }; from then on its stars no longer show.
        A re-grading is lodged between 180 and 120 days before the last day. If you have lodged one, please note its receipt.
    .text = OCOP Market: the OCOP certificate of { $product } ends on { $expires }.
    .action = See the certificate

certificate-expiring-official =
    .subject = { $days ->
        [0] The certificate of { $product } ends today
       *[other] The certificate of { $product } ends in { $days } days
    }
    .body =
        The OCOP certificate of { $product } ({ $producer }) ends with { $expires }.
        A re-grading is lodged between 180 and 120 days before the last day; please remind the producer.
    .text = OCOP Market: the certificate of { $product } ({ $producer }) ends on { $expires }.
    .action = Open the review desk

certificate-extended-producer =
    .subject = The OCOP certificate of { $product } runs on
    .body =
        The file for the re-grading is on record; the stars go on showing until its result, and no longer than the day below.
    .text = OCOP Market: the OCOP certificate of { $product } runs on.
    .action = See the certificate

certificate-extended-official =
    .subject = The certificate of { $product } runs on
    .body =
        The receipt of the re-grading of { $product } ({ $producer }) is on record; the stars go on showing until the day below.
    .text = OCOP Market: the certificate of { $product } ({ $producer }) runs on.
    .action = Open the review desk

certificate-revoked-producer =
    .subject = The OCOP certificate of { $product } was revoked
    .body =
        The stars of { $product } are gone from the market. Orders already placed keep what was true when they were.
        If its name or description still claims stars, please change it now: the product will be looked at again.
    .text = OCOP Market: the OCOP certificate of { $product } was revoked.
    .action = See the certificate

certificate-revoked-official =
    .subject = The certificate of { $product } was revoked
    .body =
        The OCOP certificate of { $product } ({ $producer }) was revoked; its stars show nowhere in the market.
    .text = OCOP Market: the certificate of { $product } ({ $producer }) was revoked.
    .action = Open the review desk

certificate-superseded-producer =
    .subject = The OCOP certificate of { $product } has a newer one in its place
    .body =
        The certificate of a new decision stands in the place of the older one; from now on its stars show.
    .text = OCOP Market: the OCOP certificate of { $product } has a newer one in its place.
    .action = See the certificate

certificate-superseded-official =
    .subject = The certificate of { $product } has a newer one in its place
    .body =
        The certificate of a new decision stands in the place of the older one of { $product } ({ $producer }).
    .text = OCOP Market: the certificate of { $product } ({ $producer }) has a newer one in its place.
    .action = Open the review desk

certificate-lapsed-producer =
    .subject = The OCOP certificate of { $product } has lapsed
    .body =
        The stars of { $product } no longer show. If the file for a re-grading was lodged in time, please give its receipt to the province's official.
        If its name or description still claims stars, please change it: the product is looked at again.
    .text = OCOP Market: the OCOP certificate of { $product } has lapsed, its stars no longer show.
    .action = See the certificate

certificate-lapsed-official =
    .subject = The certificate of { $product } has lapsed
    .body =
        The OCOP certificate of { $product } ({ $producer }) has lapsed; its stars no longer show. If its name or description still claims stars, the listing waits to be looked at again.
    .text = OCOP Market: the certificate of { $product } ({ $producer }) has lapsed.
    .action = Open the review desk

bank-account-changed =
    .subject = { $producer } changes its bank account
    .body =
        Somebody has named an account at { $bank } ending in { $ending } for { $producer }. From { $from } on, new orders are paid to it; orders placed before keep theirs.
        If you did not mean this, sign in and take it back before then, and change your password.
    .text = OCOP Market: { $producer } changes its bank account to { $bank } ending in { $ending } from { $from } on. If that was not you, take it back now.
    .action = See the account

shop-paused =
    .subject = The shop of { $name } is resting
    .body =
        The last orders were not answered or not sent in time, so the shop of { $name } rests and keeps no buyer waiting. No harm done: everybody is busy at times.
        Whenever you are ready, one tap opens it again. The commune's official is glad to help.
    .text = OCOP Market: the last orders were not answered in time, so the shop of { $name } rests. When you are ready one tap opens it, or ask the commune's official.
    .action = Open the shop again

work-waiting =
    .subject = Work waiting on { $day }
    .body =
        This waits in your area:
    .text = OCOP Market: { $total } things wait for you on { $day }.
    .action = Open the review desk

reset-password =
    .subject = Set a new password
    .body =
        Somebody, probably you, wants to set a new password for this account. The button below works once.
        If it was not you, ignore this message; the password stays.
    .text = OCOP Market: set a new password at { $url }
    .action = Set a new password

prove-contact =
    .subject = Confirm your address
    .body =
        Please confirm that this address is yours. The button below works once.
        If you did not open an account, ignore this message.
    .text = OCOP Market: confirm at { $url }
    .action = Confirm

case-open-producer =
    .subject = A problem with order { $code }, please answer
    .body =
        The buyer says that something is wrong. Please look at it and answer in time; after that the market decides.
    .text = OCOP Market: a problem with order { $code }, please answer.
    .action = Answer
    .deadline = Answer by

case-answered-buyer =
    .subject = { $producer } has answered about order { $code }
    .body =
        The producer offers another solution. Please tell us whether you agree.
        If you do not agree or do not answer, the market looks into it and decides.
    .text = OCOP Market: { $producer } has answered about order { $code }. Do you agree?
    .action = Answer
    .deadline = Answer by

case-operator-official =
    .subject = The problem with order { $code } waits for a decision
    .body =
        The two sides do not agree, or an answer is overdue. Please decide before the time below.
    .text = OCOP Market: the problem with order { $code } waits for a decision.
    .action = Open the list
    .deadline = Decide by

case-returning-buyer =
    .subject = Please send back the goods of order { $code }
    .body =
        Please send the goods back to { $producer } in the way that you agreed on. Once they are back, your money is returned.
    .text = OCOP Market: please send back the goods of order { $code }; once they are back, your money is returned.
    .action = See the order
    .deadline = Send back by

case-returning-producer =
    .subject = The goods of order { $code } are coming back
    .body =
        Once you have them in hand, please say so, and whether they are whole.
    .text = OCOP Market: the goods of order { $code } are coming back.
    .action = See the order
    .deadline = Back by

case-closed-buyer =
    .subject = The problem with order { $code } is settled
    .body =
        The problem with your order from { $producer } is settled as below.
    .text = OCOP Market: the problem with order { $code } is settled.
    .action = See the order

case-closed-producer =
    .subject = The problem with order { $code } is settled
    .body =
        The problem with this order is settled as below. If money is owed, you are told once the buyer has named an account.
    .text = OCOP Market: the problem with order { $code } is settled.
    .action = See the order

refund-due-buyer =
    .subject = You get money back for order { $code }
    .body =
        You get { $amount } back. Please press the button below and name the bank account that it should go to. Only the one who pays sees it.
    .text = OCOP Market: you get money back for order { $code }. Please name your bank account: { $url }
    .action = Name the account

refund-payable-producer =
    .subject = Please refund order { $code }
    .body =
        The buyer has named an account. Please send { $amount } in time and note that you did. After that your shop takes no new orders until it is sent.
    .text = OCOP Market: please refund order { $code }.
    .action = See the order

refund-payable-official =
    .subject = Please refund order { $code }
    .body =
        The buyer has named an account. Please send { $amount } in time and note that you did.
    .text = OCOP Market: please refund order { $code }.
    .action = Open the list

refund-overdue-official =
    .subject = The refund of order { $code } is overdue
    .body =
        The refund of { $amount } is overdue. The shop that owes it takes no new orders.
    .text = OCOP Market: the refund of order { $code } is overdue.
    .action = Open the list

refund-sent-buyer =
    .subject = The refund of order { $code } is on its way
    .body =
        { $amount } is on its way to your account. Please confirm once it has come.
    .text = OCOP Market: the refund of order { $code } is on its way.
    .action = Confirm

paper-expiring-producer =
    .subject = Paper { $number } ends on { $expires }
    .body =
        Please renew it and hand in the new one. Once it has lapsed, what needs it goes off sale.
    .text = OCOP Market: paper { $number } ends on { $expires }.
    .action = Hand in the new one

paper-lapsed-producer =
    .subject = Paper { $number } has lapsed
    .body =
        It ended on { $expires }. Please hand in a new one at once; otherwise what needs it goes off sale.
    .text = OCOP Market: paper { $number } has lapsed.
    .action = Hand in the new one

paper-paused-producer =
    .subject = A product is off sale because paper { $number } has lapsed
    .body =
        A product that needs this paper is off sale for now. Once a new one is verified you can put it back.
    .text = OCOP Market: a product is off sale because paper { $number } has lapsed.
    .action = Hand in the new one

takedown-due-official =
    .subject = { $product } is to be taken down within 24 hours
    .body =
        { $authority } orders this listing off. Please carry it out before the time below.
    .text = OCOP Market: { $authority } orders { $product } off.
    .action = Open the list

takedown-overdue-official =
    .subject = OVERDUE: take { $product } down
    .body =
        Order { $number } of { $authority } has passed its time and was not carried out.
    .text = OCOP Market: OVERDUE: take { $product } down, ordered by { $authority }.
    .action = Open the list

sign-in-code =
    .subject = Sign-in code
    .body =
        Your sign-in code is { $code }. It works once.
        Never tell it to anybody: nobody of the market asks for it. If you did not want to sign in, ignore this message.
    .text = OCOP Market: your sign-in code is { $code }. Never tell it to anybody.

prove-phone =
    .subject = Confirm your phone
    .body =
        The code that confirms this phone is { $code }. It works once.
        If you did not ask for it, ignore this message.
    .text = OCOP Market: the code that confirms this phone is { $code }. Never tell it to anybody.

role-owner = owner
role-editor = editor
role-packer = packer

hand-over-death = the owner has died
hand-over-sale = it was sold
hand-over-new_representative = it has a new representative
hand-over-lost_access = the owner had no way in any more
hand-over-other = see the paper

invited =
    .subject = { $producer } invites you
    .body =
        { $producer } invites you to join as { $role } on OCOP Market. Your code is { $code }; it works once.
        If you know nothing of it, ignore this message.
    .text = OCOP Market: { $producer } invites you to join as { $role }. Your code: { $code }.

card-issued =
    .subject = A card with sign-in codes was issued for you
    .body =
        { $by } issued a printed card with sign-in codes for your account. The card before it, if there was one, opens nothing any more.
        If you did not ask for it, revoke it, or tell the hotline.
    .text = OCOP Market: { $by } issued a card with sign-in codes for your account. If you did not ask for it, tell the hotline.
    .action = See your account

handed-over-new-owner =
    .subject = { $producer } is yours now
    .body =
        An official entered you as the owner of { $producer }: { $reason }. What the owners before had granted has ended.
    .text = OCOP Market: you are the owner of { $producer } now.
    .action = Open your desk

handed-over-old-owner =
    .subject = { $producer } has a new owner
    .body =
        An official entered a new owner of { $producer }, on the strength of a paper: { $reason }. You are its member no more.
        If this is wrong, tell the hotline.
    .text = OCOP Market: { $producer } has a new owner, entered by an official ({ $reason }). If this is wrong, tell the hotline.
    .action = See your account
