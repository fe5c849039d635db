-- Only usage is looked for by when it happened; all revenue is by when it was booked. Commission, which is most of it, leaves the index. Locks
-- the lines of revenue against writing while the usages are indexed.

create index revenue_line_used on ledger_revenue.revenue_line (organisation, at, position) where kind = 'USAGE';
drop index ledger_revenue.revenue_line_at;
