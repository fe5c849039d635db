-- The order list and the commission totals. Locks nothing: all is new.

create schema ledger_orders authorization "${service_role}";

-- Grain: one order. Unit: minor. Figures are those after the event at position.
create table ledger_orders.order_row (
    organisation      text collate "C" not null,
    order_id          text collate "C" not null,
    status            text collate "C" not null,
    commission_status text collate "C" not null,
    commission_state  text collate "C" not null,
    value             bigint      not null,
    currency          text collate "C" not null,
    expected          bigint      not null,
    pending           bigint      not null,
    paid              bigint      not null,
    declined          bigint      not null,
    reversed          bigint      not null,
    product_id        text collate "C" not null,
    category_id       text collate "C" not null,
    provider_id       text collate "C" not null,
    integration_id    text collate "C" not null,
    customer_id       text collate "C" not null,
    placed_at         timestamptz not null,
    recorded_at       timestamptz not null,   -- when the ledger learned of the order
    recorded_by       text collate "C" not null,   -- the client that placed it
    position          bigint      not null,
    constraint order_row_pk primary key (organisation, order_id)
) with (fillfactor = 80);
create index order_row_placed on ledger_orders.order_row (organisation, placed_at desc, order_id desc);
create index order_row_provider on ledger_orders.order_row (organisation, provider_id, placed_at desc, order_id desc);
create index order_row_customer on ledger_orders.order_row (organisation, customer_id, placed_at desc, order_id desc);
create index order_row_unusual on ledger_orders.order_row (organisation, status, placed_at desc, order_id desc)
    where status <> 'SUCCESSFUL';

-- Grain: organisation x time bucket of placed_at x currency x product, category, provider, integration x status x commission status.
-- Unit: minor. Each cell holds the sums over the orders that are in it now: an order that changes leaves one cell for another.
create table ledger_orders.total_cell (
    organisation      text collate "C" not null,
    grain             text collate "C" not null,   -- MONTH, DAY or QUARTER_HOUR, in UTC
    bucket            timestamptz not null,
    currency          text collate "C" not null,
    provider_id       text collate "C" not null,
    category_id       text collate "C" not null,
    product_id        text collate "C" not null,
    integration_id    text collate "C" not null,
    status            text collate "C" not null,
    commission_status text collate "C" not null,
    orders            bigint      not null,
    value             numeric     not null,
    pending           numeric     not null,
    paid              numeric     not null,
    declined          numeric     not null,
    reversed          numeric     not null,
    constraint total_cell_pk primary key (organisation, grain, bucket, currency, provider_id, category_id, product_id,
                                          integration_id, status, commission_status)
) with (fillfactor = 70);

alter table ledger_orders.order_row owner to "${service_role}";
alter table ledger_orders.total_cell owner to "${service_role}";
