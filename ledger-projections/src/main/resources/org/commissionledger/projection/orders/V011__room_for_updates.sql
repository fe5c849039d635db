-- Commissions are confirmed thousands at a time, in the order in which their orders came: with room on each page for a second version
-- of all its rows, none of the indexes is touched. Orders come in with time, so the indexes ascend with it, which fills their pages
-- where descending ones split them in half; the newest come first by reading backwards. All is empty at this point.

alter table ledger_orders.order_row set (fillfactor = 50);

drop index ledger_orders.order_row_placed, ledger_orders.order_row_provider, ledger_orders.order_row_customer,
           ledger_orders.order_row_unusual;
create index order_row_placed on ledger_orders.order_row (organisation, placed_at, order_id);
create index order_row_provider on ledger_orders.order_row (organisation, provider_id, placed_at, order_id);
create index order_row_customer on ledger_orders.order_row (organisation, customer_id, placed_at, order_id);
create index order_row_unusual on ledger_orders.order_row (organisation, status, placed_at, order_id)
    where status <> 'SUCCESSFUL';
