-- Days, weeks and months of timezones other than UTC are made up of hours, and of quarters of an hour only where a timezone is: a series of a
-- year reads a quarter of the cells. What is there is summed up here, so that nothing is made again. Locks the cells against folds while it is
-- at it: some seconds for a million cells.

insert into ledger_orders.total_cell
       (organisation, grain, bucket, currency, provider_id, category_id, product_id, integration_id, status, commission_status,
        orders, value, pending, paid, declined, reversed)
select organisation, 'HOUR', date_trunc('hour', bucket, 'UTC'), currency, provider_id, category_id, product_id, integration_id, status,
       commission_status, sum(orders), sum(value), sum(pending), sum(paid), sum(declined), sum(reversed)
  from ledger_orders.total_cell
 where grain = 'QUARTER_HOUR'
 group by 1, 3, 4, 5, 6, 7, 8, 9, 10 having sum(orders) <> 0;

comment on column ledger_orders.total_cell.grain is 'MONTH, DAY, HOUR or QUARTER_HOUR, in UTC';
