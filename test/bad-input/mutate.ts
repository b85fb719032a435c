// What goes wrong inside a payload: types, sizes, ids of others, prototype keys, nesting, half characters, huge numbers. Drawn
// from dice; never changes what it was given.
import type { Json } from "../../playground/slack/json.ts";
import type { Dice } from "../simulate/dice.ts";
import type { Place } from "./place.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "type",
  "user",
  "view",
  "actions",
  "payload",
  "team",
  "event",
];
const NUMBERS = [0, -1, 0.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER + 2, Number.MIN_VALUE];
const TEXTS = [
  "",
  " ",
  "null",
  "\u0000",
  "\ud800",
  "\udc00\ud800",
  "\u202Eevil",
  "<!channel>",
  "<@U0ADA>",
  "' OR 1=1 --",
  "../../etc/passwd",
  "http://169.254.169.254/latest/meta-data",
  "file:///etc/passwd",
  "https://hooks.slack.com@evil.test/x",
  "{{7*7}}",
  "%00",
  "1e999",
  "９９９９",
];

const polluting = (): Json =>
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as Json;

function nested(depth: number): Json {
  let inside: Json = "deep";
  for (let level = 0; level < depth; level++) inside = level % 2 === 0 ? [inside] : { a: inside };
  return inside;
}

/** Something that has no business where it is put. */
function oddity(dice: Dice, place: Place): Json {
  switch (dice.between(0, 9)) {
    case 0:
      return dice.pick<Json>([null, true, false, [], {}, [[]], [null]]);
    case 1:
      return dice.pick(NUMBERS);
    case 2:
    case 3:
      return dice.pick(TEXTS);
    case 4:
      return "x".repeat(dice.pick([256, 2_001, 3_001, 10_001, 60_000]));
    case 5:
      return nested(dice.pick([3, 50, 500]));
    case 6:
      return polluting();
    case 7:
      return place.canary;
    // Ids of others, in the right form and in the wrong place.
    default:
      return dice.pick([
        place.asker,
        place.approver,
        place.admin,
        place.stranger,
        place.team,
        place.channel,
        place.pending,
        place.active,
        `${"z".repeat(26)}.1`,
        place.pending.replace(/\.\d+$/, ".999999999"),
        place.formMetadata,
        "T0OTHER",
        "request_form",
        "deny_form",
        "request.approve",
        "request.revoke",
      ]);
  }
}

/** A copy with one thing wrong somewhere on the way down. */
export function mutated(body: Json, dice: Dice, place: Place): Json {
  if (typeof body !== "object" || body === null || dice.chance(0.02)) return oddity(dice, place);
  const copy: { [key: string]: Json } | Json[] = Array.isArray(body) ? [...body] : { ...body };
  const keys = Object.keys(copy);
  const key = keys.length === 0 ? undefined : dice.pick(keys);
  const roll = dice.roll();
  if (key === undefined || roll < 0.12) {
    const name = dice.pick(NAMES);
    const value = oddity(dice, place);
    Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true });
    return copy;
  }
  const inside: Json = Reflect.get(copy, key);
  if (roll < 0.24) Reflect.deleteProperty(copy, key);
  else if (roll < 0.3) Reflect.set(copy, key, [inside, inside]);
  else if (roll < 0.4 && typeof inside === "string") Reflect.set(copy, key, nudged(inside, dice));
  else if (roll < 0.75 && typeof inside === "object") Reflect.set(copy, key, mutated(inside, dice, place));
  else Reflect.set(copy, key, oddity(dice, place));
  return copy;
}

/** The same text, nearly. */
function nudged(text: string, dice: Dice): string {
  const at = dice.upTo(text.length + 1);
  switch (dice.between(0, 4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return `${text.slice(0, at)}${dice.pick(["\u0000", "\ud83d", "\u200b", "0", "-", "\n"])}${text.slice(at)}`;
    case 2:
      return text.toLowerCase();
    case 3:
      return ` ${text} `;
    default:
      return text + text;
  }
}
