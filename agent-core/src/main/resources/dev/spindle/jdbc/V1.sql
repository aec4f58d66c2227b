-- The same text for SQLite, H2 and PostgreSQL. Statements end with a semicolon at the end of a line.
-- A statement may meet its own work: a database that commits after each of them can stop half-way.

CREATE TABLE IF NOT EXISTS spindle_run (
  run_id        VARCHAR(400) NOT NULL PRIMARY KEY,
  next_position BIGINT       NOT NULL,
  fence         BIGINT       NOT NULL,
  owner         VARCHAR(400) NOT NULL,
  lease_until   BIGINT       NOT NULL,
  finished      INTEGER      NOT NULL
);

CREATE INDEX IF NOT EXISTS spindle_run_finished ON spindle_run (finished);

CREATE TABLE IF NOT EXISTS spindle_event (
  run_id   VARCHAR(400) NOT NULL,
  position BIGINT       NOT NULL,
  line     TEXT         NOT NULL,
  PRIMARY KEY (run_id, position)
);

CREATE TABLE IF NOT EXISTS spindle_inbox (
  run_id   VARCHAR(400) NOT NULL,
  position BIGINT       NOT NULL,
  post_id  VARCHAR(36)  NOT NULL,
  line     TEXT         NOT NULL,
  PRIMARY KEY (run_id, position)
);

CREATE TABLE IF NOT EXISTS spindle_content (
  hash    VARCHAR(64) NOT NULL PRIMARY KEY,
  content TEXT        NOT NULL
);

CREATE TABLE IF NOT EXISTS spindle_conversation (
  conversation VARCHAR(256) NOT NULL PRIMARY KEY,
  version      BIGINT       NOT NULL
);

CREATE TABLE IF NOT EXISTS spindle_turn (
  conversation VARCHAR(256) NOT NULL,
  ordinal      BIGINT       NOT NULL,
  run_id       VARCHAR(400) NOT NULL,
  replaced     INTEGER      NOT NULL,
  messages     TEXT         NOT NULL,
  PRIMARY KEY (conversation, run_id)
);

CREATE INDEX IF NOT EXISTS spindle_turn_ordinal ON spindle_turn (conversation, ordinal);
