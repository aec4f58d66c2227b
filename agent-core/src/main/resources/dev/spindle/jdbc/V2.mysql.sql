-- The tables of V2.sql for MariaDB and MySQL.

CREATE TABLE IF NOT EXISTS spindle_reference (
  kind   INTEGER      NOT NULL,
  holder VARCHAR(400) NOT NULL,
  hash   VARCHAR(64)  NOT NULL,
  PRIMARY KEY (hash, kind, holder),
  KEY spindle_reference_holder (holder, kind)
)${options};

CREATE TABLE IF NOT EXISTS spindle_sweep (
  id         INTEGER NOT NULL PRIMARY KEY,
  generation BIGINT  NOT NULL
)${options};

INSERT INTO spindle_sweep (id, generation) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM spindle_sweep);
