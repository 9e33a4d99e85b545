-- Tables stay as they are: log entries may call series by number, and a series may end in many small chunks, which earlier programs don't read. Drawn in docs/formats/log.md.
select 1;
