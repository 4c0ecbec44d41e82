-- Lives of an agent that a later one of them said are over. A hello of one of these was on its way for long: it must not
-- take the machine from the life that serves it.
ALTER TABLE agent ADD COLUMN replaced text[] NOT NULL DEFAULT '{}';
