-- Each line of revenue names the place of its event in the organisation's history, by which it is proved, and has all of its transaction: what
-- the order is worth, which top-ups paid for a usage, what ran into the overdraft, and the hold that was captured. The projection is made
-- again from the history, which takes as long as reading it; until then reports on revenue and usage say that they are behind. Locks the
-- projection's table while it is emptied.

delete from ledger.processor_token where processor = 'revenue';
delete from ledger.parked_event where processor = 'revenue';
truncate table ledger_revenue.revenue_line;

alter table ledger_revenue.revenue_line
    add column ledger_sequence bigint not null,
    add column order_value     bigint,           -- minor units of currency
    add column top_ups         text collate "C", -- those that paid, in the order in which they burned: INV-1=300 in minor units, by spaces
    add column overdraft       bigint,
    add column hold_id         text collate "C";
