-- Trial balances of any moment, also with ten million events: what happened by an hour of a day is summed from the day's own lines, because a
-- day's postings may lie in a hundred batches; and the postings of a span of positions are found without looking at all those before it.
-- All sums are forgotten: they are made again in the background. Locks the postings while they are looked through.

truncate ledger_journal.block, ledger_journal.balance_cell;

-- The lines that the sum is made of, in order; only of level 1 and a DAY.
alter table ledger_journal.balance_cell
    add column happened_at timestamptz[],
    add column amounts     bigint[];

-- A block of postings is of one run of 65,536 positions.
with across as (
    delete from ledger_journal.posting_block where first_position >> 16 <> last_position >> 16 returning *
)
insert into ledger_journal.posting_block
       (account_id, last_position, first_position, positions, amounts, effective_at, booked_at)
select account_id, max(position), min(position), array_agg(position order by position),
       array_agg(amount order by position), array_agg(happened_at order by position),
       case when bool_or(booked) then array_agg(booked_at order by position) end
  from (select a.account_id, a.booked_at is not null as booked, line.*
          from across a
         cross join unnest(a.positions, a.amounts, a.effective_at, a.booked_at) line(position, amount, happened_at, booked_at)) line
 group by account_id, position >> 16;

alter table ledger_journal.posting_block
    add constraint posting_block_of_one_run check (first_position >> 16 = last_position >> 16);
