-- The tables of V1.sql for MariaDB and MySQL. These compare texts without regard to case and to blanks at the end, unless told, keep
-- no more than 64 kB in a TEXT, and commit after each command that makes a table.

CREATE TABLE IF NOT EXISTS spindle_run (
  run_id        VARCHAR(400) NOT NULL PRIMARY KEY,
  next_position BIGINT       NOT NULL,
  fence         BIGINT       NOT NULL,
  owner         VARCHAR(400) NOT NULL,
  lease_until   BIGINT       NOT NULL,
  finished      INTEGER      NOT NULL,
  KEY spindle_run_finished (finished)
)${options};

CREATE TABLE IF NOT EXISTS spindle_event (
  run_id   VARCHAR(400) NOT NULL,
  position BIGINT       NOT NULL,
  line     LONGTEXT     NOT NULL,
  PRIMARY KEY (run_id, position)
)${options};

CREATE TABLE IF NOT EXISTS spindle_inbox (
  run_id   VARCHAR(400) NOT NULL,
  position BIGINT       NOT NULL,
  post_id  VARCHAR(36)  NOT NULL,
  line     LONGTEXT     NOT NULL,
  PRIMARY KEY (run_id, position)
)${options};

CREATE TABLE IF NOT EXISTS spindle_content (
  hash    VARCHAR(64) NOT NULL PRIMARY KEY,
  content LONGTEXT    NOT NULL
)${options};

CREATE TABLE IF NOT EXISTS spindle_conversation (
  conversation VARCHAR(256) NOT NULL PRIMARY KEY,
  version      BIGINT       NOT NULL
)${options};

CREATE TABLE IF NOT EXISTS spindle_turn (
  conversation VARCHAR(256) NOT NULL,
  ordinal      BIGINT       NOT NULL,
  run_id       VARCHAR(400) NOT NULL,
  replaced     INTEGER      NOT NULL,
  messages     LONGTEXT     NOT NULL,
  PRIMARY KEY (conversation, run_id),
  KEY spindle_turn_ordinal (conversation, ordinal)
)${options};
