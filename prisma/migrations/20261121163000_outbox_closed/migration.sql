-- Set while a message waits because its place is closed to the bot: put out, archived, a revoked token. Any sign of life
-- from there brings it forward.
ALTER TABLE "outbox" ADD COLUMN "closed" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "outbox_closed" ON "outbox"("workspace_id", "channel_id") WHERE closed;
