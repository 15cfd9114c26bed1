-- All reactions on a message that wait are worked on together.
CREATE INDEX "act_reactions" ON "act"("workspace_id", "channel_id", (envelope->'act'->>'message'))
  WHERE done_at IS NULL AND envelope->'act'->>'kind' = 'reaction';
