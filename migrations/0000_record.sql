CREATE TABLE `effects` (
	`id` text PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`seq` integer NOT NULL,
	`place` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`not_before` integer NOT NULL,
	`delivered` integer NOT NULL,
	`error_class` text
);
--> statement-breakpoint
CREATE INDEX `effects_owed` ON `effects` (`request_id`,`not_before`,`created_at`) WHERE delivered = 0;--> statement-breakpoint
CREATE TABLE `flow_versions` (
	`hash` text PRIMARY KEY NOT NULL,
	`flow` text NOT NULL,
	`first_used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`request_id` text NOT NULL,
	`purpose` text NOT NULL,
	`channel` text NOT NULL,
	`ts` text NOT NULL,
	PRIMARY KEY(`request_id`, `purpose`)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	`scope` text,
	`progress` text NOT NULL,
	`done` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_id` ON `orders` (`id`);--> statement-breakpoint
CREATE INDEX `orders_freeze` ON `orders` (`position`) WHERE kind IN ('freeze', 'unfreeze');--> statement-breakpoint
CREATE INDEX `orders_open` ON `orders` (`position`) WHERE done = 0;--> statement-breakpoint
CREATE TABLE `request_events` (
	`request_id` text NOT NULL,
	`seq` integer NOT NULL,
	`command_id` text NOT NULL,
	`name` text NOT NULL,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	`data` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`request_id`, `seq`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `request_events_command` ON `request_events` (`request_id`,`command_id`);--> statement-breakpoint
CREATE TABLE `requests` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`head` text NOT NULL,
	`state` text NOT NULL,
	`outcome` text,
	`flow` text NOT NULL,
	`environment` text NOT NULL,
	`version` text NOT NULL,
	`requester` text NOT NULL,
	`requester_user_id` text NOT NULL,
	`team_id` text NOT NULL,
	`view_id` text NOT NULL,
	`slot_key` text,
	`target` text,
	`level` text,
	`created_at` integer NOT NULL,
	`due_at` integer,
	`closed_at` integer,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `requests_pending_slot` ON `requests` (`slot_key`,`level`) WHERE state = 'pending' AND slot_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `requests_claims` ON `requests` (`slot_key`) WHERE state IN ('granting', 'active', 'revoking');--> statement-breakpoint
CREATE INDEX `requests_due` ON `requests` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `requests_of_person` ON `requests` (`requester`,`closed_at`);--> statement-breakpoint
CREATE INDEX `requests_closed` ON `requests` (`closed_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `requests_submission` ON `requests` (`team_id`,`view_id`);--> statement-breakpoint
CREATE TABLE `slots` (
	`key` text PRIMARY KEY NOT NULL,
	`opened_at` integer NOT NULL,
	`baseline` text NOT NULL,
	`ids` text NOT NULL,
	`access` text NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `slots_open` ON `slots` (`opened_at`,`key`) WHERE closed_at IS NULL;