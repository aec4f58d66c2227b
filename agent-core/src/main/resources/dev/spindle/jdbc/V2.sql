-- Which contents are needed, so that those of deleted runs can go with them, beside running drivers.
-- The references of what is kept already are filled in by the program.

CREATE TABLE IF NOT EXISTS spindle_reference (
  kind   INTEGER      NOT NULL,
  holder VARCHAR(400) NOT NULL,
  hash   VARCHAR(64)  NOT NULL,
  PRIMARY KEY (hash, kind, holder)
);

CREATE INDEX IF NOT EXISTS spindle_reference_holder ON spindle_reference (holder, kind);

CREATE TABLE IF NOT EXISTS spindle_sweep (
  id         INTEGER NOT NULL PRIMARY KEY,
  generation BIGINT  NOT NULL
);

INSERT INTO spindle_sweep (id, generation) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM spindle_sweep);
