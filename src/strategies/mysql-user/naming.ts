// How a login is marked as ours: by a role that Sym makes for it and gives to nobody else. Whoever has the login cannot take it off.
import { slotKey } from "../../domain/access.ts";
import { sha256Hex } from "../../domain/canonical.ts";
import { loginName } from "../login-name.ts";
import type { UserTarget } from "./settings.ts";

export const TYPE = "mysql_user";

const HASH_DIGITS = 40;

/** The canonical ids of the slot. */
export const slotOf = (target: UserTarget, accountId: string): readonly string[] => [
  target.cluster,
  loginName({ prefix: target.prefix, roles: [target.role] }, accountId),
  target.host,
];

export const markOf = (slot: readonly string[]): string =>
  `made_by_sym_${sha256Hex(slotKey(TYPE, slot)).slice(0, HASH_DIGITS)}`;
