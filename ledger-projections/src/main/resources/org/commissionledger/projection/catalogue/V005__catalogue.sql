-- The catalogue as it is now. Locks nothing: all is new.

create schema ledger_catalogue authorization "${service_role}";

-- Grain: one category, provider, product or integration.
create table ledger_catalogue.entry (
    organisation text collate "C" not null,
    kind         text collate "C" not null,   -- category, provider, product or integration
    id           text collate "C" not null,
    body         json   not null,   -- as the API shows it
    position     bigint not null,
    constraint entry_pk primary key (organisation, kind, id)
);

alter table ledger_catalogue.entry owner to "${service_role}";
