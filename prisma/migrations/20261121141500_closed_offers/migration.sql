-- The messages whose buttons speak of a request or of an act; all buttons of such a card have one target.
CREATE INDEX "outbox_offers" ON "outbox"((card->'buttons'->0->>'target')) WHERE card->'buttons'->0 IS NOT NULL;

-- As before, but a private message that changed while it was sent is sent again where it can be edited.
CREATE OR REPLACE FUNCTION "previz_sent"(p_id text, p_rev int, p_message text, p_thread text, p_next timestamptz, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
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
    next_at = p_next, last_error = NULL, state = CASE
      WHEN kind IN ('note', 'private') AND (wanted_rev <= p_rev OR coalesce(message_id, p_message) IS NULL) THEN 'sent' ELSE state END
    WHERE id = p_id;
  IF v.kind = 'clip' THEN
    PERFORM previz_advance(v.take_id, ARRAY['ready'], 'delivered', jsonb_build_object('next_at', NULL), p_now);
  END IF;
  RETURN true;
END $$;
