-- What lets a user in, and the sessions of those who are in. Locks nothing: all is new.
-- Who may work in an organisation's name stands in its history; what proves that it is they stands here and can be destroyed.

-- Grain: one user of one organisation.
create table ledger.user_access (
    user_id               text collate "C" not null,
    organisation          text collate "C" not null,
    email_hash            text collate "C" not null,   -- PersonKeys.signInHash; the address itself stands sealed in the history
    password_hash         text,                        -- Argon2id; null until the invitation is accepted
    totp_secret           text,                        -- sealed by the user's own key; null while there is no second factor
    totp_proposed         text,                        -- sealed too: shown to the user, not confirmed by a code yet
    totp_step             bigint      not null default 0,   -- of the code that was used last: none works twice
    invitation_hash       bytea,                       -- SHA-256 of what the link holds; null when there is no invitation
    invitation_expires_at timestamptz,
    last_sign_in_at       timestamptz,
    created_at            timestamptz not null default now(),
    constraint user_access_pk primary key (user_id),
    constraint user_access_once unique (organisation, email_hash)
);

create index user_access_email_idx on ledger.user_access (email_hash);
create unique index user_access_invitation_idx on ledger.user_access (invitation_hash);

-- Each opens once, instead of a code. SHA-256 of 80 random bits.
create table ledger.user_recovery_code (
    user_id   text collate "C" not null,
    code_hash bytea not null,
    constraint user_recovery_code_pk primary key (user_id, code_hash),
    constraint user_recovery_code_user_fk foreign key (user_id) references ledger.user_access on delete cascade
);

-- Grain: an account or an address, and the attempts since started_at.
create table ledger.sign_in_attempt (
    who        text collate "C" not null,
    attempts   integer     not null,
    started_at timestamptz not null,
    constraint sign_in_attempt_pk primary key (who)
);

-- The two tables of Spring Session; principal_name is the organisation and the user, such as demo/0192….
create table ledger.web_session (
    primary_id            char(36) not null,
    session_id            char(36) not null,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval int      not null,
    expiry_time           bigint   not null,
    principal_name        text collate "C",
    constraint web_session_pk primary key (primary_id)
);

create unique index web_session_id_idx on ledger.web_session (session_id);
create index web_session_expiry_idx on ledger.web_session (expiry_time);
create index web_session_principal_idx on ledger.web_session (principal_name);

create table ledger.web_session_attributes (
    session_primary_id char(36)     not null,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    constraint web_session_attributes_pk primary key (session_primary_id, attribute_name),
    constraint web_session_attributes_fk foreign key (session_primary_id)
        references ledger.web_session (primary_id) on delete cascade
);

grant select, insert, update, delete on ledger.user_access, ledger.user_recovery_code, ledger.sign_in_attempt,
    ledger.web_session, ledger.web_session_attributes to "${service_role}";
