-- What was taken back after it was paid out is set off in the next payout, whatever range that one gathers. This index finds the few
-- of them among all that was never paid out. Locks ledger_payouts.movement against writes while it is made: seconds for a million rows.
create index movement_taken_back on ledger_payouts.movement (organisation, booked_at) where payout_id is null and amount < 0;
