-- Slack has no key that makes a post unique, so what was tried is kept here: a post whose answer was lost is looked for
-- before anybody posts it again.
CREATE TABLE "slack_post" (
    "key" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_id" TEXT,
    "state" TEXT NOT NULL,
    "message_id" TEXT,
    "file_id" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_post_pkey" PRIMARY KEY ("key")
);

-- One installation of the app: in a workspace (a team), or in a whole Enterprise Grid organisation.
CREATE TABLE "slack_installation" (
    "id" TEXT NOT NULL,
    "enterprise_id" TEXT,
    "team_id" TEXT,
    "sealed" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_installation_pkey" PRIMARY KEY ("id")
);

-- The organisation that a workspace belongs to, learned from what Slack sends.
CREATE TABLE "slack_team" (
    "id" TEXT NOT NULL,
    "enterprise_id" TEXT NOT NULL,

    CONSTRAINT "slack_team_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "slack_post_file_id_idx" ON "slack_post"("file_id");
CREATE INDEX "slack_post_workspace_id_message_id_idx" ON "slack_post"("workspace_id", "message_id");
