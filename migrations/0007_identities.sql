CREATE TABLE `identities` (
	`person` text NOT NULL,
	`realm` text NOT NULL,
	`flow` text NOT NULL,
	`account` text NOT NULL,
	`label` text NOT NULL,
	`claim` text NOT NULL,
	`source` text NOT NULL,
	`address` text,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	`told` text,
	PRIMARY KEY(`person`, `realm`, `flow`)
);
--> statement-breakpoint
CREATE INDEX `identities_claims` ON `identities` (`realm`,`claim`);