-- What may be named in a request, as the running app knows it: suggestions are read from here.
CREATE TABLE "catalog_entry" (
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "price" TEXT,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "catalog_entry_pkey" PRIMARY KEY ("kind","name")
);
