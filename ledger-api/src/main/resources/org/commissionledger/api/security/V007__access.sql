-- Who may get a token, and the public keys that tokens are checked with. Locks nothing: all is new.
-- That a client was registered or revoked stands in the history; what proves that it is the client stands here and can be destroyed.

create table ledger.credential (
    client_id    text collate "C" not null,
    organisation text collate "C" not null,
    role         text collate "C" not null,
    provider_id  text collate "C",
    account_id   text collate "C",
    secret_hash  text        not null,
    founder      boolean     not null,   -- may create organisations
    created_at   timestamptz not null default now(),
    constraint credential_pk primary key (client_id)
);

-- Each node signs with a key of its own that never leaves its memory, and publishes the public half here.
create table ledger.token_key (
    key_id     text collate "C" not null,
    public_jwk text        not null,
    expires_at timestamptz not null,
    constraint token_key_pk primary key (key_id)
);

grant select, insert, update, delete on ledger.credential, ledger.token_key to "${service_role}";
