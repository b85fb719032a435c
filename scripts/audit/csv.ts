// One line of an export as a row of a table, for people. Leaves out what people wrote, and what a spreadsheet would take for a
// formula; proves nothing.
import { canonicalText } from "./canonical-text.ts";
import { line as lineShape } from "./lines.ts";

const COLUMNS = ["position", "at", "actor", "what", "request", "result"] as const;
export const CSV_HEAD = COLUMNS.join(",");

/** Null where there is nothing to show of it. */
export function csvRow(text: string): string | null {
  const read = lineShape.safeParse(JSON.parse(text)).data;
  switch (read?.kind) {
    case "event":
      return row(read.position, read.event.at, read.event.actor, read.event.name, read.event.requestId, "");
    case "order":
      return row(read.position, read.order.at, read.order.by, read.order.kind, "", read.order.scope ?? "");
    case "entry":
      return row(
        read.position,
        read.entry.at,
        read.entry.actor,
        read.entry.action,
        read.entry.request ?? "",
        read.entry.result,
      );
    default:
      return null;
  }
}

const row = (position: number, at: number, actor: unknown, ...rest: readonly string[]): string =>
  [String(position), new Date(at).toISOString(), actorOf(actor), ...rest].map(cell).join(",");

function actorOf(actor: unknown): string {
  if (typeof actor === "string") return actor;
  const { kind, key, name } = actor as { kind: string; key?: string; name?: string };
  return kind === "person" ? (key ?? "") : `${kind}:${name ?? canonicalText(actor)}`;
}

/** Quoted; what begins like a formula gets an apostrophe before it. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
