-- Views that a project's members saved by name; those without one are short links.
ALTER TABLE views ADD COLUMN name TEXT;
ALTER TABLE views ADD COLUMN changed_ms INTEGER;
CREATE UNIQUE INDEX views_name ON views (project_id, name) WHERE name IS NOT NULL;
