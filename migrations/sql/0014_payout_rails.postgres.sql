-- Money goes out where it came in: what cards paid is paid out by the card company, everything else by
-- the bank. What a producer owes is taken off by either.
CREATE FUNCTION refuse_other_rail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_entries e JOIN payouts p ON p.id = NEW.payout_id
  WHERE e.seq = NEW.entry_seq AND (e.debit LIKE 'payable:%' OR e.credit LIKE 'payable:%')
  AND (p.payment_id IS NULL) = EXISTS (SELECT 1 FROM payment_orders s JOIN payments m ON m.id = s.payment_id
    WHERE s.order_id = e.order_id AND m.custody = 'stripe')) THEN RAISE EXCEPTION 'paid_out_where_it_came_in'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_entries_rail BEFORE INSERT ON payout_entries FOR EACH ROW WHEN (NEW.payout_id IS NOT NULL) EXECUTE FUNCTION refuse_other_rail();
