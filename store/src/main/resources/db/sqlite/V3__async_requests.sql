-- The conventions are those of V1. No foreign key to models or deployments: a request whose target
-- is gone ends with an error of its own. Times that a state does not have are null.

CREATE TABLE async_requests (
  seq              INTEGER PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  model_id         TEXT    NOT NULL,
  kind             TEXT    NOT NULL CHECK (kind IN ('ENVIRONMENT', 'DEPLOYMENT', 'DEVELOPMENT')),
  name             TEXT    NOT NULL,
  deployment_id    TEXT    NOT NULL,
  created_at       INTEGER NOT NULL,
  priority         INTEGER NOT NULL,
  max_queued       INTEGER NOT NULL,
  max_attempts     INTEGER NOT NULL,
  initial_delay    INTEGER NOT NULL,
  max_delay        INTEGER NOT NULL,
  webhook          TEXT,
  status           TEXT    NOT NULL CHECK (status IN
    ('QUEUED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELED')),
  status_at        INTEGER NOT NULL,
  due_at           INTEGER,
  expires_at       INTEGER,
  attempts         INTEGER NOT NULL,
  error_code       TEXT,
  error_message    TEXT,
  webhook_status   TEXT    NOT NULL CHECK (webhook_status IN
    ('UNWANTED', 'AWAITING', 'DUE', 'DELIVERED', 'UNDELIVERED', 'DROPPED')),
  webhook_attempts INTEGER NOT NULL,
  webhook_at       INTEGER,
  settled_at       INTEGER,
  CHECK (status NOT IN ('QUEUED', 'IN_PROGRESS') OR expires_at IS NOT NULL),
  CHECK (status <> 'QUEUED' OR due_at IS NOT NULL),
  CHECK (webhook_status IN ('UNWANTED', 'AWAITING') OR webhook_at IS NOT NULL)
) STRICT;
CREATE INDEX async_requests_of_target
  ON async_requests (status, model_id, kind, name, priority, seq, due_at);
CREATE INDEX async_requests_by_expiry ON async_requests (status, expires_at, seq);
CREATE INDEX async_requests_by_webhook ON async_requests (webhook_status, webhook_at, seq);
CREATE INDEX async_requests_settled ON async_requests (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE async_bodies (
  request_id TEXT NOT NULL REFERENCES async_requests (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  part       TEXT NOT NULL,
  body       BLOB NOT NULL,
  PRIMARY KEY (request_id, part)
) STRICT;
