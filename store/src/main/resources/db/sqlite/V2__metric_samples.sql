-- What was measured. No foreign key: samples go by their age, also those of a model that is gone.
CREATE TABLE metric_samples (
  seq      INTEGER PRIMARY KEY,
  model_id TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  data     TEXT    NOT NULL
) STRICT;
CREATE INDEX metric_samples_of_model ON metric_samples (model_id, at);
