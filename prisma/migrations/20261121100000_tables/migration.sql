CREATE TABLE "workspace" (
    "id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "next_shot" INTEGER NOT NULL DEFAULT 1,
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "channel" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "time_zone" TEXT,
    "policy" JSONB NOT NULL DEFAULT '{}',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("workspace_id", "id")
);

CREATE TABLE "person" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'member',
    "is_admin" BOOLEAN NOT NULL DEFAULT false,
    "time_zone" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("workspace_id", "id")
);

CREATE TABLE "act" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "delivery_key" TEXT NOT NULL,
    "domain_key" TEXT,
    "envelope" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "act_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "shot" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "slug" TEXT NOT NULL,
    "scene" TEXT NOT NULL,
    "thread_id" TEXT,
    "asked_by" TEXT NOT NULL,
    "pick_take_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shot_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "request" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_id" TEXT,
    "person_id" TEXT NOT NULL,
    "act_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "brief" JSONB NOT NULL,
    "plan" JSONB NOT NULL,
    "estimate" BIGINT NOT NULL,
    "refusal" JSONB,
    "shot_id" TEXT,
    "parent_take_id" TEXT,
    "decided_by" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "take" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "shot_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "parent_take_id" TEXT,
    "asked_by" TEXT NOT NULL,
    "brief" JSONB NOT NULL,
    "template" TEXT NOT NULL,
    "template_version" TEXT NOT NULL,
    "slots" JSONB NOT NULL,
    "prompt" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "tier" TEXT,
    "estimate" BIGINT NOT NULL,
    "cost" BIGINT,
    "state" TEXT NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "progress" DOUBLE PRECISION,
    "failure" TEXT,
    "detail" TEXT,
    "cancel_by" TEXT,
    "sha256" TEXT,
    "media" TEXT,
    "bytes" BIGINT,
    "poster" TEXT,
    "decision" TEXT NOT NULL DEFAULT 'open',
    "decision_since" TIMESTAMPTZ(3),
    "decision_final_at" TIMESTAMPTZ(3),
    "self_approved" BOOLEAN NOT NULL DEFAULT false,
    "vote_rev" INTEGER NOT NULL DEFAULT 0,
    "disposition" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "take_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "attempt" (
    "id" TEXT NOT NULL,
    "take_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "provider_job_id" TEXT,
    "request" JSONB NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "billed" BIGINT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "budget_rule" (
    "scope" TEXT NOT NULL,
    "cap" BIGINT NOT NULL,

    CONSTRAINT "budget_rule_pkey" PRIMARY KEY ("scope")
);

CREATE TABLE "budget" (
    "scope" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "cap" BIGINT NOT NULL,
    "granted" BIGINT NOT NULL DEFAULT 0,
    "held" BIGINT NOT NULL DEFAULT 0,
    "settled" BIGINT NOT NULL DEFAULT 0,
    "overage" BIGINT NOT NULL DEFAULT 0,
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "noticed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("scope", "period")
);

CREATE TABLE "reservation" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "scopes" TEXT[],
    "periods" TEXT[],
    "grants" BIGINT[],
    "amount" BIGINT NOT NULL,
    "actual" BIGINT,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ledger" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "reservation_id" TEXT,
    "kind" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "scope" TEXT,
    "period" TEXT,
    "actor" TEXT,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbox" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_id" TEXT,
    "kind" TEXT NOT NULL,
    "shot_id" TEXT,
    "take_id" TEXT,
    "person_id" TEXT,
    "card" JSONB,
    "wanted_rev" INTEGER NOT NULL DEFAULT 1,
    "sent_rev" INTEGER NOT NULL DEFAULT 0,
    "message_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'due',
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "vote_event" (
    "seq" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "take_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "person_kind" TEXT NOT NULL,
    "emoji" TEXT NOT NULL,
    "vote" TEXT,
    "op" TEXT NOT NULL,
    "order_key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "event_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vote_event_pkey" PRIMARY KEY ("seq")
);

CREATE TABLE "ballot" (
    "take_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "vote" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "counted" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ballot_pkey" PRIMARY KEY ("take_id", "person_id")
);

CREATE TABLE "decision_event" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "take_id" TEXT NOT NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "final" BOOLEAN NOT NULL,
    "actor" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "playground_channel" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "playground_channel_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "playground_message" (
    "id" BIGSERIAL NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_id" BIGINT,
    "author" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "audience" TEXT,
    "text" TEXT NOT NULL DEFAULT '',
    "card" JSONB,
    "clip" JSONB,
    "key" TEXT,
    "rev" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "playground_message_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "playground_reaction" (
    "message_id" BIGINT NOT NULL,
    "person_id" TEXT NOT NULL,
    "emoji" TEXT NOT NULL,
    "order_key" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "playground_reaction_pkey" PRIMARY KEY ("message_id", "person_id", "emoji")
);

CREATE UNIQUE INDEX "act_platform_delivery_key_key" ON "act"("platform", "delivery_key");
CREATE UNIQUE INDEX "act_platform_domain_key_key" ON "act"("platform", "domain_key");
CREATE UNIQUE INDEX "shot_workspace_id_slug_key" ON "shot"("workspace_id", "slug");
CREATE INDEX "shot_workspace_id_channel_id_thread_id_idx" ON "shot"("workspace_id", "channel_id", "thread_id");
CREATE UNIQUE INDEX "request_act_id_key" ON "request"("act_id");
CREATE INDEX "request_workspace_id_person_id_created_at_idx" ON "request"("workspace_id", "person_id", "created_at");
CREATE UNIQUE INDEX "take_shot_id_number_key" ON "take"("shot_id", "number");
CREATE INDEX "take_workspace_id_channel_id_created_at_idx" ON "take"("workspace_id", "channel_id", "created_at");
CREATE INDEX "take_created_at_id_idx" ON "take"("created_at", "id");
CREATE INDEX "take_request_id_idx" ON "take"("request_id");
CREATE UNIQUE INDEX "attempt_provider_provider_job_id_key" ON "attempt"("provider", "provider_job_id");
CREATE INDEX "attempt_take_id_idx" ON "attempt"("take_id");
CREATE INDEX "ledger_reservation_id_idx" ON "ledger"("reservation_id");
CREATE INDEX "ledger_workspace_id_at_idx" ON "ledger"("workspace_id", "at");
CREATE INDEX "outbox_take_id_idx" ON "outbox"("take_id");
CREATE INDEX "outbox_shot_id_idx" ON "outbox"("shot_id");
CREATE INDEX "outbox_workspace_id_channel_id_message_id_idx" ON "outbox"("workspace_id", "channel_id", "message_id");
CREATE UNIQUE INDEX "vote_event_event_key_key" ON "vote_event"("event_key");
CREATE INDEX "vote_event_take_id_idx" ON "vote_event"("take_id");
CREATE INDEX "decision_event_take_id_idx" ON "decision_event"("take_id");
CREATE UNIQUE INDEX "playground_message_key_key" ON "playground_message"("key");
CREATE INDEX "playground_message_channel_id_rev_idx" ON "playground_message"("channel_id", "rev");
ALTER TABLE "take" ADD CONSTRAINT "take_shot_id_fkey" FOREIGN KEY ("shot_id") REFERENCES "shot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
