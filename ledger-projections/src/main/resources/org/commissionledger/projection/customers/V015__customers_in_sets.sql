-- Customers are counted in sets of their numbers, one for each cell, instead of in a row for each customer and day: a funnel over a year
-- reads a few dozen sets. The projection is made again from the history, which takes as long as reading it; nothing else is lost.
-- An eventId is written once by the store (event_once), so the timeline needs no index of its own for that.
-- Locks the projection's tables while they are emptied.

delete from ledger.processor_token where processor = 'customers';
delete from ledger.parked_event where processor = 'customers';
truncate table ledger_customers.customer, ledger_customers.entry;
drop table ledger_customers.reach;
drop index ledger_customers.entry_once;

-- Counted from 0 within an organisation, without gaps, in the order in which the fold met them: another rebuild gives other numbers.
alter table ledger_customers.customer add column number integer not null;

-- Grain: organisation. How many numbers were given.
create table ledger_customers.population (
    organisation text collate "C" not null,
    customers    integer not null,
    constraint population_pk primary key (organisation)
);

-- Grain: organisation x bucket of UTC x category and integration, '*' for any x what the customers of the set did there.
-- what: 0 behaviour, 1 to 5 the stages of the funnel, with 10 added where it was done for them rather than by them; 20: seen for the first
-- time ever, kept for any category and integration only. Merged customers count as one.
-- A set is base, a Roaring bitmap in its portable form, changed by tail: numbers of 4 bytes, the highest first, where n adds n and
-- -1 - n takes n out, in their order.
create table ledger_customers.reach (
    organisation   text collate "C" not null,
    grain          text collate "C" not null,   -- MONTH, DAY or HOUR
    category_id    text collate "C" not null,
    integration_id text collate "C" not null,
    bucket         timestamptz not null,
    what           smallint    not null,
    base           bytea,
    tail           bytea       not null,
    constraint reach_pk primary key (organisation, grain, category_id, integration_id, bucket, what)
) with (fillfactor = 70);
alter table ledger_customers.reach alter column base set storage external, alter column tail set storage external;

alter table ledger_customers.population owner to "${service_role}";
alter table ledger_customers.reach owner to "${service_role}";
