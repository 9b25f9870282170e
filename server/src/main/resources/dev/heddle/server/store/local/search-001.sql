-- What was said in each thread. Everything here can be rebuilt from the rollout files.
create table covered (
  id          text    primary key,
  path        text    not null,
  identity    text    not null,
  size        integer not null,
  modified_ns integer not null,
  bytes       integer not null,
  tail_hash   text    not null
) strict, without rowid;
create table said (
  k    integer primary key,  -- in the order in which it was said, within a thread
  id   text    not null,
  text text    not null
) strict;
create index said_by_thread on said (id);
-- Of the folded texts; the texts themselves are in said.
create virtual table trigrams using fts5 (
  text, content = '', tokenize = 'trigram case_sensitive 1'
);
