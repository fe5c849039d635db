-- What the reports on credit need: usage among the lines of revenue, the position of a discount's last change, and indexes for ranges of
-- time. Credits and revenue are made again from the history, which takes as long as reading it; nothing else is lost. Locks their tables
-- while they are emptied.

delete from ledger.processor_token where processor in ('credits', 'revenue');
delete from ledger.parked_event where processor in ('credits', 'revenue');
truncate table ledger_credits.account, ledger_credits.top_up, ledger_credits.hold, ledger_credits.entry, ledger_credits.discount,
    ledger_credits.discount_given, ledger_revenue.revenue_line;

alter table ledger_credits.discount add column position bigint not null;   -- of the event that changed it last

create index top_up_at on ledger_credits.top_up (organisation, at, position);

-- Business time mostly grows with the order of writing, so a few pages of BRIN find a range in it, and a usage costs nothing more.
create index entry_at on ledger_credits.entry using brin (at) with (autosummarize = on);
