-- What a resume has to know of a long file without reading it: where its context fold stands.
delete from threads;
delete from facts;
alter table facts add column context text;
