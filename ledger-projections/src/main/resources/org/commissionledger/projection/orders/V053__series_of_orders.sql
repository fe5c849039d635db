-- A series is filtered by category and integration alone, and reads many hours: cells that also tell products, providers and statuses apart
-- are as many as the orders there. So hours, and quarters of an hour, leave the totals, whose ragged ends are read order by order, for
-- cells of their own. What is there is summed up here, so that nothing is made again. Locks the cells against folds while it is at it:
-- some seconds for a million cells.

-- Grain: organisation x time bucket of placed_at x category x integration x currency, the same over all categories, and over all of both,
-- which is asked for most. Unit: minor. Each cell holds the sums over the orders placed then, as they stand now.
create table ledger_orders.series_cell (
    organisation   text collate "C" not null,
    grain          text collate "C" not null,   -- MONTH, DAY, HOUR or QUARTER_HOUR, in UTC
    bucket         timestamptz not null,
    category_id    text collate "C" not null,   -- * for all
    integration_id text collate "C" not null,   -- * for all
    currency       text collate "C" not null,
    orders         bigint      not null,
    successful     bigint      not null,
    value          numeric     not null,
    pending        numeric     not null,
    paid           numeric     not null,
    constraint series_cell_pk primary key (organisation, category_id, grain, bucket, integration_id, currency)
) with (fillfactor = 70);

alter table ledger_orders.series_cell owner to "${service_role}";

insert into ledger_orders.series_cell
       (organisation, grain, bucket, category_id, integration_id, currency, orders, successful, value, pending, paid)
select organisation, grain, bucket, category_id, integration_id, currency, sum(orders),
       coalesce(sum(orders) filter (where status = 'SUCCESSFUL'), 0), sum(value), sum(pending), sum(paid)
  from ledger_orders.total_cell
 group by 1, 2, 3, 4, 5, 6 having sum(orders) <> 0;

insert into ledger_orders.series_cell
       (organisation, grain, bucket, category_id, integration_id, currency, orders, successful, value, pending, paid)
select organisation, grain, bucket, '*', coalesce(integration_id, '*'), currency, sum(orders), sum(successful), sum(value), sum(pending),
       sum(paid)
  from ledger_orders.series_cell
 group by organisation, grain, bucket, currency, grouping sets ((), integration_id);

delete from ledger_orders.total_cell where grain in ('HOUR', 'QUARTER_HOUR');

comment on column ledger_orders.total_cell.grain is 'MONTH or DAY, in UTC';
