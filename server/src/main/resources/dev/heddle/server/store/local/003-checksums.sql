-- SQLite does not notice when a page of text is zeroed; a row's checksum does.
delete from threads;
delete from facts;
alter table threads add column crc integer not null default 0; -- of what lists need
alter table facts add column crc integer not null default 0;   -- of the whole row, this and that
