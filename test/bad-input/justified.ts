// Whether an event of the record is what an input asked for, by somebody who may: read from the bytes that travelled, apart
// from how Sym reads them. Knows the few people of these runs, and no rule beyond them.
import { canonicalJson } from "../../src/domain/canonical.ts";
import type { RequestEvent } from "../../src/domain/record.ts";
import type { Place } from "./place.ts";
import type { Wire } from "./wire.ts";

type Tree = unknown;

const at = (tree: Tree, ...path: readonly (string | number)[]): Tree =>
  path.reduce<Tree>(
    (inside, name) =>
      typeof inside === "object" && inside !== null && Object.hasOwn(inside, name)
        ? Reflect.get(inside, name)
        : undefined,
    tree,
  );

/** Everything that the body can be read as: repeated keys say several things, and one of them must justify the effect. */
function readings({ body }: Wire): Tree[] {
  const text = new TextDecoder().decode(body);
  const form = new URLSearchParams(text);
  const found: Tree[] = [];
  for (const candidate of [text, ...form.getAll("payload")]) {
    try {
      found.push(JSON.parse(candidate));
    } catch {
      // Not JSON: it can be read as a form at most.
    }
  }
  // Of a key that comes twice either the first or the last counts, and the same for all keys.
  return [...found, Object.fromEntries(form), Object.fromEntries([...form].reverse())];
}

/** Slack's signature vouches for the id; whose team it is, Sym asks Slack. */
const personOf = (tree: Tree): string => String(at(tree, "user", "id"));

/** `event`: of a request that was written while only this input was under way. */
export function isJustified(event: RequestEvent, wire: Wire, place: Place): boolean {
  const { actor } = event;
  if (!wire.genuine || actor.kind !== "person") return false;
  if (readings(wire).some((tree) => revokesAll(tree, place) && actor.key === `${place.team}/${place.admin}`))
    return true;
  return readings(wire).some((tree) => actor.key === `${place.team}/${personOf(tree)}` && asks(event, tree, place));
}

function asks({ name, requestId }: RequestEvent, tree: Tree, place: Place): boolean {
  const is = (userId: string): boolean => personOf(tree) === userId;
  const type = at(tree, "type");
  const callback = at(tree, "view", "callback_id");
  const clicked = (action: string, button: string): boolean =>
    type === "block_actions" &&
    at(tree, "actions", 0, "action_id") === action &&
    at(tree, "actions", 0, "value") === button &&
    button.startsWith(`${requestId}.`);
  switch (name) {
    case "submitted":
      return (
        type === "view_submission" &&
        callback === "request_form" &&
        sameJson(at(tree, "view", "private_metadata"), place.formMetadata)
      );
    case "approved":
      return is(place.approver) && clicked("request.approve", place.pending);
    case "denied":
      return is(place.approver) && callback === "deny_form" && at(tree, "view", "private_metadata") === place.pending;
    // An admin's Revoke ends whatever there is, and of a request that waits that is the request.
    case "cancelled":
      return (
        (is(place.asker) && clicked("request.cancel", place.pending)) ||
        ((is(place.asker) || is(place.admin)) && clicked("request.revoke", place.pending))
      );
    case "ending":
      return endsActive(tree, requestId, place) && (is(place.asker) || is(place.approver) || is(place.admin));
    default:
      return false;
  }
}

/** The form that was opened, however it is spelt: white space means nothing. */
function sameJson(text: Tree, other: string): boolean {
  try {
    return canonicalJson(JSON.parse(String(text))) === canonicalJson(JSON.parse(other));
  } catch {
    return false;
  }
}

/** Whatever button it is: an end of what is there is asked for by the value alone. */
const endsActive = (tree: Tree, requestId: string, { active }: Place): boolean =>
  ["request.cancel", "request.revoke"].includes(String(at(tree, "actions", 0, "action_id"))) &&
  at(tree, "actions", 0, "value") === active &&
  active.startsWith(`${requestId}.`);

/** Orders of admins: typed as a command, or sent as the form behind one. */
export function mayOrder(wire: Wire, { admin }: Pick<Place, "admin">): boolean {
  const typed = (tree: Tree): boolean =>
    at(tree, "command") === "/sym" &&
    at(tree, "user_id") === admin &&
    /^\s*(?:freeze|unfreeze)\s*$/.test(String(at(tree, "text")));
  return wire.genuine && readings(wire).some((tree) => typed(tree) || revokesAll(tree, { admin }));
}

const revokesAll = (tree: Tree, { admin }: Pick<Place, "admin">): boolean =>
  personOf(tree) === admin && at(tree, "view", "callback_id") === "revoke_all_form";
