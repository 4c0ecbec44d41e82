-- How hosts become machines, what agents tell of them, and who did what.


-- What a user marks a machine with, to choose machines by: {"zone": "a"}.
ALTER TABLE machine ADD COLUMN labels jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(labels) = 'object');

-- What the present life of an agent told when it began, and whether it takes nothing new. Versions by tool.
ALTER TABLE agent
  ADD COLUMN version text,
  ADD COLUMN tool_versions jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(tool_versions) = 'object'),
  ADD COLUMN draining boolean NOT NULL DEFAULT false;

-- A token lets one host join, once and soon. Only its hash is known here. A used one stays until it is old, so that who
-- did not get the answer to a join gets it again, and whoever uses it a second time is told why that is refused.
CREATE TABLE join_token (
  tenant          text COLLATE "C" NOT NULL,
  token_hash      text COLLATE "C" PRIMARY KEY,
  -- Which machine the host becomes; null when it may register itself.
  machine         text COLLATE "C",
  expires_at      timestamptz NOT NULL,
  used_at         timestamptz,
  used_by         text COLLATE "C",
  credential_hash text COLLATE "C",
  FOREIGN KEY (tenant, machine) REFERENCES machine (tenant, id),
  FOREIGN KEY (tenant, used_by) REFERENCES machine (tenant, id),
  CONSTRAINT join_token_is_used_by_somebody
    CHECK ((used_at IS NULL) = (used_by IS NULL) AND (used_at IS NULL) = (credential_hash IS NULL))
);

CREATE INDEX join_token_of_tenant ON join_token (tenant, expires_at);

-- What was done and what was refused, kept for good. Nothing here is ever changed. The tenant is null where it cannot be
-- told, such as for a join token that is none. Actors: person:SUBJECT, machine:ID, stranger:ADDRESS, server.
CREATE TABLE audit_entry (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant  text COLLATE "C",
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor   text NOT NULL,
  action  text NOT NULL,
  subject text COLLATE "C" NOT NULL,
  detail  jsonb NOT NULL
);

CREATE INDEX audit_entry_in_order ON audit_entry (tenant, at);
