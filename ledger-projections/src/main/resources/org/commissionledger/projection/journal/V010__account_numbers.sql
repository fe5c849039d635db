-- A posting names its account by a number: half the bytes to write and to index. Its table is made anew; it is empty at this point,
-- as are the balances. When an entry was recorded stands with its event.

drop table ledger_journal.posting;

alter table ledger_journal.account_balance add column account_id bigint not null;
alter table ledger_journal.account_balance add constraint account_balance_id unique (account_id);

-- Grain: one line of an entry. Unit: minor; positive is a debit.
create table ledger_journal.posting (
    account_id   bigint      not null,   -- of account_balance: one account in one currency
    position     bigint      not null,
    amount       bigint      not null,
    effective_at timestamptz not null,
    constraint posting_pk primary key (account_id, position)
);
alter table ledger_journal.posting owner to "${service_role}";
