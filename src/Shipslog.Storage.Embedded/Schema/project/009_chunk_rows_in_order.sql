-- outside a transaction
-- The pages of the former table, half of the file, go back to the disk.
vacuum;
