-- outside a transaction
-- Freed pages can be given back to the disk after a purge only when the file keeps pointers to its pages; an old file is laid out anew.
pragma auto_vacuum = incremental;
vacuum;
