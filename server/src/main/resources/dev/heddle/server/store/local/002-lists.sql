-- What lists need of each thread, and apart from it what only its reader needs. All of it can be
-- rebuilt from the rollout files.
drop table threads;
drop table bases;
-- Loaded as a whole when a server starts. A turn changes one row here and one in facts.
create table threads (
  id              text    primary key,
  archived        integer not null,
  listed          integer not null,
  source          text    not null,
  provider        text    not null,
  cwd             text    not null,
  parent_id       text,
  journal_name    text,
  journal_name_at text,
  created_ms      integer not null,
  updated_ms      integer not null,
  recency_ms      integer not null,
  base_keys       text,             -- JSON array of the files its history refers to; null for none
  path            text    not null,
  identity        text    not null,
  size            integer not null,
  modified_ns     integer not null,
  covered         integer not null,
  last_ordinal    integer not null,
  tail_hash       text    not null
) strict, without rowid;
create table facts (
  id    text primary key,
  state text not null               -- of the fold of its records
) strict;                           -- with rowids: their pages hold long rows without overflow
create table previews (
  id      text primary key,
  preview text not null
) strict;
