-- Times are whole nanoseconds since 1970-01-01T00:00:00Z. Columns named in the port documents are
-- columns; what belongs to one row alone and is read whole is JSON text. "seq" is the order of
-- insertion, which every "oldest first" follows, so that a clock that steps back changes no order.
-- Foreign keys are checked at commit, so that the order of writes in a transaction is free.

CREATE TABLE models (
  seq               INTEGER PRIMARY KEY,
  id                TEXT    NOT NULL UNIQUE,
  team_id           TEXT    NOT NULL,
  name              TEXT    NOT NULL,
  created_at        INTEGER NOT NULL,
  download_disabled INTEGER NOT NULL,
  UNIQUE (team_id, name)
) STRICT;

CREATE TABLE deployments (
  seq              INTEGER PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  model_id         TEXT    NOT NULL REFERENCES models (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  name             TEXT    NOT NULL,
  created_at       INTEGER NOT NULL,
  environment      TEXT,
  development      INTEGER NOT NULL,
  instance_type    TEXT    NOT NULL,
  backpressure     TEXT,
  desired_replicas INTEGER NOT NULL,
  source           TEXT    NOT NULL,
  autoscaling      TEXT    NOT NULL,
  phase            TEXT    NOT NULL,
  UNIQUE (model_id, name)
) STRICT;
CREATE INDEX deployments_of_model ON deployments (model_id, seq);

CREATE TABLE environments (
  seq        INTEGER PRIMARY KEY,
  model_id   TEXT    NOT NULL REFERENCES models (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  name       TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  current    TEXT    REFERENCES deployments (id) DEFERRABLE INITIALLY DEFERRED,
  candidate  TEXT    REFERENCES deployments (id)
    ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  generation INTEGER NOT NULL,
  split      TEXT    NOT NULL,
  settings   TEXT    NOT NULL,
  UNIQUE (model_id, name)
) STRICT;
CREATE INDEX environments_of_model ON environments (model_id, seq);
CREATE INDEX environments_by_current ON environments (current);
CREATE INDEX environments_by_candidate ON environments (candidate);

-- The sides are no foreign keys: a record of a promotion outlives the deployments it speaks of.
CREATE TABLE promotions (
  seq         INTEGER PRIMARY KEY,
  id          TEXT    NOT NULL UNIQUE,
  model_id    TEXT    NOT NULL,
  environment TEXT    NOT NULL,
  previous    TEXT,
  source      TEXT    NOT NULL,
  candidate   TEXT    NOT NULL,
  started_at  INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  active      INTEGER NOT NULL,
  status      TEXT    NOT NULL,
  ended_at    INTEGER,
  terms       TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  FOREIGN KEY (model_id, environment) REFERENCES environments (model_id, name)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX promotions_of_environment ON promotions (model_id, environment, seq);
CREATE INDEX promotions_in_progress ON promotions (seq) WHERE active;
CREATE UNIQUE INDEX promotions_active ON promotions (model_id, environment) WHERE active;

CREATE TABLE promotion_events (
  seq               INTEGER PRIMARY KEY,
  promotion_id      TEXT    NOT NULL REFERENCES promotions (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  at                INTEGER NOT NULL,
  kind              TEXT    NOT NULL,
  text              TEXT    NOT NULL,
  state             TEXT    NOT NULL,
  candidate_percent INTEGER NOT NULL,
  generation        INTEGER NOT NULL,
  actor             TEXT,
  served            TEXT
) STRICT;
CREATE INDEX promotion_events_of_promotion ON promotion_events (promotion_id, seq);

CREATE TABLE api_keys (
  seq        INTEGER PRIMARY KEY,
  prefix     TEXT    NOT NULL UNIQUE,
  hash       TEXT    NOT NULL,
  name       TEXT,
  type       TEXT    NOT NULL,
  model_ids  TEXT    NOT NULL,
  team_id    TEXT    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE secrets (
  seq        INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL,
  team_id    TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  value      TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (team_id, name)
) STRICT;
CREATE INDEX secrets_of_team ON secrets (team_id, seq);

-- No foreign key: what was done stays on record when the model is gone.
CREATE TABLE audit_events (
  seq        INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  at         INTEGER NOT NULL,
  type       TEXT    NOT NULL,
  model_id   TEXT    NOT NULL,
  data       TEXT    NOT NULL,
  key_prefix TEXT    NOT NULL,
  key_name   TEXT    NOT NULL,
  client     TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_events_of_model ON audit_events (model_id, seq);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
