-- What a resume has to know of a long file without reading it: where its context fold stands.
delete from threads;
delete from facts;
alter table facts add column context text;
-- Of all bytes that a row covers: the tail alone does not tell a change far before it.
alter table threads add column content_hash text not null default '';
-- Who reads all files of a home that has no index yet: others may wait for its rows.
create table leases (
  name     text    primary key,
  owner    text    not null,
  until_ms integer not null       -- Unix time; after it the lease is anybody's
) strict;
