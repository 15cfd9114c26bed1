-- A job that another attempt has is not this one's: a reconciliation that offers several tries the next, and a gateway that
-- answers two submissions with one id leaves the second in doubt instead of breaking.
CREATE OR REPLACE FUNCTION "previz_accept"(p_take text, p_attempt text, p_job text, p_next timestamptz, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_provider text;
BEGIN
  PERFORM 1 FROM take WHERE id = p_take FOR UPDATE;
  -- An answer that comes after its attempt was given up is not the answer to the attempt after it.
  SELECT provider INTO v_provider FROM attempt WHERE id = p_attempt AND take_id = p_take AND state IN ('sent', 'unknown');
  IF NOT FOUND THEN RETURN false; END IF;
  IF EXISTS (SELECT 1 FROM attempt WHERE provider = v_provider AND provider_job_id = p_job AND id <> p_attempt) THEN RETURN false; END IF;
  IF NOT previz_advance(p_take, ARRAY['submitting', 'unknown'], 'rendering', jsonb_build_object('next_at', p_next, 'tries', 0), p_now) THEN RETURN false; END IF;
  UPDATE attempt SET state = 'accepted', provider_job_id = p_job WHERE id = p_attempt;
  RETURN true;
EXCEPTION WHEN unique_violation THEN
  -- Bound by somebody else a moment ago.
  RETURN false;
END $$;
