-- Calls that were accepted under an Idempotency-Key, each written in the transaction of its command.
-- A row without a body was accepted, and its answer was not written down.
CREATE TABLE stamped_calls (
  seq          INTEGER PRIMARY KEY,
  caller       TEXT    NOT NULL,
  key          TEXT    NOT NULL,
  fingerprint  TEXT    NOT NULL,
  promotion_id TEXT    NOT NULL,
  accepted_at  INTEGER NOT NULL,
  status       INTEGER,
  body         TEXT,
  UNIQUE (caller, key)
) STRICT;
CREATE INDEX stamped_calls_by_age ON stamped_calls (accepted_at);

-- Replicas of the losing side that are still there, in lines after the end of a promotion.
ALTER TABLE promotion_events ADD COLUMN surplus INTEGER;
