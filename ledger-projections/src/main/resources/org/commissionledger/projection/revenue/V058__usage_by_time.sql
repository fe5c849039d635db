-- Only usage is looked for by when it happened; all revenue is by when it was booked. Commission, which is most of it, leaves the index. Locks
-- the lines of revenue while they are indexed: a second for a million. A position is of one organisation only, so it is the key by itself.

create index revenue_line_used on ledger_revenue.revenue_line (organisation, at, position) where kind = 'USAGE';
drop index ledger_revenue.revenue_line_at;

alter table ledger_revenue.revenue_line drop constraint revenue_line_pk;
alter table ledger_revenue.revenue_line add constraint revenue_line_pk primary key (position);
