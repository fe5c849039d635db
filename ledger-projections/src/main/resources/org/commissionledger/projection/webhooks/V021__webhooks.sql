-- Endpoints and what they are told. Locks nothing: all is new.
-- What follows from the history (who has which endpoint, how far an account's credit is down) stands in the projection's own schema and can be
-- made again. What was sent, and how that went, does not follow from anything: it stands beside the history, and no rebuild touches it.

create schema ledger_webhooks authorization "${service_role}";

-- Grain: one endpoint that was not removed.
create table ledger_webhooks.endpoint (
    webhook_id      text collate "C" not null,
    organisation    text collate "C" not null,
    provider_id     text collate "C",            -- whose orders alone it hears of; null for the organisation's own
    url             text        not null,
    types           text[]      not null,
    description     text,
    registered_at   timestamptz not null,
    disabled_reason text collate "C",
    disabled_at     timestamptz,
    constraint endpoint_pk primary key (webhook_id)
);
create index endpoint_organisation on ledger_webhooks.endpoint (organisation, webhook_id);

-- Grain: one secret of an endpoint, as it was sealed. One that was replaced goes on signing until then.
create table ledger_webhooks.endpoint_secret (
    webhook_id text collate "C" not null,
    position   bigint      not null,             -- of the event that brought it
    sealed     text        not null,
    until      timestamptz,
    constraint endpoint_secret_pk primary key (webhook_id, position)
);

-- Grain: one credit account. Unit: minor.
create table ledger_webhooks.account_level (
    organisation text collate "C" not null,
    account_id   text collate "C" not null,
    last_top_up  bigint  not null,
    low          boolean not null,               -- told, and not to be told again before there is more
    constraint account_level_pk primary key (organisation, account_id)
);

alter table ledger_webhooks.endpoint owner to "${service_role}";
alter table ledger_webhooks.endpoint_secret owner to "${service_role}";
alter table ledger_webhooks.account_level owner to "${service_role}";

-- Grain: one thing that one endpoint is told. It holds no content: that is made from the event when it is sent.
create table ledger.webhook_delivery (
    webhook_id   text collate "C" not null,
    message_id   uuid        not null,           -- the header webhook-id: made from event and type, so that it is always the same
    organisation text collate "C" not null,
    type         text collate "C" not null,
    position     bigint      not null,           -- of the event
    step         smallint    not null,           -- where one event is told as several types: in which order
    stream       text collate "C" not null,      -- told in order within it
    threshold    bigint,                         -- of credits.low; minor units
    state        text collate "C" not null default 'PENDING',   -- or DELIVERED, FAILED
    attempts     integer     not null default 0, -- claims ever: whoever holds an older one is too late
    tries        integer     not null default 0, -- since the schedule began
    in_flight    boolean     not null default false,
    due_at       timestamptz not null default now(),            -- infinity while an earlier one of its stream is pending
    created_at   timestamptz not null default now(),
    finished_at  timestamptz,
    constraint webhook_delivery_pk primary key (webhook_id, message_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index webhook_delivery_due on ledger.webhook_delivery (webhook_id, due_at, position, step) where state = 'PENDING';
create index webhook_delivery_stream on ledger.webhook_delivery (webhook_id, stream, position, step) where state = 'PENDING';
create index webhook_delivery_log on ledger.webhook_delivery (webhook_id, created_at, message_id);

-- Grain: one attempt.
create table ledger.webhook_attempt (
    webhook_id  text collate "C" not null,
    message_id  uuid        not null,
    attempt     integer     not null,
    at          timestamptz not null,
    duration_ms bigint      not null,
    status      integer,                         -- null where there was no answer
    error       text,                            -- why there was none
    answer      text,                            -- its first 1 KB
    constraint webhook_attempt_pk primary key (webhook_id, message_id, attempt)
);

-- Grain: one endpoint that has failed, or was asked to be left alone for a while.
create table ledger.webhook_standing (
    webhook_id    text collate "C" not null,
    failures      integer     not null,          -- in a row
    failing_since timestamptz,
    paused_until  timestamptz,
    constraint webhook_standing_pk primary key (webhook_id)
);

grant select, insert, update, delete on ledger.webhook_delivery, ledger.webhook_attempt, ledger.webhook_standing
    to "${service_role}";
