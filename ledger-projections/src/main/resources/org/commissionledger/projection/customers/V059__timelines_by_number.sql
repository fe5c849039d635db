-- Timelines are kept by the numbers of their customers, which each entry has since V051: a number is compared at once where organisation and
-- id are compared letter by letter. Locks the entries while their index is made: a second for a million.

alter table ledger_customers.entry drop constraint entry_pk;
alter table ledger_customers.entry add constraint entry_pk primary key (number, organisation, at, position);
