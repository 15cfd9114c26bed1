-- What was tried in Discord: within minutes a nonce makes a post unique, after that this row says since when to look for it.
CREATE TABLE "discord_post" (
    "key" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "message_id" TEXT,
    "tried_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discord_post_pkey" PRIMARY KEY ("key")
);

-- How an interaction can still be answered privately; its token is sealed, and dead after a quarter of an hour.
CREATE TABLE "discord_reply" (
    "act_id" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "discord_reply_pkey" PRIMARY KEY ("act_id")
);

CREATE INDEX "discord_post_message_id_idx" ON "discord_post"("message_id");
CREATE INDEX "discord_reply_open" ON "discord_reply"("expires_at") WHERE NOT closed;

-- A reaction names its message and the thread, not the channel that the thread belongs to.
CREATE INDEX "outbox_message_id_idx" ON "outbox"("message_id");
