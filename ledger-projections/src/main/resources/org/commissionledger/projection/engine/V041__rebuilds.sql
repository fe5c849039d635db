-- How far rebuilds have got, written with each page that they fold, so that one that was cut off goes on where it was. New tables;
-- locks nothing.

create table ledger.rebuild (
    projection text collate "C" primary key,
    edition    text not null,        -- of the product that began it: another one begins anew
    position   bigint not null,      -- up to which the new tables are made
    target     bigint not null,      -- where it has to get to, as far as is known
    started_at timestamptz not null
);

create table ledger.rebuild_refused (
    projection text collate "C" not null,
    position   bigint not null,
    cause      text,                 -- null for an event that waits behind another of its stream
    primary key (projection, position)
);

grant select, insert, update, delete on ledger.rebuild, ledger.rebuild_refused to "${service_role}";
