-- How many customers there were from each quarter of an hour on: for an hour, a day, a week, a month. A series of any timezone reads a few
-- numbers for each interval instead of uniting sets. They are made in the background; whatever has none yet is counted from the sets.
-- Locks nothing: all is new. V051 has the projection made again, which fills in the days.

-- Grain: organisation x day of UTC on which anybody was there or was counted. listed: its spans stand in span, made or not.
create table ledger_customers.active_day (
    organisation text collate "C" not null,
    day          date        not null,
    listed       boolean     not null default false,
    changed_at   timestamptz not null,   -- when the fold last had something of the day
    constraint active_day_pk primary key (organisation, day)
) with (fillfactor = 50);
create index active_day_new on ledger_customers.active_day (organisation, day) where not listed;

-- Grain: organisation x day x length. made: its figures stand in span_count and hold; those of a cell without any are 0. The fold takes
-- that back when it has something new of one of its days.
create table ledger_customers.span (
    organisation text collate "C" not null,
    first_day    date    not null,   -- of UTC; what is counted begins at a quarter of an hour of this day
    quarters     integer not null,   -- its length, in quarters of an hour
    last_day     date    not null,   -- of UTC; the last that any of it may reach into
    made         boolean not null default false,
    constraint span_pk primary key (organisation, first_day, quarters)
);
create index span_missing on ledger_customers.span (organisation, last_day) where not made;

-- Grain: span x category and integration, '*' for any. While its span is not made, a row says nothing.
-- customers and fresh: one number for each of the 96 quarters of an hour that the count may begin at: how many customers were there within
-- the span's length from then on, and how many of them were never seen before. Each number is written in as many bytes as it needs, 7 bits
-- a byte, the lowest first; the highest bit is set where more follow.
create table ledger_customers.span_count (
    organisation   text collate "C" not null,
    category_id    text collate "C" not null,
    integration_id text collate "C" not null,
    first_day      date    not null,
    quarters       integer not null,
    customers      bytea   not null,
    fresh          bytea   not null,
    constraint span_count_pk primary key (organisation, category_id, integration_id, first_day, quarters)
);

alter table ledger_customers.active_day owner to "${service_role}";
alter table ledger_customers.span owner to "${service_role}";
alter table ledger_customers.span_count owner to "${service_role}";
