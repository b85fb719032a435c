// The policy file of a tailnet as text in HuJSON (JSON with comments and commas at the end): who is in one group of it. Knows where
// the list stands, changes nothing, and takes no file of which two readers could think two things.
import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { PermanentError } from "../../ports.ts";
import { lowerCase } from "../email-account.ts";
import { notOfTheForm } from "../outbound-json.ts";

/** The group's list, and its entries, where they stand in the text. */
export interface GroupList {
  readonly list: Node;
  readonly entries: readonly Node[];
}

/** Null where the file has no such group. `effect`: of the call that the text came back from. */
export function groupIn(text: string, group: string, effect: "no" | "unknown"): GroupList | null {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root?.type !== "object" || errors.length > 0) throw notOfTheForm(effect);
  // Tailscale tells no capitals apart in the names of sections, and of two takes the last.
  const groups = onlyOne(root, (name) => lowerCase(name) === "groups");
  if (groups === null) return null;
  if (groups.type !== "object") throw notOfTheForm(effect);
  const list = onlyOne(groups, (name) => name === group);
  if (list === null) return null;
  const entries = list.children ?? [];
  if (list.type !== "array" || entries.some(({ type }) => type !== "string")) throw notOfTheForm(effect);
  return { list, entries };
}

export const isPerson = ({ value }: Node, login: string): boolean => lowerCase(String(value)) === login;

export const holds = (found: GroupList | null, login: string): boolean =>
  found?.entries.some((entry) => isPerson(entry, login)) ?? false;

/** The value under the one key that is meant. */
function onlyOne(object: Node, isMeant: (name: string) => boolean): Node | null {
  const values = (object.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    value !== undefined && isMeant(String(key?.value)) ? [value] : [],
  );
  if (values.length <= 1) return values[0] ?? null;
  throw new PermanentError("the policy file has this group, or its groups, twice: Sym does not choose");
}
