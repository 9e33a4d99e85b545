-- Accounts, workspaces, projects and people's notes of one data folder (meta.db). Forward only: never edit this file, add 002_….sql.
-- Ids are lower-case UUID texts; *_key columns are names in upper case (unique ignoring case); *_ms are unix milliseconds.
CREATE TABLE users (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, display_name TEXT, is_admin INTEGER NOT NULL,
    disabled INTEGER NOT NULL, created_ms INTEGER NOT NULL, last_seen_ms INTEGER, password_hash TEXT);
CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE, name TEXT NOT NULL, secret_hash BLOB NOT NULL UNIQUE,
    created_ms INTEGER NOT NULL, expires_ms INTEGER, last_used_ms INTEGER, revoked_ms INTEGER);
CREATE INDEX api_tokens_user ON api_tokens (user_id);
CREATE TABLE sessions (
    id_hash BLOB PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE, created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE TABLE workspaces (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL, created_ms INTEGER NOT NULL);
CREATE TABLE workspace_members (
    workspace_id TEXT NOT NULL REFERENCES workspaces ON DELETE CASCADE, user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    role INTEGER NOT NULL, PRIMARY KEY (workspace_id, user_id)) WITHOUT ROWID;
CREATE INDEX workspace_members_user ON workspace_members (user_id);
-- AUTOINCREMENT: a deleted project's number is in the ids of its runs, and must not come back.
CREATE TABLE projects (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, workspace_id TEXT NOT NULL REFERENCES workspaces,
    name TEXT NOT NULL, name_key TEXT NOT NULL, key TEXT NOT NULL, visibility INTEGER NOT NULL, description TEXT, created_ms INTEGER NOT NULL,
    UNIQUE (workspace_id, name_key), UNIQUE (workspace_id, key));
CREATE TABLE project_members (
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE, user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    role INTEGER NOT NULL, PRIMARY KEY (project_id, user_id)) WITHOUT ROWID;
CREATE INDEX project_members_user ON project_members (user_id);
CREATE TABLE invitations (
    code TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces ON DELETE CASCADE, role INTEGER NOT NULL,
    invited_by TEXT NOT NULL REFERENCES users ON DELETE CASCADE, created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE comments (
    id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE, run_id TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES users, text TEXT NOT NULL, created_ms INTEGER NOT NULL, edited_ms INTEGER);
CREATE INDEX comments_run ON comments (project_id, run_id, created_ms);
CREATE TABLE views (
    id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE, state TEXT NOT NULL,
    created_by TEXT NOT NULL, created_ms INTEGER NOT NULL);
CREATE TABLE notebooks (
    id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE, owner TEXT NOT NULL,
    created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL);
CREATE INDEX notebooks_project ON notebooks (project_id, created_ms);
CREATE TABLE notebook_checkpoints (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, notebook_id TEXT NOT NULL REFERENCES notebooks ON DELETE CASCADE,
    name TEXT, description TEXT, path TEXT NOT NULL, owner TEXT NOT NULL, content_hash TEXT, size_bytes INTEGER NOT NULL, created_ms INTEGER NOT NULL);
CREATE INDEX notebook_checkpoints_notebook ON notebook_checkpoints (notebook_id);
