-- Credit accounts, their top-ups, holds and entries, and discounts. Locks nothing: all is new. The journal takes the postings of credit
-- from now on; nothing of credit is in any history before this.

create schema ledger_credits authorization "${service_role}";

-- Grain: one account. Unit: minor. Figures are those after the event at position.
create table ledger_credits.account (
    organisation    text collate "C" not null,
    account_id      text collate "C" not null,
    name            text        not null,
    type            text collate "C" not null,   -- PARTNER or CUSTOMER
    partner_id      text collate "C",
    currency        text collate "C" not null,
    paid            bigint      not null,
    promotional     bigint      not null,
    held            bigint      not null,
    overdrawn       bigint      not null,
    overdraft_limit bigint      not null,
    opened_at       timestamptz not null,
    position        bigint      not null,
    constraint account_pk primary key (organisation, account_id)
) with (fillfactor = 50);
create index account_partner on ledger_credits.account (organisation, partner_id, account_id) where partner_id is not null;

-- Grain: one top-up. Unit: minor. amount = settled + used + left_over + expired + voided, always. expired is what expired and was not
-- used since by usage from before that came in late.
create table ledger_credits.top_up (
    organisation text collate "C" not null,
    account_id   text collate "C" not null,
    top_up_id    text collate "C" not null,
    category     text collate "C" not null,   -- PAID or PROMOTIONAL
    amount       bigint      not null,
    priority     smallint    not null,
    at           timestamptz not null,
    expires_at   timestamptz,
    settled      bigint      not null,
    used         bigint      not null,
    left_over    bigint      not null,
    expired      bigint      not null,
    voided       bigint      not null,
    recorded_at  timestamptz not null,
    position     bigint      not null,   -- of the event that recorded it
    closed_as    text collate "C",       -- USED, EXPIRED or VOIDED: how what was left of it came to nothing
    closed_at    timestamptz,            -- when the ledger recorded that
    constraint top_up_pk primary key (organisation, account_id, top_up_id)
) with (fillfactor = 70);
create index top_up_due on ledger_credits.top_up (expires_at) where expires_at is not null and closed_at is null;
create index top_up_listed on ledger_credits.top_up (organisation, account_id, position);
create index top_up_closed on ledger_credits.top_up (organisation, account_id, closed_at);

-- Grain: one hold. Unit: minor.
create table ledger_credits.hold (
    organisation text collate "C" not null,
    account_id   text collate "C" not null,
    hold_id      text collate "C" not null,
    amount       bigint      not null,
    at           timestamptz not null,
    expires_at   timestamptz,
    recorded_at  timestamptz not null,
    position     bigint      not null,   -- of the event that placed it
    closed_as    text collate "C",       -- CAPTURED, RELEASED or EXPIRED
    closed_at    timestamptz,            -- when the ledger recorded that
    constraint hold_pk primary key (organisation, account_id, hold_id)
) with (fillfactor = 70);
create index hold_due on ledger_credits.hold (expires_at) where expires_at is not null and closed_at is null;
create index hold_listed on ledger_credits.hold (organisation, account_id, position);
create index hold_closed on ledger_credits.hold (organisation, account_id, closed_at);

-- Grain: one event of an account. Unit: minor. The figures are those after it; change is what it added to what is available.
-- top_ups are those that it took from or gave to, as a JSON list: they are read with their entry and never without it.
-- recorded_at and position rise together, so one index serves pages and questions as of a moment.
create table ledger_credits.entry (
    organisation    text collate "C" not null,
    account_id      text collate "C" not null,
    recorded_at     timestamptz not null,
    position        bigint      not null,
    ledger_sequence bigint      not null,
    type            text collate "C" not null,   -- OPENED, CHANGED, TOP_UP, USAGE, HOLD, CAPTURE, RELEASE, EXPIRY, VOID
    at              timestamptz not null,
    amount          bigint      not null,        -- of a usage: net
    change          bigint      not null,
    paid            bigint      not null,
    promotional     bigint      not null,
    held            bigint      not null,
    overdrawn       bigint      not null,
    overdraft_limit bigint      not null,
    top_ups         text        not null,
    hold_id         text collate "C",
    usage_id        text collate "C",
    product_id      text collate "C",
    quantity        bigint,
    gross           bigint,
    discount_id     text collate "C",
    discount        bigint,
    overdraft       bigint,                      -- of a usage: what ran into it; of a top-up: what settled it
    reason          text collate "C",
    note            text,
    constraint entry_pk primary key (organisation, account_id, recorded_at, position)
);

-- Grain: one discount. It holds for usage from_at <= at < to_at and before revoked_at.
create table ledger_credits.discount (
    organisation text collate "C" not null,
    discount_id  text collate "C" not null,
    owner_id     text collate "C" not null,
    scope        text collate "C" not null,   -- ACCOUNT: for the owner; CUSTOMERS: for those of the owner, a partner
    product_id   text collate "C",
    basis_points integer,                     -- of a PERCENT one; the next two of a FIXED one
    amount       bigint,
    currency     text collate "C",
    from_at      timestamptz not null,
    to_at        timestamptz,
    granted_at   timestamptz not null,
    revoked_at   timestamptz,
    expired_at   timestamptz,                 -- the end that was booked
    constraint discount_pk primary key (organisation, discount_id)
) with (fillfactor = 70);
create index discount_owner on ledger_credits.discount (organisation, owner_id, discount_id);
create index discount_due on ledger_credits.discount (to_at)
    where to_at is not null and expired_at is distinct from to_at and (revoked_at is null or revoked_at >= to_at);

-- Grain: discount x currency. Unit: minor. What usage got by it so far.
create table ledger_credits.discount_given (
    organisation text collate "C" not null,
    discount_id  text collate "C" not null,
    currency     text collate "C" not null,
    usages       bigint  not null,
    given        numeric not null,
    constraint discount_given_pk primary key (organisation, discount_id, currency)
) with (fillfactor = 50);

do $$
declare
    t record;
begin
    for t in select tablename from pg_tables where schemaname = 'ledger_credits' loop
        execute format('alter table ledger_credits.%I owner to %I', t.tablename, '${service_role}');
    end loop;
end $$;
