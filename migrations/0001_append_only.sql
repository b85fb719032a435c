CREATE TRIGGER request_events_never_change BEFORE UPDATE ON request_events BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER request_events_never_go BEFORE DELETE ON request_events BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER request_events_in_step BEFORE INSERT ON request_events WHEN NOT EXISTS (SELECT 1 FROM requests WHERE id = NEW.request_id AND seq = NEW.seq AND head = NEW.hash) OR NEW.previous <> coalesce((SELECT hash FROM request_events WHERE request_id = NEW.request_id AND seq = NEW.seq - 1), '') OR (NEW.previous = '') <> (NEW.seq = 1) OR EXISTS (SELECT 1 FROM request_events WHERE request_id = NEW.request_id AND (seq = NEW.seq OR command_id = NEW.command_id)) BEGIN SELECT RAISE(ABORT, 'out of step'); END;
--> statement-breakpoint
CREATE TRIGGER flow_versions_never_change BEFORE UPDATE ON flow_versions BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER flow_versions_never_go BEFORE DELETE ON flow_versions BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER flow_versions_never_replaced BEFORE INSERT ON flow_versions WHEN EXISTS (SELECT 1 FROM flow_versions WHERE hash = NEW.hash) BEGIN SELECT RAISE(IGNORE); END;
--> statement-breakpoint
CREATE TRIGGER requests_have_their_version BEFORE INSERT ON requests WHEN NOT EXISTS (SELECT 1 FROM flow_versions WHERE hash = NEW.version) BEGIN SELECT RAISE(ABORT, 'no such version'); END;
