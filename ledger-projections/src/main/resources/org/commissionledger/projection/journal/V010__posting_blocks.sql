-- Postings are kept in blocks: what one fold adds to one account is one row, with an array a column. That is a tenth of the rows to
-- write and to index, and of the bytes to read when an account is gone through. The old table is empty at this point, as are the
-- balances. When an entry was recorded stands with its event.

drop table ledger_journal.posting;

alter table ledger_journal.account_balance add column account_id bigint not null;
alter table ledger_journal.account_balance add constraint account_balance_id unique (account_id);

-- Grain: the lines that one fold added to one account in one currency, by position. Unit: minor; positive is a debit.
-- Blocks of an account do not repeat a position, but where a fold has several segments their ranges overlap.
create table ledger_journal.posting_block (
    account_id     bigint        not null,   -- of account_balance
    last_position  bigint        not null,
    first_position bigint        not null,
    positions      bigint[]      not null,
    amounts        bigint[]      not null,
    effective_at   timestamptz[] not null,
    constraint posting_block_pk primary key (account_id, last_position)
);
alter table ledger_journal.posting_block owner to "${service_role}";
