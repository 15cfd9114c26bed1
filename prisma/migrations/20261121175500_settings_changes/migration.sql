-- How often the settings were saved: who saves says which it read, and two at once can't undo each other's.
ALTER TABLE "workspace" ADD COLUMN "changes" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "channel" ADD COLUMN "changes" INTEGER NOT NULL DEFAULT 0;

CREATE OR REPLACE FUNCTION "previz_place"(p_workspace text, p_channel text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'workspace', jsonb_build_object('id', w.id, 'platform', w.platform, 'timeZone', w.time_zone, 'settings', w.settings, 'stoppedAt', w.stopped_at,
      'changes', w.changes),
    'channel', jsonb_build_object('workspace', c.workspace_id, 'id', c.id, 'name', c.name, 'timeZone', c.time_zone, 'policy', c.policy,
      'settings', c.settings, 'changes', c.changes))
  FROM workspace w JOIN channel c ON c.workspace_id = w.id WHERE w.id = p_workspace AND c.id = p_channel $$;
