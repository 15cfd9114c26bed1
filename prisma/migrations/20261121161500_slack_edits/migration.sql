-- The budget of edits in a workspace, one bucket for all processes: how full it is, since when, and until when Slack closed it.
CREATE TABLE "slack_edits" (
    "workspace_id" TEXT NOT NULL,
    "level" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "closed_until" TIMESTAMPTZ(3),

    CONSTRAINT "slack_edits_pkey" PRIMARY KEY ("workspace_id")
);
