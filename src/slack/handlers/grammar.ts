// What a line after `/sym` means. Pure, and the same for everybody: what a person may do is asked elsewhere.
import type { RevokeScope } from "../../ports.ts";

export type Line =
  /** Opens the picker, or the form of a Flow. Names as they were typed. */
  | { readonly kind: "open"; readonly flow: string | null; readonly environment: string | null }
  /** One's own requests, or everybody's live access. */
  | { readonly kind: "list"; readonly everybody: boolean }
  | { readonly kind: "help" }
  | { readonly kind: "freeze"; readonly frozen: boolean }
  | { readonly kind: "revoke_all"; readonly scope: RevokeScope }
  | { readonly kind: "close"; readonly requestId: string }
  | { readonly kind: "identity"; readonly wish: IdentityWish }
  /** Who is in a Target, by its name, or `ENVIRONMENT/TARGET`. */
  | { readonly kind: "drift"; readonly target: string }
  /** Somebody was meant and Slack has not made a mention of it. */
  | { readonly kind: "not_a_mention"; readonly typed: string }
  | { readonly kind: "unknown"; readonly typed: string };

/** One's own links; those of somebody or of everybody; one that is to be set, or to go. */
export type IdentityWish =
  | { readonly kind: "own" }
  | { readonly kind: "list"; readonly of: string | null; readonly page: number }
  | { readonly kind: "set"; readonly userId: string; readonly target: string; readonly account: string | null };

/**
 * `text`: what follows the command, with mentions as `<@U123|name>` and `& < >` as entities (`should_escape`). Words are
 * separated by any white space; command words ignore case.
 */
export function parseLine(text: string): Line {
  // What stands between angle brackets is one word: a name in a mention may hold spaces.
  const words = text.match(/<[^<>]*>|\S+/gu) ?? [];
  const [first, ...rest] = words.map(unescaped);
  const unknown: Line = { kind: "unknown", typed: words.map(unescaped).join(" ") };
  switch (first?.toLowerCase()) {
    case undefined:
      return { kind: "open", flow: null, environment: null };
    case "req":
    case "request":
      return rest.length > 2 ? unknown : { kind: "open", flow: rest[0] ?? null, environment: rest[1] ?? null };
    case "list":
      if (rest.length === 0) return { kind: "list", everybody: false };
      return rest.length === 1 && rest[0]?.toLowerCase() === "all" ? { kind: "list", everybody: true } : unknown;
    case "help":
      return { kind: "help" };
    case "freeze":
    case "unfreeze":
      return rest.length > 0 ? unknown : { kind: "freeze", frozen: first?.toLowerCase() === "freeze" };
    case "close":
      return rest.length === 1 && REQUEST_ID.test(rest[0] ?? "")
        ? { kind: "close", requestId: (rest[0] ?? "").replaceAll("`", "") }
        : unknown;
    case "whoami":
      return rest.length === 0 ? { kind: "identity", wish: { kind: "own" } } : unknown;
    case "identity":
      return identity(words.slice(1)) ?? unknown;
    case "drift":
      return rest.length === 1 && PLACE_NAME.test(rest[0] ?? "") ? { kind: "drift", target: rest[0] ?? "" } : unknown;
    case "revoke-all":
      return words.length === 2 ? revokeAll(words[1] ?? "") : unknown;
    default:
      return unknown;
  }
}

/** As cards show it, with or without the marks around it. */
const REQUEST_ID = /^`?[a-z0-9]{26}`?$/;

/** `word` as it came: a mention is told from text that looks like one by its angle brackets, which typed text cannot have. */
function revokeAll(word: string): Line {
  const userId = mentioned(word);
  if (userId !== null) return { kind: "revoke_all", scope: { kind: "person", userId } };
  const typed = unescaped(word);
  if (typed.startsWith("@") || word.startsWith("<")) return { kind: "not_a_mention", typed };
  if (typed.toLowerCase() === "everything") return { kind: "revoke_all", scope: { kind: "everything" } };
  if (!TARGET_NAME.test(typed)) return { kind: "unknown", typed: `revoke-all ${typed}` };
  return { kind: "revoke_all", scope: { kind: "target", target: typed } };
}

const mentioned = (word: string): string | null => /^<@([UW][A-Z0-9]{1,31})(?:\|[^<>]*)?>$/.exec(word)?.[1] ?? null;

/** What follows `identity`, word by word as it came. Null: not understood. */
function identity([verb, who, target, account, ...more]: readonly string[]): Line | null {
  if (more.length > 0) return null;
  if (verb === undefined) return { kind: "identity", wish: { kind: "own" } };
  switch (verb.toLowerCase()) {
    case "list":
      return target === undefined ? listing(who) : null;
    case "set":
      return target === undefined || account === undefined ? null : setting(who, target, asTyped(account));
    case "remove":
      return target === undefined || account !== undefined ? null : setting(who, target, null);
    default:
      return null;
  }
}

const listed = (of: string | null, page: number): Line => ({ kind: "identity", wish: { kind: "list", of, page } });

function listing(word: string | undefined): Line | null {
  if (word === undefined) return listed(null, 1);
  if (/^[1-9][0-9]{0,3}$/.test(word)) return listed(null, Number(word));
  const userId = somebody(word);
  return userId === null ? { kind: "not_a_mention", typed: unescaped(word) } : listed(userId, 1);
}

function setting(who: string | undefined, target: string, account: string | null): Line {
  const userId = somebody(who ?? "");
  if (userId === null) return { kind: "not_a_mention", typed: unescaped(who ?? "") };
  return { kind: "identity", wish: { kind: "set", userId, target: asTyped(target), account } };
}

/** By mention or, since Slack mentions nobody who is gone, by the id that their profile shows. */
const somebody = (word: string): string | null => mentioned(word) ?? (/^[UW][A-Z0-9]{5,31}$/.test(word) ? word : null);

/** Slack makes links of addresses; what stands between the bar and the end is what was typed. */
const asTyped = (word: string): string =>
  unescaped(
    /^<(?:mailto|https?):[^<>|]*\|([^<>]+)>$/.exec(word)?.[1] ?? /^<mailto:([^<>|]+)>$/.exec(word)?.[1] ?? word,
  );

/** As names of Targets are checked when they are defined, in either case: what does not fit was never one. */
const TARGET_NAME = /^[a-z][a-z0-9-]{0,39}$/i;

const PLACE_NAME = /^(?:[a-z][a-z0-9-]{0,39}\/)?[a-z][a-z0-9-]{0,39}$/i;

const unescaped = (word: string): string =>
  word.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
