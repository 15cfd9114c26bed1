-- What was made beside the provider's bytes, and what was found in them.
ALTER TABLE "take" ADD COLUMN "derived" JSONB;

CREATE OR REPLACE FUNCTION "previz_advance"(p_take text, p_from text[], p_to text, p_patch jsonb, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
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
    cancel_by = new.cancel_by, sha256 = new.sha256, media = new.media, bytes = new.bytes, poster = new.poster, cost = new.cost,
    derived = new.derived
    WHERE id = p_take;
  RETURN true;
END $$;
