-- The end of a turn has its own ordinal. Rows from before have the turn's: the files are read anew.
delete from files;
delete from turns;
delete from events;
delete from snapshots;
