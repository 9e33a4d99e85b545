-- Drawn in docs/formats/log.md and docs/formats/chunks.md. Values are blobs: SQLite has no NaN.
create table meta(name text primary key, value integer not null) without rowid, strict;
create table log(sequence integer primary key, run_key integer not null, payload blob not null) strict;
create table request(id text primary key, unix_ms integer not null, answer blob not null) without rowid, strict;
create index request_by_time on request(unix_ms);
create table attr_name(id integer primary key, path text not null unique) strict;
create table chunk(run_key integer not null, attribute_id integer not null, first blob not null, last blob not null,
  count integer not null, summary blob not null, data blob not null,
  primary key(run_key, attribute_id, first)) without rowid, strict;
create table run_doc(run_key integer primary key, version integer not null, document blob not null) strict;
