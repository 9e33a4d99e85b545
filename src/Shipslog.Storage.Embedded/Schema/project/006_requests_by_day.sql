-- Ids come in no order: in one table each would cost a page of its own, and one more for its time. New ones are appended, and merged in order. Drawn in docs/formats/README.md.
create table request_recent(number integer primary key, unix_ms integer not null, id text not null, answer blob not null) strict;
create table request_by_day(day integer not null, id text not null, answer blob not null, primary key(day, id)) without rowid, strict;
insert into request_by_day select unix_ms / 86400000, id, answer from request order by 1, 2;
drop table request;
alter table request_by_day rename to request;
