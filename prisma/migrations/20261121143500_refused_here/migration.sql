-- A digest counts what its own channel was refused that week, and reads no other channel's.
CREATE INDEX "request_refused_here" ON "request"("workspace_id", "channel_id", "created_at")
  WHERE state IN ('refused', 'declined', 'expired');
