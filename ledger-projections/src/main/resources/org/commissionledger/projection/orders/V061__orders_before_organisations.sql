-- Who looks for an order, or for those of a provider or customer, names its id and the organisation, so either may come first: ids differ in their
-- first letters, organisations hardly ever. Locks the orders while they are indexed: some seconds for a million.

alter table ledger_orders.order_row drop constraint order_row_pk;
alter table ledger_orders.order_row add constraint order_row_pk primary key (order_id, organisation);

drop index ledger_orders.order_row_customer, ledger_orders.order_row_provider;
create index order_row_customer on ledger_orders.order_row (customer_id, organisation, placed_at, order_id);
create index order_row_provider on ledger_orders.order_row (provider_id, organisation, placed_at, order_id);
