CREATE TABLE `audit_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`bucket` text NOT NULL,
	`hour` integer NOT NULL,
	`body` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_entries_share` ON `audit_entries` (`bucket`,`hour`);--> statement-breakpoint
CREATE TABLE `audit_overflows` (
	`bucket` text NOT NULL,
	`hour` integer NOT NULL,
	`more` integer NOT NULL,
	`told` integer NOT NULL,
	PRIMARY KEY(`bucket`, `hour`)
);
--> statement-breakpoint
CREATE INDEX `audit_overflows_untold` ON `audit_overflows` (`hour`) WHERE told < more;--> statement-breakpoint
CREATE TABLE `digest_homes` (
	`home` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`not_before` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `digests` (
	`seq` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`hash` text NOT NULL,
	`signature` text
);
--> statement-breakpoint
CREATE TABLE `trail` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`seq` integer,
	`hash` text
);
