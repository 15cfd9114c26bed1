-- What the tables alone can't say: legal moves, money, and what must be shown again.
-- Locks are always taken in this order: request, take, budget (by scope, period), reservation, workspace, shot, outbox;
-- and of a shot's outbox rows the clips before the cards, the cards before the root.
-- Every function is one statement for its caller, so a crash leaves all of it or nothing.

ALTER TABLE "budget"
  ADD CONSTRAINT "budget_cap_check" CHECK (cap >= 0),
  ADD CONSTRAINT "budget_granted_check" CHECK (granted >= 0),
  ADD CONSTRAINT "budget_held_check" CHECK (held >= 0),
  ADD CONSTRAINT "budget_settled_check" CHECK (settled >= 0),
  ADD CONSTRAINT "budget_overage_check" CHECK (overage >= 0);
ALTER TABLE "reservation"
  ADD CONSTRAINT "reservation_amount_check" CHECK (amount >= 0),
  ADD CONSTRAINT "reservation_state_check" CHECK (state IN ('held', 'settled', 'released'));
ALTER TABLE "ledger"
  ADD CONSTRAINT "ledger_kind_check" CHECK (kind IN ('reserve', 'settle', 'release', 'overage', 'grant', 'adjust'));
ALTER TABLE "take"
  ADD CONSTRAINT "take_state_check" CHECK (state IN ('queued', 'submitting', 'rendering', 'fetching', 'ready', 'delivered',
    'undeliverable', 'unknown', 'failed', 'refused', 'canceled')),
  ADD CONSTRAINT "take_decision_check" CHECK (decision IN ('open', 'split', 'approved', 'rejected', 'superseded'));
ALTER TABLE "request"
  ADD CONSTRAINT "request_state_check" CHECK (state IN ('read', 'refused', 'confirm', 'owner', 'running', 'declined', 'expired'));

-- One live paid attempt a take, whatever crashes.
CREATE UNIQUE INDEX "attempt_one_live" ON "attempt"("take_id") WHERE state IN ('sent', 'accepted', 'unknown');
-- One of each ending a reservation.
CREATE UNIQUE INDEX "ledger_one_reserve" ON "ledger"("reservation_id") WHERE kind = 'reserve';
CREATE UNIQUE INDEX "ledger_one_end" ON "ledger"("reservation_id") WHERE kind IN ('settle', 'release');
-- What the sweeper looks for.
CREATE INDEX "act_due" ON "act"("recorded_at") WHERE done_at IS NULL;
CREATE INDEX "take_due" ON "take"("next_at") WHERE next_at IS NOT NULL;
CREATE INDEX "take_window" ON "take"("decision_since") WHERE decision_since IS NOT NULL AND decision_final_at IS NULL;
CREATE INDEX "outbox_due" ON "outbox"("next_at") WHERE state = 'due' AND wanted_rev > sent_rev;
CREATE INDEX "request_waiting" ON "request"("expires_at") WHERE state IN ('confirm', 'owner');
CREATE INDEX "request_refused" ON "request"("created_at", "id") WHERE state IN ('refused', 'declined', 'expired');
CREATE INDEX "take_paid" ON "take"("workspace_id", "asked_by", "created_at") WHERE estimate > 0;
CREATE INDEX "take_live" ON "take"("workspace_id", "asked_by") WHERE state IN ('queued', 'submitting', 'rendering', 'fetching', 'unknown');

CREATE FUNCTION "take_may_move"(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_to = ANY (CASE p_from
    WHEN 'queued' THEN ARRAY['submitting', 'canceled', 'failed', 'refused']
    WHEN 'submitting' THEN ARRAY['queued', 'rendering', 'unknown', 'failed', 'refused', 'canceled']
    WHEN 'rendering' THEN ARRAY['fetching', 'unknown', 'failed', 'refused', 'canceled']
    WHEN 'unknown' THEN ARRAY['rendering', 'fetching', 'failed', 'refused', 'canceled']
    WHEN 'fetching' THEN ARRAY['ready', 'unknown', 'failed']
    WHEN 'ready' THEN ARRAY['delivered', 'undeliverable']
    ELSE ARRAY[]::text[] END) $$;

CREATE FUNCTION "take_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT take_may_move(OLD.state, NEW.state) THEN
    RAISE EXCEPTION 'take % may not go from % to %', OLD.id, OLD.state, NEW.state;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "take_guard" BEFORE UPDATE OF state ON "take" FOR EACH ROW EXECUTE FUNCTION take_guard();

CREATE FUNCTION "append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% only grows', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "ledger_only_grows" BEFORE UPDATE OR DELETE ON "ledger" FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER "vote_event_only_grows" BEFORE UPDATE OR DELETE ON "vote_event" FOR EACH ROW EXECUTE FUNCTION append_only();

-- The outbox follows the rows: what a take or shot shows is wanted again in the transaction that changed it.
CREATE FUNCTION "shot_shown"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO outbox (id, workspace_id, channel_id, thread_id, kind, shot_id, next_at, created_at)
      VALUES ('shot-' || NEW.id, NEW.workspace_id, NEW.channel_id, NEW.thread_id, 'shot', NEW.id, NEW.created_at, NEW.created_at)
      ON CONFLICT DO NOTHING;
  ELSE
    IF NEW.slug <> OLD.slug THEN
      -- Every message of the shot says its slug.
      PERFORM 1 FROM outbox WHERE take_id IN (SELECT id FROM take WHERE shot_id = NEW.id) AND kind = 'clip' ORDER BY id FOR UPDATE;
      PERFORM 1 FROM outbox WHERE take_id IN (SELECT id FROM take WHERE shot_id = NEW.id) AND kind = 'card' ORDER BY id FOR UPDATE;
      UPDATE outbox SET wanted_rev = wanted_rev + 1
        WHERE take_id IN (SELECT id FROM take WHERE shot_id = NEW.id) AND kind IN ('clip', 'card');
    END IF;
    UPDATE outbox SET wanted_rev = wanted_rev + 1 WHERE id = 'shot-' || NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "shot_made" AFTER INSERT ON "shot" FOR EACH ROW EXECUTE FUNCTION shot_shown();
CREATE TRIGGER "shot_changed" AFTER UPDATE OF slug, pick_take_id ON "shot" FOR EACH ROW
  WHEN (OLD.slug <> NEW.slug OR OLD.pick_take_id IS DISTINCT FROM NEW.pick_take_id) EXECUTE FUNCTION shot_shown();

CREATE FUNCTION "take_shown"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO outbox (id, workspace_id, channel_id, kind, take_id, next_at, created_at)
      VALUES ('card-' || NEW.id, NEW.workspace_id, NEW.channel_id, 'card', NEW.id, NEW.created_at, NEW.created_at)
      ON CONFLICT DO NOTHING;
    RETURN NULL;
  END IF;
  IF NEW.state = 'ready' AND OLD.state <> 'ready' THEN
    INSERT INTO outbox (id, workspace_id, channel_id, kind, take_id, next_at, created_at)
      VALUES ('clip-' || NEW.id, NEW.workspace_id, NEW.channel_id, 'clip', NEW.id, NEW.state_at, NEW.state_at)
      ON CONFLICT DO NOTHING;
  END IF;
  UPDATE outbox SET wanted_rev = wanted_rev + 1 WHERE id = 'card-' || NEW.id;
  IF NEW.state <> OLD.state OR NEW.decision <> OLD.decision OR NEW.cost IS DISTINCT FROM OLD.cost
     OR NEW.decision_final_at IS DISTINCT FROM OLD.decision_final_at OR NEW.disposition IS DISTINCT FROM OLD.disposition THEN
    IF NEW.state IN ('delivered', 'undeliverable', 'failed', 'refused', 'canceled') THEN
      UPDATE outbox SET wanted_rev = wanted_rev + 1 WHERE id = 'shot-' || NEW.shot_id;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "take_made" AFTER INSERT ON "take" FOR EACH ROW EXECUTE FUNCTION take_shown();
CREATE TRIGGER "take_changed" AFTER UPDATE ON "take" FOR EACH ROW
  WHEN ((OLD.state, OLD.progress, OLD.decision, OLD.decision_since, OLD.decision_final_at, OLD.disposition, OLD.cost, OLD.vote_rev, OLD.failure, OLD.cancel_by, OLD.detail)
    IS DISTINCT FROM (NEW.state, NEW.progress, NEW.decision, NEW.decision_since, NEW.decision_final_at, NEW.disposition, NEW.cost, NEW.vote_rev, NEW.failure, NEW.cancel_by, NEW.detail))
  EXECUTE FUNCTION take_shown();

-- Compare and set: moves a take only from one of the named states. The patch names columns of `take`.
CREATE FUNCTION "previz_advance"(p_take text, p_from text[], p_to text, p_patch jsonb, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE old take; new take;
BEGIN
  SELECT * INTO old FROM take WHERE id = p_take FOR UPDATE;
  IF NOT FOUND OR NOT old.state = ANY (p_from) THEN RETURN false; END IF;
  IF p_to IN ('ready', 'failed', 'refused', 'canceled') AND EXISTS (SELECT 1 FROM reservation WHERE id = p_take AND state = 'held') THEN
    RAISE EXCEPTION 'take % may not become % with its money held', p_take, p_to;
  END IF;
  new := jsonb_populate_record(old, p_patch);
  UPDATE take SET state = p_to,
    state_at = CASE WHEN old.state = p_to THEN old.state_at ELSE p_now END,
    -- Nothing is due on a take that ended.
    next_at = CASE WHEN p_to NOT IN ('delivered', 'undeliverable', 'failed', 'refused', 'canceled') THEN new.next_at END,
    tries = new.tries, progress = new.progress, failure = new.failure, detail = new.detail,
    cancel_by = new.cancel_by, sha256 = new.sha256, media = new.media, bytes = new.bytes, poster = new.poster, cost = new.cost
    WHERE id = p_take;
  RETURN true;
END $$;

-- Money in and takes out, in one commit: headroom is checked on locked rows, never on a sum of the ledger.
CREATE FUNCTION "previz_reserve"(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := (p->>'now')::timestamptz;
  v_req request; v_shot shot; v_total bigint; v_count int; v_low record; v_number int; v_slug text; v_live int; v_hour int;
  v_scopes text[]; v_periods text[]; v_grants bigint[]; v_short bigint[]; v_take jsonb; v_last int; v_amount bigint; i int;
  v_ids text[] := ARRAY[]::text[];
BEGIN
  SELECT * INTO v_req FROM request WHERE id = p->>'request' FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'request % is missing', p->>'request'; END IF;
  IF NOT p->'from' ? v_req.state THEN
    RETURN jsonb_build_object('kind', 'already', 'state', v_req.state);
  END IF;
  SELECT coalesce(sum((t->>'estimate')::bigint), 0) INTO v_total FROM jsonb_array_elements(p->'takes') t;
  IF v_total > 0 AND EXISTS (SELECT 1 FROM setting WHERE key = 'spending_stopped')
     OR v_total > 0 AND EXISTS (SELECT 1 FROM workspace WHERE id = v_req.workspace_id AND stopped_at IS NOT NULL) THEN
    RETURN jsonb_build_object('kind', 'stopped');
  END IF;

  SELECT array_agg(s->>'scope' ORDER BY s->>'scope', s->>'period'), array_agg(s->>'period' ORDER BY s->>'scope', s->>'period')
    INTO v_scopes, v_periods FROM jsonb_array_elements(p->'scopes') s;
  INSERT INTO budget (scope, period, cap)
    SELECT s->>'scope', s->>'period', (s->>'cap')::bigint FROM jsonb_array_elements(p->'scopes') s ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
  IF coalesce(cardinality(v_scopes), 0) = 0 THEN RAISE EXCEPTION 'a request without a budget: nothing is spent'; END IF;

  -- What costs nothing waits for nobody's budget.
  IF v_total > 0 THEN
    PERFORM 1 FROM budget b JOIN unnest(v_scopes, v_periods) AS u(scope, period) USING (scope, period)
      ORDER BY b.scope, b.period FOR UPDATE OF b;
    -- A new statement, so a new snapshot, with the rows locked.
    SELECT count(*) INTO v_count FROM budget b JOIN unnest(v_scopes, v_periods) AS u(scope, period) USING (scope, period);
    IF v_count <> cardinality(v_scopes) THEN RAISE EXCEPTION 'a budget row is missing: nothing is spent'; END IF;
    SELECT b.scope, b.period INTO v_low FROM budget b JOIN unnest(v_scopes, v_periods) AS u(scope, period) USING (scope, period)
      WHERE b.frozen ORDER BY b.scope LIMIT 1;
    IF FOUND THEN RETURN jsonb_build_object('kind', 'frozen', 'scope', v_low.scope, 'period', v_low.period); END IF;
    -- Per person, under the lock of that person's own scope.
    SELECT count(*) INTO v_live FROM take WHERE workspace_id = v_req.workspace_id AND asked_by = v_req.person_id AND estimate > 0
      AND state IN ('queued', 'submitting', 'rendering', 'fetching', 'unknown');
    SELECT count(*) INTO v_hour FROM take WHERE workspace_id = v_req.workspace_id AND asked_by = v_req.person_id AND estimate > 0
      AND created_at > v_now - interval '1 hour';
    IF v_live + jsonb_array_length(p->'takes') > (p->'pace'->>'live')::int OR v_hour + jsonb_array_length(p->'takes') > (p->'pace'->>'hour')::int THEN
      RETURN jsonb_build_object('kind', 'pace', 'live', v_live, 'hour', v_hour);
    END IF;
    IF coalesce((p->>'grant')::boolean, false) THEN
      SELECT array_agg(greatest(v_total - (b.cap + b.granted - b.settled - b.overage - b.held), 0) ORDER BY b.scope, b.period) INTO v_short
        FROM budget b JOIN unnest(v_scopes, v_periods) AS u(scope, period) USING (scope, period);
      UPDATE budget b SET granted = b.granted + u.short FROM unnest(v_scopes, v_periods, v_short) AS u(scope, period, short)
        WHERE b.scope = u.scope AND b.period = u.period AND u.short > 0;
      INSERT INTO ledger (workspace_id, kind, amount, scope, period, actor, note, at)
        SELECT v_req.workspace_id, 'grant', u.short, u.scope, u.period, p->>'actor', 'request ' || v_req.id, v_now
        FROM unnest(v_scopes, v_periods, v_short) AS u(scope, period, short) WHERE u.short > 0;
    END IF;
    SELECT b.scope, b.period, b.cap, b.cap + b.granted - b.settled - b.overage - b.held AS headroom INTO v_low
      FROM budget b JOIN unnest(v_scopes, v_periods) AS u(scope, period) USING (scope, period)
      WHERE b.cap + b.granted - b.settled - b.overage - b.held < v_total ORDER BY headroom, b.scope LIMIT 1;
    IF FOUND THEN
      RETURN jsonb_build_object('kind', 'exceeded', 'scope', v_low.scope, 'period', v_low.period,
        'cap', v_low.cap::text, 'left', v_low.headroom::text);
    END IF;
    UPDATE budget b SET held = b.held + v_total FROM unnest(v_scopes, v_periods) AS u(scope, period)
      WHERE b.scope = u.scope AND b.period = u.period;
  END IF;
  v_short := coalesce(v_short, array_fill(0::bigint, ARRAY[cardinality(v_scopes)]));

  -- A shot of another workspace is not found here, and its id can't be used again below.
  SELECT * INTO v_shot FROM shot WHERE id = p->'shot'->>'id' AND workspace_id = v_req.workspace_id FOR UPDATE;
  IF NOT FOUND THEN
    LOOP
      v_slug := p->'shot'->>'slug';
      UPDATE workspace SET next_shot = next_shot + 1 WHERE id = v_req.workspace_id RETURNING next_shot - 1 INTO v_number;
      INSERT INTO shot (id, workspace_id, channel_id, number, slug, scene, thread_id, asked_by, created_at)
        VALUES (p->'shot'->>'id', v_req.workspace_id, v_req.channel_id, v_number,
          coalesce(v_slug, 'PV-' || lpad(v_number::text, 4, '0')), p->'shot'->>'scene', p->'shot'->>'thread', v_req.person_id, v_now)
        ON CONFLICT (workspace_id, slug) DO NOTHING;
      -- A team's own slug that was made a moment ago by somebody else is that shot; a number that was taken is skipped.
      SELECT * INTO v_shot FROM shot WHERE workspace_id = v_req.workspace_id
        AND CASE WHEN v_slug IS NULL THEN id = p->'shot'->>'id' ELSE slug = v_slug END FOR UPDATE;
      EXIT WHEN FOUND;
    END LOOP;
  END IF;

  SELECT coalesce(max(number), 0) INTO v_last FROM take WHERE shot_id = v_shot.id;
  FOR v_take IN SELECT * FROM jsonb_array_elements(p->'takes') LOOP
    v_last := v_last + 1;
    v_amount := (v_take->>'estimate')::bigint;
    INSERT INTO take (id, workspace_id, channel_id, shot_id, request_id, number, parent_take_id, asked_by, brief, template, template_version,
        slots, prompt, provider, model, params, tier, estimate, state, state_at, next_at, created_at)
      VALUES (v_take->>'id', v_req.workspace_id, v_shot.channel_id, v_shot.id, v_req.id, v_last, v_req.parent_take_id, v_req.person_id, v_req.brief,
        v_take->>'template', v_take->>'templateVersion', v_take->'slots', v_take->>'prompt', v_take->>'provider', v_take->>'model',
        v_take->'params', v_take->>'tier', v_amount, 'queued', v_now, v_now, v_now);
    v_grants := ARRAY[]::bigint[];
    FOR i IN 1 .. cardinality(v_scopes) LOOP
      v_grants := v_grants || least(v_short[i], v_amount);
      v_short[i] := v_short[i] - least(v_short[i], v_amount);
    END LOOP;
    INSERT INTO reservation (id, workspace_id, scopes, periods, grants, amount, state, created_at)
      VALUES (v_take->>'id', v_req.workspace_id, v_scopes, v_periods, v_grants, v_amount, 'held', v_now);
    INSERT INTO ledger (workspace_id, reservation_id, kind, amount, at) VALUES (v_req.workspace_id, v_take->>'id', 'reserve', v_amount, v_now);
    v_ids := v_ids || (v_take->>'id');
  END LOOP;
  UPDATE request SET state = 'running', shot_id = v_shot.id, expires_at = NULL, decided_by = coalesce(p->>'actor', decided_by) WHERE id = v_req.id;
  UPDATE outbox SET wanted_rev = wanted_rev + 1 WHERE id = 'shot-' || v_shot.id AND sent_rev > 0;
  RETURN jsonb_build_object('kind', 'reserved', 'shot', v_shot.id, 'slug', v_shot.slug, 'takes', to_jsonb(v_ids), 'first', v_last - cardinality(v_ids) + 1);
END $$;

-- Ends a reservation with the take's move: settled as billed, or released. Settling at zero and releasing are two acts.
-- What is not used of a request takes its grant back first, from whichever of its takes carries it: it was for that request alone.
CREATE FUNCTION "previz_resolve"(p_take text, p_from text[], p_to text, p_patch jsonb, p_kind text, p_actual bigint, p_actor text, p_now timestamptz)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v take; r reservation; g reservation; v_actual bigint := CASE WHEN p_kind = 'settle' THEN p_actual ELSE 0 END; v_over bigint; v_unused bigint;
  v_cut bigint; v_cuts bigint[]; i int;
BEGIN
  SELECT * INTO v FROM take WHERE id = p_take AND state = ANY (p_from) FOR UPDATE;
  IF NOT FOUND THEN RETURN 'lost'; END IF;
  -- Not locked: the take is, and siblings change its grants under the budget's lock alone.
  SELECT * INTO STRICT r FROM reservation WHERE id = p_take;
  IF r.state <> 'held' THEN RAISE EXCEPTION 'reservation % is % already', r.id, r.state; END IF;
  v_over := greatest(v_actual - r.amount, 0);
  v_unused := greatest(r.amount - v_actual, 0);
  v_cuts := array_fill(0::bigint, ARRAY[cardinality(r.scopes)]);
  -- Before the take's update, whose trigger locks the outbox.
  IF r.amount > 0 OR v_actual > 0 THEN
    PERFORM 1 FROM budget b JOIN unnest(r.scopes, r.periods) AS u(scope, period) USING (scope, period) ORDER BY b.scope, b.period FOR UPDATE OF b;
  END IF;
  IF v_unused > 0 THEN
    FOR g IN SELECT x.* FROM reservation x JOIN take t ON t.id = x.id WHERE t.request_id = v.request_id AND 0 < ANY (x.grants)
        ORDER BY x.id <> p_take, x.id LOOP
      FOR i IN 1 .. cardinality(v_cuts) LOOP
        v_cut := least(g.grants[i], v_unused - v_cuts[i]);
        g.grants[i] := g.grants[i] - v_cut;
        v_cuts[i] := v_cuts[i] + v_cut;
      END LOOP;
      UPDATE reservation SET grants = g.grants WHERE id = g.id AND grants <> g.grants;
    END LOOP;
  END IF;
  UPDATE reservation SET state = CASE WHEN p_kind = 'settle' THEN 'settled' ELSE 'released' END, actual = v_actual, resolved_at = p_now WHERE id = r.id;
  PERFORM previz_advance(p_take, p_from, p_to, p_patch || jsonb_build_object('cost', v_actual), p_now);
  UPDATE budget b SET held = b.held - r.amount, settled = b.settled + (v_actual - v_over), overage = b.overage + v_over,
      granted = b.granted - u.cut, frozen = b.frozen OR v_over > 0
    FROM unnest(r.scopes, r.periods, v_cuts) AS u(scope, period, cut)
    WHERE b.scope = u.scope AND b.period = u.period AND (r.amount > 0 OR v_actual > 0);
  INSERT INTO ledger (workspace_id, kind, amount, scope, period, note, at)
    SELECT r.workspace_id, 'grant', -u.cut, u.scope, u.period, 'unused, take ' || r.id, p_now
    FROM unnest(r.scopes, r.periods, v_cuts) AS u(scope, period, cut) WHERE u.cut > 0;
  INSERT INTO ledger (workspace_id, reservation_id, kind, amount, actor, at)
    VALUES (r.workspace_id, r.id, p_kind, CASE WHEN p_kind = 'settle' THEN v_actual - v_over ELSE r.amount END, p_actor, p_now);
  IF v_over > 0 THEN
    INSERT INTO ledger (workspace_id, reservation_id, kind, amount, actor, at) VALUES (r.workspace_id, r.id, 'overage', v_over, p_actor, p_now);
  END IF;
  UPDATE attempt SET state = 'done', ended_at = p_now, billed = v_actual WHERE take_id = p_take AND state IN ('sent', 'accepted', 'unknown');
  RETURN CASE WHEN v_over > 0 THEN 'overage' ELSE 'resolved' END;
END $$;

-- The fence before the one paid call. The attempt is written as sent before the first byte leaves.
CREATE FUNCTION "previz_claim"(p_take text, p_attempt text, p_request jsonb, p_deadline timestamptz, p_now timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE v take;
BEGIN
  SELECT * INTO v FROM take WHERE id = p_take FOR UPDATE;
  IF NOT FOUND OR v.state <> 'queued' THEN RETURN 'lost'; END IF;
  IF v.estimate > 0 AND (EXISTS (SELECT 1 FROM setting WHERE key = 'spending_stopped')
      OR EXISTS (SELECT 1 FROM workspace WHERE id = v.workspace_id AND stopped_at IS NOT NULL)) THEN
    UPDATE take SET next_at = p_now + interval '1 minute' WHERE id = p_take;
    RETURN 'stopped';
  END IF;
  INSERT INTO attempt (id, take_id, workspace_id, provider, state, request, sent_at) VALUES (p_attempt, p_take, v.workspace_id, v.provider, 'sent', p_request, p_now);
  UPDATE take SET state = 'submitting', state_at = p_now, next_at = p_deadline WHERE id = p_take;
  RETURN 'claimed';
END $$;

-- The provider answered with its id: from here on any process may ask how it goes.
CREATE FUNCTION "previz_accept"(p_take text, p_attempt text, p_job text, p_next timestamptz, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM take WHERE id = p_take FOR UPDATE;
  -- An answer that comes after its attempt was given up is not the answer to the attempt after it.
  IF NOT EXISTS (SELECT 1 FROM attempt WHERE id = p_attempt AND take_id = p_take AND state IN ('sent', 'unknown')) THEN RETURN false; END IF;
  IF NOT previz_advance(p_take, ARRAY['submitting', 'unknown'], 'rendering', jsonb_build_object('next_at', p_next, 'tries', 0), p_now) THEN RETURN false; END IF;
  UPDATE attempt SET state = 'accepted', provider_job_id = p_job WHERE id = p_attempt;
  RETURN true;
END $$;

-- The call ended without an answer: money stays held, nobody sends it again by itself.
CREATE FUNCTION "previz_unknown"(p_take text, p_from text[], p_next timestamptz, p_detail text, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF NOT previz_advance(p_take, p_from, 'unknown', jsonb_build_object('next_at', p_next, 'detail', p_detail, 'tries', 0), p_now) THEN RETURN false; END IF;
  UPDATE attempt SET state = 'unknown' WHERE take_id = p_take AND state IN ('sent', 'accepted');
  RETURN true;
END $$;

-- Proof that the attempt did not run: another one may be made.
CREATE FUNCTION "previz_not_run"(p_take text, p_next timestamptz, p_tries int, p_detail text, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF NOT previz_advance(p_take, ARRAY['submitting'], 'queued', jsonb_build_object('next_at', p_next, 'detail', p_detail, 'tries', p_tries), p_now) THEN RETURN false; END IF;
  UPDATE attempt SET state = 'not_run', ended_at = p_now WHERE take_id = p_take AND state IN ('sent', 'unknown');
  RETURN true;
END $$;

-- A message was sent. A clip's first message makes its take delivered; a shot's first message names its thread.
CREATE FUNCTION "previz_sent"(p_id text, p_rev int, p_message text, p_thread text, p_next timestamptz, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v outbox;
BEGIN
  SELECT * INTO v FROM outbox WHERE id = p_id;
  IF NOT FOUND THEN RETURN false; END IF;
  IF v.kind = 'clip' THEN
    PERFORM 1 FROM take WHERE id = v.take_id FOR UPDATE;
  ELSIF v.kind = 'shot' AND p_thread IS NOT NULL THEN
    UPDATE shot SET thread_id = p_thread WHERE id = v.shot_id AND thread_id IS NULL;
  END IF;
  UPDATE outbox SET sent_rev = greatest(sent_rev, p_rev), message_id = coalesce(message_id, p_message), lease_until = NULL, tries = 0,
    next_at = p_next, last_error = NULL, state = CASE WHEN kind IN ('note', 'private') THEN 'sent' ELSE state END WHERE id = p_id;
  IF v.kind = 'clip' THEN
    PERFORM previz_advance(v.take_id, ARRAY['ready'], 'delivered', jsonb_build_object('next_at', NULL), p_now);
  END IF;
  RETURN true;
END $$;

-- A message that can't be sent. A clip's own row takes its take along; another post that a person asked for does not.
CREATE FUNCTION "previz_give_up"(p_id text, p_error text, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v outbox;
BEGIN
  SELECT * INTO v FROM outbox WHERE id = p_id;
  IF NOT FOUND THEN RETURN false; END IF;
  IF v.id = 'clip-' || v.take_id THEN
    PERFORM 1 FROM take WHERE id = v.take_id FOR UPDATE;
  END IF;
  UPDATE outbox SET state = 'gone', lease_until = NULL, last_error = left(p_error, 500) WHERE id = p_id AND state = 'due';
  IF v.id = 'clip-' || v.take_id THEN
    PERFORM previz_advance(v.take_id, ARRAY['ready'], 'undeliverable', jsonb_build_object('next_at', NULL), p_now);
  END IF;
  RETURN true;
END $$;

-- One process sends a message at a time; the lease of one that died runs out.
CREATE FUNCTION "previz_lease_outbox"(p_id text, p_until timestamptz, p_now timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE v outbox; v_at timestamptz;
BEGIN
  UPDATE outbox SET lease_until = p_until, tries = tries + 1
    WHERE id = p_id AND state = 'due' AND wanted_rev > sent_rev AND next_at <= p_now AND (lease_until IS NULL OR lease_until <= p_now)
    RETURNING * INTO v;
  IF NOT FOUND THEN
    SELECT next_at INTO v_at FROM outbox WHERE id = p_id AND state = 'due' AND wanted_rev > sent_rev AND next_at > p_now
      AND (lease_until IS NULL OR lease_until <= p_now);
    RETURN CASE WHEN FOUND THEN jsonb_build_object('kind', 'early', 'at', v_at) END;
  END IF;
  -- A statement of its own, so that the thread is as young as the row: the update may have waited for who opened it.
  RETURN (SELECT jsonb_build_object('kind', 'leased', 'message', jsonb_build_object('id', v.id, 'platform', w.platform,
      'workspace', v.workspace_id, 'channel', v.channel_id, 'thread', coalesce(v.thread_id, s.thread_id), 'kind', v.kind,
      'shotId', v.shot_id, 'takeId', v.take_id, 'person', v.person_id, 'card', v.card, 'rev', v.wanted_rev,
      'message', v.message_id, 'tries', v.tries))
    FROM workspace w LEFT JOIN take t ON t.id = v.take_id LEFT JOIN shot s ON s.id = coalesce(v.shot_id, t.shot_id)
    WHERE w.id = v.workspace_id);
END $$;

-- `taken` when another shot of the workspace has the slug, be it by a moment.
CREATE FUNCTION "previz_rename"(p_workspace text, p_shot text, p_slug text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE shot SET slug = p_slug WHERE id = p_shot AND workspace_id = p_workspace;
  RETURN CASE WHEN FOUND THEN 'renamed' ELSE 'missing' END;
EXCEPTION WHEN unique_violation THEN
  RETURN 'taken';
END $$;

-- The log's last word per person and what follows from it, if nobody counted since `rev`.
CREATE FUNCTION "previz_decide"(p jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v take; v_now timestamptz := (p->>'now')::timestamptz; v_state text := p->'decision'->>'state';
  v_final timestamptz := (p->'decision'->>'finalAt')::timestamptz; v_sibling text;
BEGIN
  -- Approving supersedes siblings, so all takes of the shot are locked in one order.
  PERFORM 1 FROM take WHERE shot_id = (SELECT shot_id FROM take WHERE id = p->>'take') ORDER BY id FOR UPDATE;
  SELECT * INTO v FROM take WHERE id = p->>'take';
  PERFORM 1 FROM shot WHERE id = v.shot_id FOR UPDATE;
  IF v.id IS NULL OR v.vote_rev <> (p->>'rev')::int THEN RETURN 'stale'; END IF;
  DELETE FROM ballot WHERE take_id = v.id;
  INSERT INTO ballot (take_id, person_id, vote, source, counted, at)
    SELECT v.id, b->>'person', b->>'vote', b->>'source', (b->>'counted')::boolean, (b->>'at')::timestamptz FROM jsonb_array_elements(p->'ballots') b;
  UPDATE take SET decision = v_state, decision_since = (p->'decision'->>'since')::timestamptz, decision_final_at = v_final,
    self_approved = (p->'decision'->>'selfApproved')::boolean, vote_rev = vote_rev + 1, disposition = coalesce(p->>'disposition', disposition)
    WHERE id = v.id;
  IF v.decision <> v_state OR v.decision_final_at IS DISTINCT FROM v_final THEN
    INSERT INTO decision_event (workspace_id, take_id, from_state, to_state, final, actor, at)
      VALUES (v.workspace_id, v.id, v.decision, v_state, v_final IS NOT NULL, p->>'actor', v_now);
  END IF;
  IF v_state = 'approved' AND v_final IS NOT NULL AND v.decision_final_at IS NULL THEN
    UPDATE shot SET pick_take_id = v.id WHERE id = v.shot_id;
    FOR v_sibling IN SELECT id FROM take WHERE shot_id = v.shot_id AND id <> v.id AND decision IN ('open', 'split') AND decision_final_at IS NULL
        AND state IN ('ready', 'delivered', 'undeliverable') ORDER BY id LOOP
      INSERT INTO decision_event (workspace_id, take_id, from_state, to_state, final, actor, at)
        SELECT workspace_id, id, decision, 'superseded', true, p->>'actor', v_now FROM take WHERE id = v_sibling;
      UPDATE take SET decision = 'superseded', decision_since = NULL, decision_final_at = v_now, vote_rev = vote_rev + 1 WHERE id = v_sibling;
    END LOOP;
    RETURN 'picked';
  END IF;
  IF v_state <> 'approved' OR v_final IS NULL THEN
    UPDATE shot SET pick_take_id = NULL WHERE id = v.shot_id AND pick_take_id = v.id;
  END IF;
  RETURN 'saved';
END $$;

-- A new cap counts at once for the running period. Below what is committed it freezes the scope and says so in the ledger.
CREATE FUNCTION "previz_set_cap"(p_workspace text, p_scope text, p_period text, p_cap bigint, p_actor text, p_now timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE b budget; v_committed bigint;
BEGIN
  INSERT INTO budget (scope, period, cap) VALUES (p_scope, p_period, p_cap) ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT b FROM budget WHERE scope = p_scope AND period = p_period FOR UPDATE;
  v_committed := b.settled + b.overage + b.held - b.granted;
  UPDATE budget SET cap = p_cap, frozen = v_committed > p_cap, noticed = 0 WHERE scope = p_scope AND period = p_period;
  INSERT INTO budget_rule (scope, cap) SELECT p_scope, p_cap WHERE p_period NOT LIKE 'job:%' ON CONFLICT (scope) DO UPDATE SET cap = excluded.cap;
  INSERT INTO ledger (workspace_id, kind, amount, scope, period, actor, note, at)
    VALUES (p_workspace, CASE WHEN v_committed > p_cap THEN 'overage' ELSE 'adjust' END, 0, p_scope, p_period, p_actor, 'cap ' || b.cap || ' to ' || p_cap, p_now);
  RETURN CASE WHEN v_committed > p_cap THEN 'frozen' ELSE 'set' END;
END $$;

CREATE FUNCTION "previz_place"(p_workspace text, p_channel text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'workspace', jsonb_build_object('id', w.id, 'platform', w.platform, 'timeZone', w.time_zone, 'settings', w.settings, 'stoppedAt', w.stopped_at),
    'channel', jsonb_build_object('workspace', c.workspace_id, 'id', c.id, 'name', c.name, 'timeZone', c.time_zone, 'policy', c.policy, 'settings', c.settings))
  FROM workspace w JOIN channel c ON c.workspace_id = w.id WHERE w.id = p_workspace AND c.id = p_channel $$;

-- Remembers where an act came from and who acted; writes only what is new. The first person whose zone is known gives it to
-- the channel, and to a workspace that is met for the first time.
CREATE FUNCTION "previz_meet"(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_workspace text := p->>'workspace'; v_channel text := p->>'channel'; v_now timestamptz := (p->>'now')::timestamptz;
  a jsonb := p->'actor'; v_zone text := CASE WHEN a->>'kind' <> 'bot' THEN a->>'timeZone' END;
  v_known jsonb := previz_place(v_workspace, v_channel); v person;
BEGIN
  SELECT * INTO v FROM person WHERE workspace_id = v_workspace AND id = a->>'id';
  IF v_known IS NULL OR v.id IS NULL OR v.seen_at < v_now - interval '1 hour'
    OR (v.name, v.kind, v.is_admin, v.time_zone) IS DISTINCT FROM
      (coalesce(nullif(a->>'name', ''), v.name), a->>'kind', (a->>'isAdmin')::boolean, coalesce(a->>'timeZone', v.time_zone))
    OR v_zone IS NOT NULL AND v_known->'channel'->>'timeZone' IS NULL
  THEN
    INSERT INTO workspace (id, platform, time_zone) VALUES (v_workspace, p->>'platform', coalesce(v_zone, 'UTC')) ON CONFLICT DO NOTHING;
    INSERT INTO channel AS c (workspace_id, id, time_zone) VALUES (v_workspace, v_channel, v_zone)
      ON CONFLICT (workspace_id, id) DO UPDATE SET time_zone = excluded.time_zone WHERE c.time_zone IS NULL AND excluded.time_zone IS NOT NULL;
    INSERT INTO person AS o (workspace_id, id, name, kind, is_admin, time_zone, seen_at)
      VALUES (v_workspace, a->>'id', a->>'name', a->>'kind', (a->>'isAdmin')::boolean, a->>'timeZone', v_now)
      ON CONFLICT (workspace_id, id) DO UPDATE SET name = coalesce(nullif(excluded.name, ''), o.name), kind = excluded.kind,
        is_admin = excluded.is_admin, time_zone = coalesce(excluded.time_zone, o.time_zone), seen_at = greatest(o.seen_at, excluded.seen_at)
      RETURNING * INTO v;
    v_known := previz_place(v_workspace, v_channel);
  END IF;
  RETURN v_known || jsonb_build_object('person',
    jsonb_build_object('id', v.id, 'name', v.name, 'kind', v.kind, 'isAdmin', v.is_admin, 'timeZone', v.time_zone));
END $$;

-- When a decision stops following the ballots: the channel's own window where it is a whole number of milliseconds up to a day.
CREATE FUNCTION "previz_window_end"(p_since timestamptz, p_policy jsonb) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT p_since + make_interval(secs => coalesce((SELECT w / 1000.0 FROM (
    SELECT CASE WHEN jsonb_typeof(p_policy->'decisionWindowMs') = 'number' THEN (p_policy->>'decisionWindowMs')::double precision END) AS own(w)
    WHERE w BETWEEN 0 AND 86400000 AND w = floor(w)), 600)) $$;
