-- Who looks for an order or for a customer's orders names the id and the organisation, so either may come first: ids differ in their first
-- letters, organisations hardly ever. Locks the orders while they are indexed: some seconds for a million.

alter table ledger_orders.order_row drop constraint order_row_pk;
alter table ledger_orders.order_row add constraint order_row_pk primary key (order_id, organisation);

drop index ledger_orders.order_row_customer;
create index order_row_customer on ledger_orders.order_row (customer_id, organisation, placed_at, order_id);
