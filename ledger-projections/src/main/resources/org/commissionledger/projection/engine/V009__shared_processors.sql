-- Projections that are read together are folded by one processor, from one position. Their tables are made again from the history,
-- which takes as long as reading it; nothing else is lost. Locks the projections' tables while they are emptied.

delete from ledger.processor_token;
delete from ledger.parked_event;

do $$
declare
    t record;
begin
    for t in select schemaname, tablename from pg_tables
              where schemaname in ('ledger_orders', 'ledger_journal', 'ledger_catalogue', 'ledger_organisations')
    loop
        execute format('truncate table %I.%I', t.schemaname, t.tablename);
    end loop;
end $$;
