-- The keys of persons, wrapped by a key that is not in the database. Locks nothing: all is new.
-- What identifies a person stands in the history encrypted; destroying the key here forgets the person there. The row stays as the
-- mark of it: a key that was destroyed is never made again.

create table ledger.person_key (
    organisation text collate "C" not null,
    person       text collate "C" not null,   -- the stream that tells of the person, such as customer/c-17850
    wrapped      bytea,                        -- 12 bytes nonce, 32 bytes key, 16 bytes tag; null once destroyed
    kek_id       text collate "C",             -- the key-encryption key that wrapped it; null once destroyed
    made_at      timestamptz not null default now(),
    destroyed_at timestamptz,
    constraint person_key_pk primary key (organisation, person),
    constraint person_key_there_or_destroyed check (
        case when destroyed_at is null then wrapped is not null and kek_id is not null
             else wrapped is null and kek_id is null end)
);

create trigger person_key_stays_destroyed before update on ledger.person_key
    for each row when (old.destroyed_at is not null and new.destroyed_at is distinct from old.destroyed_at)
    execute function ledger.refuse_change();

create trigger person_key_stays before delete or truncate on ledger.person_key
    for each statement execute function ledger.refuse_change();

-- One row that tells the key file, or whatever takes its place, from any other: derived from its secret, and of no use to guess it.
create table ledger.key_encryption (
    only_row boolean     not null default true check (only_row),
    mark     bytea       not null,
    made_at  timestamptz not null default now(),
    constraint key_encryption_pk primary key (only_row)
);

grant select, insert, update on ledger.person_key to "${service_role}";
grant select, insert on ledger.key_encryption to "${service_role}";
