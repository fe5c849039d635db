-- Each entry has the number of the customer that it was recorded with: counting single events looks nobody up but those who were merged.
-- The projection is made again from the history, which takes as long as reading it; nothing else is lost.
-- Locks the projection's tables while they are emptied.

delete from ledger.processor_token where processor = 'customers';
delete from ledger.parked_event where processor = 'customers';
truncate table ledger_customers.customer, ledger_customers.entry, ledger_customers.population, ledger_customers.reach,
               ledger_customers.active_day, ledger_customers.span, ledger_customers.span_count;

alter table ledger_customers.entry add column number integer not null;   -- that of customer_id; a merge does not change it

-- Grain: one customer id that turned out to be another's. Whoever counts for the number counts for known instead.
create table ledger_customers.merged_number (
    organisation text collate "C" not null,
    number       integer not null,
    known        integer not null,
    constraint merged_number_pk primary key (organisation, number)
);

alter table ledger_customers.merged_number owner to "${service_role}";
