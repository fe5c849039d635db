-- Who looks for a customer names the id and the organisation, so either may come first: ids differ in their first letters, organisations hardly
-- ever. Locks the customers while they are indexed: a second for a million.

alter table ledger_customers.customer drop constraint customer_pk;
alter table ledger_customers.customer add constraint customer_pk primary key (customer_id, organisation);
