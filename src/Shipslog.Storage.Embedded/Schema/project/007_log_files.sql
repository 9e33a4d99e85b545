-- New log entries, names and request ids go to files beside the database (drawn in docs/formats/log.md); the table `log` keeps what came before until a checkpoint has it.
insert or replace into request select unix_ms / 86400000, id, answer from request_recent order by 1, 2;
drop table request_recent;
