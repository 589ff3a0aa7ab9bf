-- Texts of any length are looked up, which a hash index can and a B-tree cannot.
CREATE TABLE portcullis_sessions (
    digest BYTEA NOT NULL PRIMARY KEY,
    handle TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    idle_until BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    methods TEXT NOT NULL,
    label TEXT,
    issuer TEXT COLLATE "C",
    provider_subject TEXT COLLATE "C",
    sid TEXT COLLATE "C",
    ends_at BIGINT NOT NULL GENERATED ALWAYS AS (LEAST(idle_until, expires_at)) STORED
);
CREATE INDEX portcullis_sessions_subject ON portcullis_sessions USING hash (subject);
CREATE INDEX portcullis_sessions_sid ON portcullis_sessions USING hash (sid)
    WHERE sid IS NOT NULL;
CREATE INDEX portcullis_sessions_provider_subject
    ON portcullis_sessions USING hash (provider_subject) WHERE provider_subject IS NOT NULL;
CREATE INDEX portcullis_sessions_ends_at ON portcullis_sessions (ends_at);

CREATE TABLE portcullis_refresh_families (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    subject TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    methods TEXT NOT NULL,
    scopes TEXT NOT NULL,
    label TEXT,
    current_digest BYTEA NOT NULL,
    current_until BIGINT NOT NULL,
    previous_digest BYTEA,
    spent_at BIGINT,
    ends_at BIGINT NOT NULL GENERATED ALWAYS AS (LEAST(current_until, expires_at)) STORED
);
CREATE INDEX portcullis_refresh_families_subject
    ON portcullis_refresh_families USING hash (subject);
CREATE INDEX portcullis_refresh_families_ends_at ON portcullis_refresh_families (ends_at);

CREATE TABLE portcullis_refresh_tokens (
    digest BYTEA NOT NULL PRIMARY KEY,
    family TEXT COLLATE "C" NOT NULL
        REFERENCES portcullis_refresh_families (id) ON DELETE CASCADE
);
CREATE INDEX portcullis_refresh_tokens_family ON portcullis_refresh_tokens (family);

CREATE TABLE portcullis_api_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    digest BYTEA NOT NULL UNIQUE,
    owner TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT,
    uses BIGINT NOT NULL
);
CREATE INDEX portcullis_api_keys_owner ON portcullis_api_keys USING hash (owner);

CREATE TABLE portcullis_feed (
    epoch TEXT COLLATE "C" NOT NULL,
    last BIGINT NOT NULL
);
INSERT INTO portcullis_feed (epoch, last) VALUES (replace(gen_random_uuid()::text, '-', ''), 0);

CREATE TABLE portcullis_revocations (
    number BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    revoked_at BIGINT NOT NULL,
    kept_until BIGINT NOT NULL
);
CREATE INDEX portcullis_revocations_kept_until ON portcullis_revocations (kept_until);
