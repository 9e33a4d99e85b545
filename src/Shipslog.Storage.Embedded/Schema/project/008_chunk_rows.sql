-- A row that is its own key is read whole, with all its pages, for every comparison on the way to another one: a chunk cost 150 reads. Now rows have numbers, and keys an index. Drawn in docs/formats/README.md.
create table chunk_row(id integer primary key, run_key integer not null, attribute_id integer not null, first blob not null, last blob not null,
  count integer not null, summary blob not null, data blob not null) strict;
insert into chunk_row(run_key, attribute_id, first, last, count, summary, data)
  select run_key, attribute_id, first, last, count, summary, data from chunk order by run_key, attribute_id, first;
drop table chunk;
alter table chunk_row rename to chunk;
create unique index chunk_by_series on chunk(run_key, attribute_id, first);
