-- Signed heads of histories. Locks nothing: all is new.
-- They may be added to and read, by nobody changed: grants keep the service from it, triggers even the owner. What the owner does all
-- the same shows in the signatures and in the file outside the database.

create table ledger.checkpoint (
    organisation    text collate "C" not null,
    ledger_sequence bigint      not null,   -- of the newest event that it covers
    position        bigint      not null,   -- of that event
    hash            bytea       not null,   -- of the chain up to and with that event
    root            bytea       not null,   -- of the Merkle tree over the leaves up to and with that event
    sealed_at       timestamptz not null,
    key_id          text collate "C" not null,
    signature       bytea       not null,   -- Ed25519
    constraint checkpoint_pk primary key (organisation, ledger_sequence)
);

-- Roots of complete subtrees, so that a proof reads few events. They can be made again from the history at any time.
create table ledger.subtree (
    organisation text collate "C" not null,
    level        smallint    not null,   -- 8: over 256 events; 16: over 65,536
    number       bigint      not null,   -- from 0; the first event has ledger_sequence number * 2^level + 1
    root         bytea       not null,
    constraint subtree_pk primary key (organisation, level, number)
);

create trigger checkpoint_is_immutable before update or delete or truncate on ledger.checkpoint
    for each statement execute function ledger.refuse_change();
create trigger subtree_is_immutable before update or delete or truncate on ledger.subtree
    for each statement execute function ledger.refuse_change();

revoke all on ledger.checkpoint, ledger.subtree from public;
revoke update, delete, truncate on ledger.checkpoint, ledger.subtree from "${service_role}";
grant select, insert on ledger.checkpoint, ledger.subtree to "${service_role}";
