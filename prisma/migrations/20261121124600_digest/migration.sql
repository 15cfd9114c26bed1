-- One row a channel (or workspace) and week: whoever makes its digest holds it, and it is made once.
CREATE TABLE "digest" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "lease_until" TIMESTAMPTZ(3),
    "note" TEXT,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3),

    CONSTRAINT "digest_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "digest_workspace_id_channel_id_kind_period_key" ON "digest"("workspace_id", "channel_id", "kind", "period");

ALTER TABLE "digest"
  ADD CONSTRAINT "digest_kind_check" CHECK (kind IN ('channel', 'workspace')),
  ADD CONSTRAINT "digest_state_check" CHECK (state IN ('making', 'posted', 'empty', 'given-up'));

-- A zone that this PostgreSQL doesn't know counts as UTC, as it does in the core; one bad name never stops all digests.
CREATE FUNCTION "previz_zone"(p_name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM timestamptz 'epoch' AT TIME ZONE p_name;
  RETURN coalesce(p_name, 'UTC');
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN 'UTC';
END $$;

-- The whole number that a setting names, within its range; else what stands for it.
CREATE FUNCTION "previz_whole"(p jsonb, p_least int, p_most int, p_else int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((SELECT n::int FROM (SELECT CASE WHEN jsonb_typeof(p) = 'number' THEN p::numeric END) AS said(n)
    WHERE n BETWEEN p_least AND p_most AND n = floor(n)), p_else) $$;

-- The digests that are due: of each channel and workspace the newest time that its schedule named, and the week that was
-- over then, unless that week or a later one has its digest. A time that a clock change skips is read with the offset
-- before it, so it comes an hour later that week and the week is not lost. What ought to have come before the schedule was
-- set is nobody's debt. Both names null: all there are.
CREATE FUNCTION "previz_due_digests"(p_workspace text, p_channel text, p_now timestamptz, p_limit int)
RETURNS TABLE (kind text, workspace_id text, channel_id text, zone text, period text, due timestamptz) LANGUAGE sql STABLE AS $$
  WITH asked AS (
    SELECT 'channel' AS kind, c.workspace_id, c.id AS channel_id, coalesce(c.time_zone, w.time_zone) AS zone, c.settings->'digest' AS rule
      FROM channel c JOIN workspace w ON w.id = c.workspace_id
      WHERE w.platform <> 'local' AND (p_workspace IS NULL OR c.workspace_id = p_workspace AND c.id = p_channel)
    UNION ALL
    SELECT 'workspace', w.id, '', w.time_zone, w.settings->'digest'
      FROM workspace w WHERE w.platform <> 'local' AND (p_workspace IS NULL OR w.id = p_workspace AND p_channel = '')),
  zones AS MATERIALIZED (SELECT d.zone, previz_zone(d.zone) AS name FROM (SELECT DISTINCT a.zone FROM asked a) AS d),
  local AS (
    SELECT a.kind, a.workspace_id, a.channel_id, z.name AS zone, a.rule,
      date_trunc('week', p_now AT TIME ZONE z.name)
        + make_interval(days => previz_whole(a.rule->'weekday', 1, 7, 1) - 1,
          mins => previz_whole(a.rule->'hour', 0, 23, 9) * 60 + previz_whole(a.rule->'minute', 0, 59, 0)) AS at
      FROM asked a JOIN zones z ON z.zone = a.zone
      WHERE a.rule->'on' IS DISTINCT FROM 'false'::jsonb),
  newest AS (
    SELECT l.*, l.at - CASE WHEN l.at AT TIME ZONE l.zone > p_now THEN interval '7 days' ELSE interval '0' END AS last FROM local l),
  weeks AS (
    SELECT n.kind, n.workspace_id, n.channel_id, n.zone, to_char(n.last - interval '7 days', 'IYYY"-W"IW') AS period,
      n.last AT TIME ZONE n.zone AS due, n.rule->'since' AS since
      FROM newest n)
  SELECT w.kind, w.workspace_id, w.channel_id, w.zone, w.period, w.due FROM weeks w
    WHERE (jsonb_typeof(w.since) IS DISTINCT FROM 'number' OR w.due >= to_timestamp(w.since::double precision / 1000))
      AND NOT EXISTS (SELECT 1 FROM digest g
        WHERE g.workspace_id = w.workspace_id AND g.channel_id = w.channel_id AND g.kind = w.kind
          AND (g.period > w.period OR g.period = w.period AND (g.state <> 'making' OR g.lease_until > p_now)))
    ORDER BY w.due, w.workspace_id, w.channel_id LIMIT p_limit $$;

-- A digest that is being made: once, whoever finishes first. Its messages are rows of the outbox in the same commit.
CREATE FUNCTION "previz_finish_digest"(p jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v digest; v_now timestamptz := (p->>'now')::timestamptz;
BEGIN
  UPDATE digest SET state = p->>'state', note = p->>'note', lease_until = NULL, made_at = v_now
    WHERE id = p->>'id' AND state = 'making' RETURNING * INTO v;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO outbox (id, workspace_id, channel_id, kind, person_id, card, next_at, created_at)
    SELECT m->>'id', v.workspace_id, m->>'channel', CASE WHEN m->>'person' IS NULL THEN 'note' ELSE 'private' END, m->>'person', m->'card',
      v_now, v_now
    FROM jsonb_array_elements(p->'messages') m;
  RETURN true;
END $$;
