CREATE TABLE portcullis_sessions (
    digest BLOB NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    idle_until INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    authenticated_at INTEGER NOT NULL,
    methods TEXT NOT NULL,
    label TEXT,
    issuer TEXT,
    provider_subject TEXT,
    sid TEXT,
    ends_at INTEGER NOT NULL GENERATED ALWAYS AS (min(idle_until, expires_at)) STORED
) STRICT;
CREATE INDEX portcullis_sessions_subject ON portcullis_sessions (subject);
CREATE INDEX portcullis_sessions_sid ON portcullis_sessions (sid) WHERE sid IS NOT NULL;
CREATE INDEX portcullis_sessions_provider_subject ON portcullis_sessions (provider_subject)
    WHERE provider_subject IS NOT NULL;
CREATE INDEX portcullis_sessions_ends_at ON portcullis_sessions (ends_at);

CREATE TABLE portcullis_refresh_families (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    authenticated_at INTEGER NOT NULL,
    methods TEXT NOT NULL,
    scopes TEXT NOT NULL,
    label TEXT,
    current_digest BLOB NOT NULL,
    current_until INTEGER NOT NULL,
    previous_digest BLOB,
    spent_at INTEGER,
    ends_at INTEGER NOT NULL GENERATED ALWAYS AS (min(current_until, expires_at)) STORED
) STRICT;
CREATE INDEX portcullis_refresh_families_subject ON portcullis_refresh_families (subject);
CREATE INDEX portcullis_refresh_families_ends_at ON portcullis_refresh_families (ends_at);

CREATE TABLE portcullis_refresh_tokens (
    digest BLOB NOT NULL PRIMARY KEY,
    family TEXT NOT NULL REFERENCES portcullis_refresh_families (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX portcullis_refresh_tokens_family ON portcullis_refresh_tokens (family);

CREATE TABLE portcullis_api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER,
    uses INTEGER NOT NULL
) STRICT;
CREATE INDEX portcullis_api_keys_owner ON portcullis_api_keys (owner);

CREATE TABLE portcullis_feed (
    epoch TEXT NOT NULL,
    last INTEGER NOT NULL
) STRICT;
INSERT INTO portcullis_feed (epoch, last) VALUES (lower(hex(randomblob(8))), 0);

CREATE TABLE portcullis_revocations (
    number INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    revoked_at INTEGER NOT NULL,
    kept_until INTEGER NOT NULL
) STRICT;
CREATE INDEX portcullis_revocations_kept_until ON portcullis_revocations (kept_until);
