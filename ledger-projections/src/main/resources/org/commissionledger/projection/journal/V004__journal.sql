-- Double entry. Locks nothing: all is new.

create schema ledger_journal authorization "${service_role}";

-- Grain: one line of an entry. Unit: minor; positive is a debit.
create table ledger_journal.posting (
    organisation text collate "C" not null,
    account      text collate "C" not null,
    currency     text collate "C" not null,
    position     bigint      not null,
    amount       bigint      not null,
    effective_at timestamptz not null,
    recorded_at  timestamptz not null,
    constraint posting_pk primary key (organisation, account, position, currency)
);

-- Grain: one account in one currency. Unit: minor.
create table ledger_journal.account_balance (
    organisation text collate "C" not null,
    account      text collate "C" not null,
    currency     text collate "C" not null,
    balance      numeric not null,
    constraint account_balance_pk primary key (organisation, account, currency)
) with (fillfactor = 50);

alter table ledger_journal.posting owner to "${service_role}";
alter table ledger_journal.account_balance owner to "${service_role}";
