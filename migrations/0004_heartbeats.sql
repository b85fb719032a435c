CREATE TABLE `heartbeats` (
	`finder` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`told_at` integer,
	`rescued` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `request_events_decisions` ON `request_events` (`name`) WHERE name IN ('approved', 'denied');