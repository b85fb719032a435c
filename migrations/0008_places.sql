CREATE TABLE `places` (
	`place` text PRIMARY KEY NOT NULL,
	`due_at` integer NOT NULL,
	`finding` text,
	`news` text NOT NULL,
	`told_news` text NOT NULL,
	`told_at` integer
);
--> statement-breakpoint
CREATE INDEX `places_untold` ON `places` (`place`) WHERE news <> told_news;