-- What a project is opened with, so that no document is read before somebody asks for it. Drawn in docs/formats/run-document.md.
create table run_head(run_key integer primary key, version integer not null, head blob not null) strict;
create table attr_use(attribute_id integer not null, kind integer not null, holder integer not null, runs integer not null,
  primary key(attribute_id, kind, holder)) without rowid, strict;
