-- Which key signed first, or was about to: nodes that start on a new database at the same moment, each with a file that it has just made,
-- must not both sign. Locks nothing: the table is new, and takes what the oldest checkpoint says where there is one.

create table ledger.first_signer (
    only_row boolean     not null default true check (only_row),
    key_id   text collate "C" not null,
    noted_at timestamptz not null default now(),
    constraint first_signer_pk primary key (only_row)
);

insert into ledger.first_signer (key_id) select key_id from ledger.checkpoint order by sealed_at limit 1;

create trigger first_signer_stays before update or delete or truncate on ledger.first_signer
    for each statement execute function ledger.refuse_change();

revoke all on ledger.first_signer from public;
revoke update, delete, truncate on ledger.first_signer from "${service_role}";
grant select, insert on ledger.first_signer to "${service_role}";
