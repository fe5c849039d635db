-- Organisations, their settings and their clients. Locks nothing: all is new.

create schema ledger_organisations authorization "${service_role}";

create table ledger_organisations.organisation (
    organisation text collate "C" not null,
    name         text   not null,
    settings     json   not null,
    position     bigint not null,
    constraint organisation_pk primary key (organisation)
);

-- Grain: one client that has not been revoked. It holds no secret.
create table ledger_organisations.client (
    organisation text collate "C" not null,
    client_id    text collate "C" not null,
    name         text        not null,
    role         text collate "C" not null,
    provider_id  text,
    account_id   text,
    created_at   timestamptz not null,
    constraint client_pk primary key (organisation, client_id)
);

alter table ledger_organisations.organisation owner to "${service_role}";
alter table ledger_organisations.client owner to "${service_role}";
