-- Columns of attributes as questions about runs need them, so that a start does not read every document. Drawn in docs/formats/run-document.md.
create table run_column(attribute_id integer primary key, sequence integer not null, data blob not null) strict;
