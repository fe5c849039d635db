-- Sums of postings over runs of positions, so that the trial balance of any moment is as fast as today's. They are made in the background;
-- whatever has no block yet is summed from the postings. Locks the postings while their index is built, which has a few entries a megabyte.

-- Grain: one run of positions whose sums stand in balance_cell: see the table of the same name in ledger_commissions.
create table ledger_journal.block (
    level  smallint not null,
    number bigint   not null,
    constraint block_pk primary key (level, number)
);

-- Grain: block x account x bucket of effective_at. Unit: minor; positive is a debit.
create table ledger_journal.balance_cell (
    level           smallint    not null,
    number          bigint      not null,
    organisation    text collate "C" not null,
    effective_grain text collate "C" not null,   -- MONTH or DAY, in UTC
    effective       timestamptz not null,
    account_id      bigint      not null,        -- of account_balance
    amount          numeric     not null
);
create index balance_cell_block on ledger_journal.balance_cell (level, number, organisation, effective_grain, effective);
-- In which blocks something of a day is recorded: what of it happened by an hour is looked for in these alone.
create index balance_cell_day on ledger_journal.balance_cell (organisation, effective, number)
    where level = 1 and effective_grain = 'DAY';

-- Postings are written in the order of their positions, so a few pages of BRIN find those of a run.
create index posting_block_positions on ledger_journal.posting_block
    using brin (first_position, last_position) with (pages_per_range = 16, autosummarize = on);

alter table ledger_journal.block owner to "${service_role}";
alter table ledger_journal.balance_cell owner to "${service_role}";
