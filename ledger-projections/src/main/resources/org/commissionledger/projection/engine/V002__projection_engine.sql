-- How far each projection has read, and which events it could not take. Locks nothing: all is new.
-- The service role owns the projections' schemas, because a rebuild makes new ones beside them and switches.

create table ledger.processor_token (
    processor  text collate "C" not null,
    segment    integer     not null,
    position   bigint      not null,      -- every event up to and with this one is in the tables
    owner      text,                      -- the node that works on the segment
    claimed_at timestamptz not null,
    constraint processor_token_pk primary key (processor, segment)
);

-- A parked event is named, not copied: the event itself stands in the history.
create table ledger.parked_event (
    processor  text collate "C" not null,
    position   bigint      not null,
    stream     text collate "C" not null,      -- organisation/kind/id: later events of the stream wait behind the first
    cause      text,                      -- null for an event that only waits
    attempts   integer     not null,
    parked_at  timestamptz not null,
    touched_at timestamptz not null,
    constraint parked_event_pk primary key (processor, position)
);
create index parked_event_stream on ledger.parked_event (processor, stream, position);

grant select, insert, update, delete on ledger.processor_token, ledger.parked_event to "${service_role}";

do $$ begin
    execute format('grant create on database %I to %I', current_database(), '${service_role}');
end $$;
