-- Accounts of programs: service_of is the workspace they belong to; NULL of people.
ALTER TABLE users ADD COLUMN service_of TEXT REFERENCES workspaces ON DELETE CASCADE;
CREATE INDEX users_service_of ON users (service_of) WHERE service_of IS NOT NULL;
-- Versions of data sets that runs refer to by hash: listing is brotli-compressed JSON of the files; NULL until the client has sent it.
CREATE TABLE datasets (
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE, hash TEXT NOT NULL, size_bytes INTEGER, created_ms INTEGER NOT NULL,
    listing BLOB, PRIMARY KEY (project_id, hash)) WITHOUT ROWID;
