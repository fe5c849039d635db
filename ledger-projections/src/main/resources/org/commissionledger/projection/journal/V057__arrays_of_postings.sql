-- The arrays of a block of postings are read whole: nobody looks for one of their elements, of which the planner gathered frequencies for seconds
-- whenever the table was analyzed. They are hardly smaller when they are compressed, and that was most of what writing them took. What is
-- there stays as it is. Locks the postings for a moment, for readers too: nothing is rewritten.

alter table ledger_journal.posting_block
    alter column positions set statistics 0,
    alter column amounts set statistics 0,
    alter column effective_at set statistics 0,
    alter column booked_at set statistics 0,
    alter column positions set storage external,
    alter column amounts set storage external,
    alter column effective_at set storage external,
    alter column booked_at set storage external;

alter table ledger_journal.balance_cell
    alter column happened_at set statistics 0,
    alter column amounts set statistics 0;
