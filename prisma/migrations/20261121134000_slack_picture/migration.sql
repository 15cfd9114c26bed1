-- A picture that Slack keeps for us, by the path of its bytes: uploaded once a workspace, however often its card is drawn.
CREATE TABLE "slack_picture" (
    "workspace_id" TEXT NOT NULL,
    "media" TEXT NOT NULL,
    "file_id" TEXT NOT NULL,

    CONSTRAINT "slack_picture_pkey" PRIMARY KEY ("workspace_id", "media")
);
