-- Movements are looked for by time for parts of a day alone: with the time first their indexes are made in a third of the time and compare
-- numbers instead of letters when something is added. What other organisations did in the same part of a day is passed over in the index.
-- Locks the movements while they are indexed: a second for a million.

drop index ledger_commissions.movement_effective, ledger_commissions.movement_placed;
create index movement_effective on ledger_commissions.movement (effective_at, organisation);
create index movement_placed on ledger_commissions.movement (placed_at, organisation);
