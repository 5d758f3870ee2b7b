-- What the gate remembers. The same text serves SQLite and PostgreSQL; BLOB is BYTEA there.
-- Times are milliseconds since 1970. Documents are JSON.

-- Who works at what, until when. A job is a scan or a validation and has its id.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    owner TEXT,
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX jobs_waiting ON jobs (kind, state, created_at);

CREATE TABLE scans (
    id TEXT PRIMARY KEY,
    -- What makes two scans the same: manifest, platform, engine and its advisories, options.
    same_key TEXT NOT NULL,
    image TEXT NOT NULL,
    manifest_digest TEXT NOT NULL,
    request TEXT NOT NULL,
    status TEXT NOT NULL,
    step TEXT,
    error_code TEXT,
    error TEXT,
    requested_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT
);
-- One scan of the same at a time, whoever asks, on whichever node.
CREATE UNIQUE INDEX scans_active ON scans (same_key) WHERE status IN ('queued', 'running');
CREATE INDEX scans_done ON scans (same_key, finished_at);
CREATE INDEX scans_finished ON scans (finished_at);
CREATE INDEX scans_of_image ON scans (manifest_digest, finished_at);
CREATE INDEX scans_of_requester ON scans (requested_by, status);

-- Reports by scan, JSON packed by zstd.
CREATE TABLE reports (
    scan_id TEXT PRIMARY KEY,
    body BLOB NOT NULL
);

-- What a policy said of a report, for whom.
CREATE TABLE verdicts (
    id TEXT PRIMARY KEY,
    scan_id TEXT NOT NULL,
    policy_digest TEXT NOT NULL,
    subject TEXT NOT NULL,
    manifest_digest TEXT NOT NULL,
    passed BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX verdicts_once ON verdicts (scan_id, policy_digest, subject);
CREATE INDEX verdicts_of_image ON verdicts (manifest_digest, created_at);

CREATE TABLE validations (
    id TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL,
    -- The temporary token that it was asked with: good for one.
    token_id TEXT NOT NULL,
    request TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status TEXT NOT NULL,
    step TEXT,
    scan_id TEXT,
    outcome TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    -- When its validated token was used: once.
    consumed_at BIGINT
);
CREATE UNIQUE INDEX validations_of_token ON validations (token_id);
CREATE INDEX validations_finished ON validations (finished_at);

CREATE TABLE agents (
    agent_id TEXT PRIMARY KEY,
    info TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    validation_id TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL
);

-- Answers that a repeated request gets again.
CREATE TABLE replays (
    caller TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status BIGINT,
    headers TEXT,
    body TEXT,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (caller, idempotency_key)
);

-- Identifiers that may be seen once: of proofs and tokens.
CREATE TABLE seen (
    id TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- Who may use the API. Only hashes of tokens are kept.
CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
