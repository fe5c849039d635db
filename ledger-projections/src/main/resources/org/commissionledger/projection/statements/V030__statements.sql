-- Providers' statements: how their lines compare with the ledger, and how their files are read. Locks nothing: all is new.

create schema ledger_statements authorization "${service_role}";

-- Grain: one statement.
create table ledger_statements.statement (
    organisation   text collate "C" not null,
    statement_id   text collate "C" not null,
    provider_id    text collate "C" not null,
    reference      text        not null,
    digest         text        not null,
    range_from     timestamptz,                  -- orders placed in [from, to) were looked for in it
    range_to       timestamptz,
    tolerance      text        not null,         -- JSON
    matched_at     bigint      not null,         -- the position of the history that it was matched at
    summary        text        not null,         -- JSON
    uploaded_by    text collate "C" not null,
    uploaded_at    timestamptz not null,
    position       bigint      not null,         -- of the event that it was uploaded by: the newest are listed first
    state          text collate "C" not null,    -- UPLOADED, APPLYING or APPLIED
    applied_by     text collate "C",
    applied_at     timestamptz,
    accepted       bigint,
    unchanged      bigint,
    rejected       bigint,
    constraint statement_pk primary key (organisation, statement_id)
);
create index statement_newest on ledger_statements.statement (organisation, position);
create index statement_provider on ledger_statements.statement (organisation, provider_id, position);

-- Grain: one line of a statement. Unit: minor.
create table ledger_statements.line (
    organisation text collate "C" not null,
    statement_id text collate "C" not null,
    line         bigint      not null,
    outcome      text collate "C" not null,
    content      text        not null,           -- JSON
    refusals     text,                           -- JSON: what the state did not allow when it was applied
    constraint line_pk primary key (organisation, statement_id, line)
);
create index line_outcome on ledger_statements.line (organisation, statement_id, outcome, line);

-- Grain: one provider.
create table ledger_statements.mapping (
    organisation text collate "C" not null,
    provider_id  text collate "C" not null,
    mapping      text        not null,           -- JSON
    position     bigint      not null,
    constraint mapping_pk primary key (organisation, provider_id)
);

alter table ledger_statements.statement owner to "${service_role}";
alter table ledger_statements.line owner to "${service_role}";
alter table ledger_statements.mapping owner to "${service_role}";
