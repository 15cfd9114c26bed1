-- One emoji on a take's card and on its clip are two reactions: taking one back leaves the other.
ALTER TABLE "vote_event" ADD COLUMN "message_id" TEXT;
