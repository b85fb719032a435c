// How a login is marked as ours: the mark tells it from whatever else bears its name.
import { slotKey } from "../../domain/access.ts";
import { sha256Hex } from "../../domain/canonical.ts";

export const TYPE = "postgres_user";

/** The comment of a login that Sym made: for this slot, and for no other. */
export const markOf = (cluster: string, login: string): string =>
  `Temporary login, made and ended by Sym; this comment is how it knows it: ${sha256Hex(slotKey(TYPE, [cluster, login]))}`;
