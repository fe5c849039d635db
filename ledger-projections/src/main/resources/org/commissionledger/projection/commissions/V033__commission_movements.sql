-- What every event changed of an order's standing and its commission, so that totals of any past day are sums. Facts only: no row ever
-- changes. The projection has a processor of its own, so that in a store with a history it begins at the beginning by itself, while the
-- other projections go on where they stand. Locks nothing: all is new.

create schema ledger_commissions authorization "${service_role}";

-- Grain: organisation x currency x provider, category, product, integration. What the movements of an order have in common, under a
-- number that follows from it.
create table ledger_commissions.facet (
    facet_id       bigint not null,
    organisation   text collate "C" not null,
    currency       text collate "C" not null,
    provider_id    text collate "C" not null,
    category_id    text collate "C" not null,
    product_id     text collate "C" not null,
    integration_id text collate "C" not null,
    constraint facet_pk primary key (facet_id),
    constraint facet_content unique (organisation, provider_id, product_id, category_id, integration_id, currency)
);

-- Grain: one event of an order. Unit: minor. What the order was before it (nothing for the event that placed it), and what it is after.
create table ledger_commissions.movement (
    position                 bigint      not null,
    organisation             text collate "C" not null,
    facet_id                 bigint      not null,
    effective_at             timestamptz not null,
    placed_at                timestamptz not null,
    status_before            text collate "C",
    commission_status_before text collate "C",
    pending_before           bigint      not null,
    paid_before              bigint      not null,
    declined_before          bigint      not null,
    reversed_before          bigint      not null,
    status                   text collate "C" not null,
    commission_status        text collate "C" not null,
    pending                  bigint      not null,
    paid                     bigint      not null,
    declined                 bigint      not null,
    reversed                 bigint      not null,
    constraint movement_pk primary key (position)
);
create index movement_effective on ledger_commissions.movement (organisation, effective_at);
create index movement_placed on ledger_commissions.movement (organisation, placed_at);

-- Grain: one run of positions whose sums stand in movement_cell: number x 2^12 and as many behind it on level 1, 2^16 on level 2, 2^20 on
-- level 3, 2^24 on level 4.
create table ledger_commissions.block (
    level  smallint not null,
    number bigint   not null,
    constraint block_pk primary key (level, number)
);

-- Grain: block x organisation x bucket of placed_at x bucket of effective_at x facet x status x commission status. Unit: minor.
-- What the movements of the block added and took away. Made in the background; whatever has no block is summed from the movements.
create table ledger_commissions.movement_cell (
    level             smallint    not null,
    number            bigint      not null,
    organisation      text collate "C" not null,
    placed_grain      text collate "C" not null,   -- MONTH or DAY, in UTC
    effective_grain   text collate "C" not null,
    effective         timestamptz not null,
    placed            timestamptz not null,
    facet_id          bigint      not null,
    status            text collate "C" not null,
    commission_status text collate "C" not null,
    orders            bigint      not null,
    pending           numeric     not null,
    paid              numeric     not null,
    declined          numeric     not null,
    reversed          numeric     not null
);
create index movement_cell_block on ledger_commissions.movement_cell
    (level, number, organisation, placed_grain, effective_grain, effective, placed);

alter table ledger_commissions.facet owner to "${service_role}";
alter table ledger_commissions.movement owner to "${service_role}";
alter table ledger_commissions.block owner to "${service_role}";
alter table ledger_commissions.movement_cell owner to "${service_role}";
