// What a log line may hold: an event's name and fields from this list alone, so that a new one is a decision and not a slip.
// Ids, counts, durations, names that implementers chose, classes of errors; never what people wrote, an e-mail, a token or a
// payload. Holds no behaviour.

export const LOG_FIELDS = [
  // Of whom and of what: ids.
  "user",
  "request",
  "order",
  "entitlement",
  "usergroup",
  "about",
  // Names of ours, and those that implementers chose.
  "action",
  "at",
  "command",
  "effect",
  "environment",
  "finder",
  "flow",
  "form",
  "home",
  "kind",
  "listener",
  "name",
  "part",
  "path",
  "purpose",
  "recorded",
  "report",
  "scope",
  "setting",
  "stage",
  "state",
  "strategy",
  "type",
  "what",
  // What became of it.
  "class",
  "code",
  "frozen",
  "problem",
  "remove",
  "result",
  "status",
  "trouble",
  "why",
  // Counts and durations.
  "due",
  "idleMs",
  "lines",
  "problems",
  "rung",
  "seq",
  "signed",
  "silentMs",
  "slots",
  "steps",
  "tries",
] as const;

export type LogField = (typeof LOG_FIELDS)[number];
export type LogFields = Readonly<Partial<Record<LogField, string | number | boolean | null>>>;
/** One JSON line an event, named `area.noun.past_verb`. */
export type Log = (name: string, fields: LogFields) => void;
