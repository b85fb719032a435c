ALTER TABLE `slots` ADD `checked_at` integer;--> statement-breakpoint
ALTER TABLE `slots` ADD `found` text;--> statement-breakpoint
ALTER TABLE `slots` ADD `told_at` integer;--> statement-breakpoint
CREATE INDEX `slots_closed` ON `slots` (`checked_at`,`key`) WHERE closed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `slots_found` ON `slots` (`key`) WHERE found IS NOT NULL AND told_at IS NULL;--> statement-breakpoint
CREATE INDEX `effects_for_operators` ON `effects` (`created_at`) WHERE delivered = 0 AND json_extract(body, '$.kind') = 'operators';--> statement-breakpoint
CREATE INDEX `requests_given` ON `requests` (`environment`,`target`,`due_at`) WHERE state IN ('active', 'revoking');--> statement-breakpoint
CREATE INDEX `requests_of_slot` ON `requests` (`slot_key`,`closed_at`) WHERE closed_at IS NOT NULL AND slot_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `requests_by_hand` ON `requests` (`closed_at`) WHERE outcome = 'closed_by_hand';