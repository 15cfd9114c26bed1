-- Discord tells the roles of whoever acts, and no list of members: rights and the approver role are read from what was told.
ALTER TABLE "person" ADD COLUMN "roles" TEXT[];

-- Who asked in a channel lately may vote there.
CREATE INDEX "request_workspace_id_channel_id_created_at_idx" ON "request"("workspace_id", "channel_id", "created_at");

-- Suggestions while somebody types a shot's name.
CREATE INDEX "shot_workspace_id_channel_id_created_at_idx" ON "shot"("workspace_id", "channel_id", "created_at");

CREATE OR REPLACE FUNCTION "previz_meet"(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_workspace text := p->>'workspace'; v_channel text := p->>'channel'; v_now timestamptz := (p->>'now')::timestamptz;
  a jsonb := p->'actor'; v_zone text := CASE WHEN a->>'kind' <> 'bot' THEN a->>'timeZone' END;
  v_known jsonb := previz_place(v_workspace, v_channel); v person;
  v_roles text[] := CASE WHEN jsonb_typeof(a->'roles') = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(a->'roles') ORDER BY 1) END;
BEGIN
  SELECT * INTO v FROM person WHERE workspace_id = v_workspace AND id = a->>'id';
  IF v_known IS NULL OR v.id IS NULL OR v.seen_at < v_now - interval '1 hour'
    OR (v.name, v.kind, v.is_admin, v.time_zone, v.roles) IS DISTINCT FROM
      (coalesce(nullif(a->>'name', ''), v.name), a->>'kind', (a->>'isAdmin')::boolean, coalesce(a->>'timeZone', v.time_zone),
        coalesce(v_roles, v.roles))
    OR v_zone IS NOT NULL AND v_known->'channel'->>'timeZone' IS NULL
  THEN
    INSERT INTO workspace (id, platform, time_zone) VALUES (v_workspace, p->>'platform', coalesce(v_zone, 'UTC')) ON CONFLICT DO NOTHING;
    INSERT INTO channel AS c (workspace_id, id, time_zone) VALUES (v_workspace, v_channel, v_zone)
      ON CONFLICT (workspace_id, id) DO UPDATE SET time_zone = excluded.time_zone WHERE c.time_zone IS NULL AND excluded.time_zone IS NOT NULL;
    INSERT INTO person AS o (workspace_id, id, name, kind, is_admin, time_zone, seen_at, roles)
      VALUES (v_workspace, a->>'id', a->>'name', a->>'kind', (a->>'isAdmin')::boolean, a->>'timeZone', v_now, v_roles)
      ON CONFLICT (workspace_id, id) DO UPDATE SET name = coalesce(nullif(excluded.name, ''), o.name), kind = excluded.kind,
        is_admin = excluded.is_admin, time_zone = coalesce(excluded.time_zone, o.time_zone), seen_at = greatest(o.seen_at, excluded.seen_at),
        roles = coalesce(excluded.roles, o.roles)
      RETURNING * INTO v;
    v_known := previz_place(v_workspace, v_channel);
  END IF;
  RETURN v_known || jsonb_build_object('person', jsonb_build_object('id', v.id, 'name', v.name, 'kind', v.kind, 'isAdmin', v.is_admin,
    'timeZone', v.time_zone) || CASE WHEN v.roles IS NULL THEN '{}' ELSE jsonb_build_object('roles', to_jsonb(v.roles)) END);
END $$;
