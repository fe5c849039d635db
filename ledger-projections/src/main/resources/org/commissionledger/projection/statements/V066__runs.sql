-- A statement may be applied in several runs, each for lines of its own. The projection is made again from the history, which takes as long
-- as reading it; until then reads of statements say that they are behind. Locks the projection's tables while they are emptied.

delete from ledger.processor_token where processor = 'statements';
delete from ledger.parked_event where processor = 'statements';
truncate table ledger_statements.statement, ledger_statements.line, ledger_statements.mapping;

alter table ledger_statements.statement
    drop column applied_by,
    drop column applied_at,
    drop column accepted,
    drop column unchanged,
    drop column rejected;

-- Grain: one run of a statement.
create table ledger_statements.run (
    organisation text collate "C" not null,
    statement_id text collate "C" not null,
    run          bigint      not null,           -- 1, 2, 3 …
    selection    text        not null,           -- JSON: lines and outcomes
    begun_by     text collate "C" not null,
    begun_at     timestamptz not null,
    applied_at   timestamptz,                    -- null while it is under way, as are the counts of commands
    accepted     bigint,
    unchanged    bigint,
    rejected     bigint,
    constraint run_pk primary key (organisation, statement_id, run)
);
alter table ledger_statements.run owner to "${service_role}";
