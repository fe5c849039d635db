-- Erasures that were begun. Locks nothing: all is new.
-- That a person is forgotten is written into the history first, then their key is destroyed. A note stands here from before the one
-- until after the other, so that a node that finds it can finish what a crash interrupted. Almost always empty.

create table ledger.erasure_note (
    id           uuid        not null,   -- of the request
    organisation text collate "C" not null,
    person       text collate "C" not null,   -- as in ledger.person_key
    noted_at     timestamptz not null default now(),
    constraint erasure_note_pk primary key (id)
);

grant select, insert, delete on ledger.erasure_note to "${service_role}";
