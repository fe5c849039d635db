-- Payouts, and what of the paid commission is in none yet. The projection has a processor of its own, of one segment, so that what a payout
-- gathers is there before it is. Locks nothing: all is new.

create schema ledger_payouts authorization "${service_role}";

-- Grain: one event that paid a commission or took it back. Unit: minor; negative when it was taken back.
create table ledger_payouts.movement (
    organisation text collate "C" not null,
    order_id     text collate "C" not null,
    sequence     bigint      not null,   -- place in the order's stream
    provider_id  text collate "C" not null,
    currency     text collate "C" not null,
    amount       bigint      not null,
    reversed     bigint      not null,   -- taken back of the order in all, after this event
    booked_at    timestamptz not null,
    payout_id    text collate "C",       -- the payout that has it; null when it is in none, or that was cancelled
    constraint movement_pk primary key (organisation, order_id, sequence)
) with (fillfactor = 70);
create index movement_open on ledger_payouts.movement (organisation, booked_at) where payout_id is null;

-- Grain: one thing that happened to a payout, with all that was then known of it. Rows never change: how payouts stood at a position is
-- the last row of each up to it.
create table ledger_payouts.payout_step (
    organisation   text collate "C" not null,
    payout_id      text collate "C" not null,
    position       bigint      not null,
    number         bigint      not null,   -- counts the organisation's drafts from 1
    provider_id    text collate "C",
    from_at        timestamptz not null,
    to_at          timestamptz not null,
    status         text collate "C" not null,
    orders         bigint      not null,
    created_by     text collate "C" not null,
    created_at     timestamptz not null,
    approved_by    text collate "C",
    approved_at    timestamptz,
    settled_at     timestamptz,
    failed_at      timestamptz,
    failure_reason text collate "C",
    reference      text collate "C",
    constraint payout_step_pk primary key (organisation, number, position)
);
create index payout_step_id on ledger_payouts.payout_step (organisation, payout_id, position);

-- Grain: payout x currency. Unit: minor.
create table ledger_payouts.payout_amount (
    organisation text collate "C" not null,
    payout_id    text collate "C" not null,
    currency     text collate "C" not null,
    amount       bigint not null,
    constraint payout_amount_pk primary key (organisation, payout_id, currency)
);

-- Grain: payout x order. Unit: minor.
create table ledger_payouts.payout_line (
    organisation text collate "C" not null,
    payout_id    text collate "C" not null,
    order_id     text collate "C" not null,
    provider_id  text collate "C" not null,
    currency     text collate "C" not null,
    amount       bigint not null,
    constraint payout_line_pk primary key (organisation, payout_id, order_id)
);

alter table ledger_payouts.movement owner to "${service_role}";
alter table ledger_payouts.payout_step owner to "${service_role}";
alter table ledger_payouts.payout_amount owner to "${service_role}";
alter table ledger_payouts.payout_line owner to "${service_role}";
