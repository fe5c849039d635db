-- What the organisation's people should know of without looking for it. Locks nothing: all is new.
-- A notice is raised when a condition begins to hold and settled when it does not any more: one row for each time, never two at once.

create table ledger.notice (
    notice_id    uuid        not null,
    organisation text collate "C" not null,
    kind         text collate "C" not null,   -- NoticeKind: says which roles hear of it
    subject      text collate "C" not null,   -- what it is about, such as a projection or an endpoint
    detail       text        not null,        -- for people; no personal data
    raised_at    timestamptz not null,
    settled_at   timestamptz,                 -- null while it holds
    constraint notice_pk primary key (notice_id)
);

create unique index notice_open_idx on ledger.notice (organisation, kind, subject) where settled_at is null;
create index notice_newest_idx on ledger.notice (organisation, raised_at desc);

-- Grain: one user; everything raised up to then was seen.
create table ledger.notice_seen (
    user_id text collate "C" not null,
    seen_at timestamptz not null,
    constraint notice_seen_pk primary key (user_id)
);

grant select, insert, update, delete on ledger.notice, ledger.notice_seen to "${service_role}";
