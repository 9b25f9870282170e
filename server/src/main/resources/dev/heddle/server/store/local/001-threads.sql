-- One row per thread. Everything here can be rebuilt from the rollout files.
create table threads (
  id           text    primary key,
  state        text    not null,  -- of the fold of its records: all facts
  journal_name text,
  journal_name_at text,
  name         text,
  preview      text    not null,
  listed       integer not null,
  archived     integer not null,
  source       text    not null,
  provider     text    not null,
  cwd          text    not null,
  parent_id    text,
  created_ms   integer not null,
  updated_ms   integer not null,
  recency_ms   integer not null,
  shown_path   text    not null,
  path         text    not null,
  identity     text    not null,
  size         integer not null,
  modified_ns  integer not null,
  covered      integer not null,
  last_ordinal integer not null,
  tail_hash    text    not null
) strict, without rowid;
create index threads_by_created on threads (listed, archived, created_ms, id);
create index threads_by_updated on threads (listed, archived, updated_ms, id);
create index threads_by_recency on threads (listed, archived, recency_ms, id);
create index threads_by_parent on threads (parent_id) where parent_id is not null;
-- Which files a thread's history refers to: they must not be deleted.
create table bases (
  thread_id text not null,
  base_key  text not null,
  primary key (thread_id, base_key)
) strict, without rowid;
create index bases_by_key on bases (base_key);
