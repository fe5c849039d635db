-- When lines count: as they happened, or, when their month was closed before, at the first moment of the month that took them in. No month was
-- closed so far. Adding a constant or an empty column rewrites nothing; copying `at` rewrites the lines of revenue once and keeps others
-- from writing to that table meanwhile, never from reading.

-- Null where all lines of a block count when they happened, which is nearly always.
alter table ledger_journal.posting_block add column booked_at timestamptz[];

alter table ledger_revenue.revenue_line add column booked_at timestamptz;
alter table ledger_revenue.revenue_line add column adjusts text collate "C";   -- the closed month that it happened in
update ledger_revenue.revenue_line set booked_at = at;
alter table ledger_revenue.revenue_line alter column booked_at set not null;
create index revenue_line_booked on ledger_revenue.revenue_line (organisation, booked_at, position);
