-- Files that scripts read. A test has them with name, split, hash and size; a task has them as they were when it was
-- submitted. Shown and never searched, but for what is still needed of the contents. Null for none.
ALTER TABLE load_test ADD COLUMN data_files jsonb;
ALTER TABLE task ADD COLUMN data_files jsonb;

-- Their bytes, once for each tenant and content. Marked when neither a test nor a task that is not over has it, and gone an
-- hour later: nothing that is just being stored can refer to it then.
CREATE TABLE data_content (
  tenant       text COLLATE "C" NOT NULL,
  sha256       text COLLATE "C" NOT NULL,
  bytes        bytea NOT NULL,
  unused_since timestamptz,
  PRIMARY KEY (sha256, tenant)
);

-- Not compressed: agents read it part by part.
ALTER TABLE data_content ALTER COLUMN bytes SET STORAGE EXTERNAL;
