-- The event store. Run by the owner; ${service_role} is the role that the service works as. Locks nothing: all is new.
-- The history may be added to and read, by nobody changed: grants keep the service from it, triggers even the owner.

create table ledger.event (
    position        bigint      not null,   -- place in the whole store, 1, 2, 3 ... without gaps
    organisation    text collate "C" not null,
    ledger_sequence bigint      not null,   -- place in the organisation's history, 1, 2, 3 ... without gaps
    event_id        uuid        not null,
    stream          text collate "C" not null,   -- kind/id, such as order/536365
    stream_sequence bigint      not null,   -- place in the stream, 0, 1, 2 ... without gaps
    type            text collate "C" not null,
    revision        integer     not null,
    effective_at    timestamptz not null,   -- when it happened
    recorded_at     timestamptz not null,   -- when the ledger learned of it; never goes back within an organisation
    payload         text        not null,   -- the exact JSON text that the hash covers
    metadata        text        not null,   -- the exact JSON text that the hash covers
    hash            bytea       not null,   -- of the organisation's chain up to and with this event
    constraint event_position primary key (position),
    constraint event_organisation_sequence unique (organisation, ledger_sequence),
    constraint event_stream unique (organisation, stream, stream_sequence)
);

-- Business time mostly grows with the position, so a few pages of BRIN find a range in it.
create index event_effective_at on ledger.event using brin (effective_at) with (autosummarize = on);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the history of the ledger cannot be changed: % on % refused', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger event_is_immutable before update or delete or truncate on ledger.event
    for each statement execute function ledger.refuse_change();

-- Answers to requests by their Idempotency-Key, kept 30 days; written in the transaction of the events they answer for.
create table ledger.request_key (
    organisation text collate "C" not null,
    client       text collate "C" not null,
    key          text collate "C" not null,
    fingerprint  bytea       not null,
    status       integer     not null,
    location     text,
    body         text        not null,
    position     bigint      not null,
    recorded_at  timestamptz not null,
    constraint request_key_pk primary key (organisation, client, key)
);
create index request_key_recorded_at on ledger.request_key using brin (recorded_at) with (autosummarize = on);

-- The newest state of long streams. Can be emptied at any time.
create table ledger.snapshot (
    organisation    text collate "C" not null,
    stream          text collate "C" not null,
    stream_sequence bigint      not null,
    type            text collate "C" not null,
    revision        integer     not null,
    payload         text        not null,
    made_at         timestamptz not null,
    constraint snapshot_pk primary key (organisation, stream)
);

revoke all on ledger.event from public;
revoke update, delete, truncate on ledger.event from "${service_role}";
grant usage on schema ledger to "${service_role}";
grant select, insert on ledger.event to "${service_role}";
grant select, insert, update, delete on ledger.request_key, ledger.snapshot to "${service_role}";
