-- Where turns and items are in rollout files. Everything here can be rebuilt from the files.
-- Offsets are bytes; a record is known by the offset at which its line begins ("at").
create table files (
  id          integer primary key,
  key         text    not null unique,  -- the thread, or the segment of a revert
  base        text    not null,         -- what its rows were made on: the file it inherits from
  identity    text    not null,
  covered     integer not null,         -- bytes that went into the rows
  mid_line    integer not null,         -- whether the last of them is no line feed
  last_ordinal integer not null,
  tail_hash   text    not null,
  unfit       integer not null,         -- whether its history cannot be told by rows
  state       text    not null          -- of the folds behind the covered bytes
) strict;
-- Turns in the order of the history. "at" is the record that made the turn known in this file.
create table turns (
  file      integer not null,
  at        integer not null,
  turn_id   text    not null,
  ordinal   integer not null,
  inherited integer not null,           -- whether a file it inherits from has the turn
  until     integer,                    -- the record that rolled it back
  primary key (file, at)
) strict, without rowid;
create index turns_by_id on turns (file, turn_id);
create index turns_by_ordinal on turns (file, ordinal) where inherited = 0;
-- What the records say of each turn, in the order of the records.
create table events (
  file         integer not null,
  turn         integer not null,        -- its "at" in turns
  at           integer not null,
  kind         integer not null,
  length       integer not null,        -- of the record's line
  item_id      text,
  type         text,
  ordinal      integer not null,
  started_ms   integer,
  completed_ms integer,
  head         integer not null,        -- whether it gives an item its place
  until        integer,                 -- the record that took the place away
  body         text,                    -- of a turn's start or end; of text the id it streamed under
  primary key (file, turn, at, kind)
) strict, without rowid;
create index event_heads on events (file, ordinal) where head = 1;
create index event_starts on events (file, at) where kind = 0;
-- Where the folds stood before a record; a checkpoint is a record the conversation can begin with.
create table snapshots (
  file       integer not null,
  at         integer not null,
  checkpoint integer not null,
  state      text    not null,
  primary key (file, at)
) strict, without rowid;
