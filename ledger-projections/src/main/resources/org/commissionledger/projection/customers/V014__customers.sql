-- Customers, their timelines, and what the funnel is counted from. Locks nothing: all is new.

create schema ledger_customers authorization "${service_role}";

-- Grain: one customer id. What was done under the id of an anonymous customer who turned out to be another one is counted in the
-- other one's row; the row of the id then only says who that is. email and name are sealed with the person's key; email_hash is
-- keyed and there as long as they are. All three go when the person is erased.
create table ledger_customers.customer (
    organisation text collate "C" not null,
    customer_id  text collate "C" not null,
    merged_into  text collate "C",
    email        text collate "C",
    name         text collate "C",
    email_hash   text collate "C",
    erased       boolean     not null default false,
    events       bigint      not null default 0,   -- what they did, orders apart
    first_seen   timestamptz,
    last_seen    timestamptz,
    constraint customer_pk primary key (organisation, customer_id)
) with (fillfactor = 70);
create index customer_seen on ledger_customers.customer (organisation, last_seen, customer_id)
    where merged_into is null and last_seen is not null;
create index customer_email on ledger_customers.customer (organisation, email_hash) where email_hash is not null;
create index customer_merged on ledger_customers.customer (organisation, merged_into) where merged_into is not null;

-- Grain: one thing that happened, under the customer id that it was recorded with. An event that was sent twice is here once.
-- Unit: minor.
create table ledger_customers.entry (
    organisation   text collate "C" not null,
    customer_id    text collate "C" not null,
    at             timestamptz not null,
    position       bigint      not null,
    type           text collate "C" not null,
    stage          smallint    not null,   -- of the funnel, 1 to 5; 0 for everything else
    seen           boolean     not null,   -- whether the customer was there, rather than something done for them
    event_id       text collate "C",
    order_id       text collate "C",
    product_id     text collate "C",
    category_id    text collate "C",
    integration_id text collate "C",
    channel        text collate "C",
    amount         bigint,
    currency       text collate "C",
    properties     text,
    recorded_at    timestamptz not null,
    constraint entry_pk primary key (organisation, customer_id, at, position)
);
create unique index entry_once on ledger_customers.entry (organisation, customer_id, event_id) where event_id is not null;
create index entry_at on ledger_customers.entry (organisation, at) where seen or stage > 0;

-- Grain: customer, merged ones as one x month or day of UTC x category and integration, empty for none. How far the customer got
-- there, and whether they were there.
create table ledger_customers.reach (
    organisation   text collate "C" not null,
    grain          text collate "C" not null,   -- MONTH or DAY
    bucket         timestamptz not null,
    customer_id    text collate "C" not null,
    category_id    text collate "C" not null,
    integration_id text collate "C" not null,
    stage          smallint    not null,
    seen           boolean     not null,
    constraint reach_pk primary key (organisation, grain, bucket, customer_id, category_id, integration_id)
) with (fillfactor = 80);
create index reach_customer on ledger_customers.reach (organisation, customer_id);

alter table ledger_customers.customer owner to "${service_role}";
alter table ledger_customers.entry owner to "${service_role}";
alter table ledger_customers.reach owner to "${service_role}";
