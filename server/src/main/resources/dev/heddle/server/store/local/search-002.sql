-- A long thread comes in and goes piece by piece. Until all of it is in, size is -1; while what is in has to
-- go, bytes is -1, too.
alter table covered add column inherited integer not null default 0; -- how many messages of what it inherits are in
create index covered_partly on covered (id) where size < 0;
