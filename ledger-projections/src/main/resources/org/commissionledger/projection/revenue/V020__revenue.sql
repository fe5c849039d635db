-- Revenue line by line. Lines are facts: none ever changes, so a report as of a position is the lines up to it.
-- The projection has a processor of its own, so that in a store with a history it begins at the beginning by itself, while the other
-- projections go on where they stand. Locks nothing: all is new.

create schema ledger_revenue authorization "${service_role}";

-- Grain: one event that earned something or gave it back. Unit: minor; what was given back is negative, so that lines add up.
-- net = gross - discount. A line belongs to a provider (commission) or to an account (usage), which may belong to a partner's.
create table ledger_revenue.revenue_line (
    organisation   text collate "C" not null,
    position       bigint      not null,
    kind           text collate "C" not null,   -- COMMISSION_PAID, COMMISSION_REVERSED or USAGE
    at             timestamptz not null,
    recorded_at    timestamptz not null,
    product_id     text collate "C" not null,
    category_id    text collate "C",
    integration_id text collate "C",
    provider_id    text collate "C",
    account_id     text collate "C",
    account_type   text collate "C",
    partner_id     text collate "C",
    customer_id    text collate "C",
    order_id       text collate "C",
    placed_at      timestamptz,             -- when the order was placed
    usage_id       text collate "C",
    quantity       bigint,
    currency       text collate "C" not null,
    gross          bigint      not null,
    discount       bigint      not null,
    net            bigint      not null,
    discount_id    text collate "C",
    reason_code    text collate "C",
    reference      text collate "C",
    note           text collate "C",
    constraint revenue_line_pk primary key (organisation, position),
    constraint revenue_line_owner check ((provider_id is null) <> (account_id is null)),
    constraint revenue_line_net check (net = gross - discount)
);
create index revenue_line_at on ledger_revenue.revenue_line (organisation, at, position);

alter table ledger_revenue.revenue_line owner to "${service_role}";
