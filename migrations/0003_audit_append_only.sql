INSERT INTO trail (kind, ref, seq, hash) SELECT 'version', hash, NULL, hash FROM flow_versions ORDER BY first_used_at, hash;
--> statement-breakpoint
INSERT INTO trail (kind, ref, seq, hash) SELECT 'order', id, NULL, NULL FROM orders ORDER BY position;
--> statement-breakpoint
INSERT INTO trail (kind, ref, seq, hash) SELECT 'event', request_id, seq, hash FROM request_events ORDER BY rowid;
--> statement-breakpoint
CREATE TRIGGER audit_entries_never_change BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_entries_never_go BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER trail_never_change BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER trail_never_go BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER digests_never_change BEFORE UPDATE ON digests BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER digests_never_go BEFORE DELETE ON digests BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_entries_never_replaced BEFORE INSERT ON audit_entries WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id) BEGIN SELECT RAISE(IGNORE); END;
--> statement-breakpoint
CREATE TRIGGER trail_never_replaced BEFORE INSERT ON trail WHEN EXISTS (SELECT 1 FROM trail WHERE position = NEW.position) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER orders_stay_what_they_were BEFORE UPDATE OF id, kind, "by", at, scope, position ON orders BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER orders_never_go BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER orders_never_replaced BEFORE INSERT ON orders WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.id OR position = NEW.position) BEGIN SELECT RAISE(IGNORE); END;
--> statement-breakpoint
CREATE TRIGGER digests_in_step BEFORE INSERT ON digests WHEN NEW.seq <> coalesce((SELECT max(seq) FROM digests), 0) + 1 OR NEW.body ->> 'seq' <> NEW.seq OR NEW.body ->> 'previous' <> coalesce((SELECT hash FROM digests WHERE seq = NEW.seq - 1), '') OR NEW.body ->> 'from' <> coalesce((SELECT body ->> 'to' FROM digests WHERE seq = NEW.seq - 1), 0) + 1 OR NEW.body ->> 'to' > coalesce((SELECT max(position) FROM trail), 0) BEGIN SELECT RAISE(ABORT, 'out of step'); END;
--> statement-breakpoint
CREATE TRIGGER flow_versions_leave_a_trail AFTER INSERT ON flow_versions BEGIN INSERT INTO trail (kind, ref, seq, hash) VALUES ('version', NEW.hash, NULL, NEW.hash); END;
--> statement-breakpoint
CREATE TRIGGER request_events_leave_a_trail AFTER INSERT ON request_events BEGIN INSERT INTO trail (kind, ref, seq, hash) VALUES ('event', NEW.request_id, NEW.seq, NEW.hash); END;
--> statement-breakpoint
CREATE TRIGGER orders_leave_a_trail AFTER INSERT ON orders BEGIN INSERT INTO trail (kind, ref, seq, hash) VALUES ('order', NEW.id, NULL, NULL); END;
--> statement-breakpoint
CREATE TRIGGER audit_entries_leave_a_trail AFTER INSERT ON audit_entries BEGIN INSERT INTO trail (kind, ref, seq, hash) VALUES ('entry', NEW.id, NULL, NEW.hash); END;
