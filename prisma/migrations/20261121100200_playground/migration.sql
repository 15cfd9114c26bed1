-- The playground is a chat platform of its own: its messages tell the page that they changed.
CREATE SEQUENCE "playground_rev";
CREATE SEQUENCE "playground_order";

CREATE FUNCTION "playground_stamp"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.rev := nextval('playground_rev');
  RETURN NEW;
END $$;
CREATE TRIGGER "playground_stamp" BEFORE INSERT OR UPDATE ON "playground_message" FOR EACH ROW EXECUTE FUNCTION playground_stamp();

CREATE FUNCTION "playground_tell"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('previz_playground', NEW.channel_id || ':' || NEW.id || ':' || NEW.rev);
  RETURN NULL;
END $$;
CREATE TRIGGER "playground_tell" AFTER INSERT OR UPDATE ON "playground_message" FOR EACH ROW EXECUTE FUNCTION playground_tell();

CREATE FUNCTION "playground_order_of"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.order_key := nextval('playground_order');
  RETURN NEW;
END $$;
CREATE TRIGGER "playground_order_of" BEFORE INSERT ON "playground_reaction" FOR EACH ROW EXECUTE FUNCTION playground_order_of();

CREATE FUNCTION "playground_touched"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE playground_message SET edited_at = edited_at WHERE id = coalesce(NEW.message_id, OLD.message_id);
  RETURN NULL;
END $$;
CREATE TRIGGER "playground_touched" AFTER INSERT OR DELETE ON "playground_reaction" FOR EACH ROW EXECUTE FUNCTION playground_touched();
