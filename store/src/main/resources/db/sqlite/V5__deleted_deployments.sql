-- Deployments that were deleted, until what a runtime keeps of them is removed. The artifact may be used by others;
-- empty: the row could not be read. A trigger, since deployments also go with their model.
CREATE TABLE deleted_deployments (
  seq      INTEGER PRIMARY KEY,
  id       TEXT    NOT NULL UNIQUE,
  artifact TEXT    NOT NULL
) STRICT;

CREATE TRIGGER deployments_are_deleted AFTER DELETE ON deployments BEGIN
  INSERT INTO deleted_deployments (id, artifact)
  VALUES (OLD.id, CASE WHEN json_valid(OLD.source) THEN coalesce(json_extract(OLD.source, '$.artifact'), '') ELSE '' END);
END;
