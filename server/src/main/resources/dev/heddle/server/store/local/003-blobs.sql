-- Of a record that names blobs: how long its line would be with what they have; null for others.
alter table events add column whole_length integer;
