-- Each line of revenue names the place of its event in the organisation's history, by which it is proved. Looking the places up rewrites the
-- lines once: others cannot write to that table meanwhile, reading goes on until the column is there.

alter table ledger_revenue.revenue_line add column ledger_sequence bigint;
update ledger_revenue.revenue_line l set ledger_sequence = e.ledger_sequence from ledger.event e where e.position = l.position;
alter table ledger_revenue.revenue_line alter column ledger_sequence set not null;
