CREATE TABLE versions (hash TEXT PRIMARY KEY, body TEXT NOT NULL);
--> statement-breakpoint
CREATE TABLE requests (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, state TEXT NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
--> statement-breakpoint
CREATE INDEX requests_of_account ON requests (account);
--> statement-breakpoint
CREATE TABLE events (request_id TEXT NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (request_id, seq));
--> statement-breakpoint
CREATE TABLE effects (id TEXT PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL);
