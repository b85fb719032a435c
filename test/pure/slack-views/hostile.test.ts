// Whatever people type, and whatever targets and accounts are called: shown, never acted on. 2,000 hostile texts go through
// every message; each message must have exactly the live mentions, dates and links that it has with harmless texts.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alarm, Note } from "../../../src/domain/effect.ts";
import type { Flow } from "../../../src/domain/flow.ts";
import { renderHome } from "../../../src/slack/views/app-home.ts";
import { renderDenyForm } from "../../../src/slack/views/deny-form.ts";
import { unknownEnvironment, unknownFlow } from "../../../src/slack/views/flow-picker.ts";
import { renderUsage } from "../../../src/slack/views/help.ts";
import { renderNote } from "../../../src/slack/views/notes.ts";
import { renderOperators } from "../../../src/slack/views/operators.ts";
import { renderReceipt } from "../../../src/slack/views/receipt.ts";
import { renderCard } from "../../../src/slack/views/request-card.ts";
import { renderForm } from "../../../src/slack/views/request-form.ts";
import { renderList } from "../../../src/slack/views/request-list.ts";
import { renderRevokeAllForm } from "../../../src/slack/views/revoke-all-form.ts";
import { sayRefusal } from "../../../src/slack/words/refusals.ts";
import { NOON } from "../../fakes/samples.ts";
import { FLOW, HASH } from "./flows.ts";
import { CALM, everyState, type Words } from "./states.ts";
import { faultsOfMessage, faultsOfView } from "./within-limits.ts";

const seed = Math.trunc(Math.random() * 0x7fffffff);

const NASTY = [
  "<!channel>",
  "<!here|here>",
  "<!everyone>",
  "<@U0BEN>",
  "<#C0REQUESTS>",
  "<!subteam^S0DBA>",
  "<https://evil.example|AWS console>",
  "https://evil.example",
  "<!date^0^{date}^https://evil.example|soon>",
  "&lt;!channel&gt;",
  "&amp;lt;",
  "<",
  ">",
  "|",
  "&",
  "`",
  "```",
  "*bold*",
  "_it_",
  "~no~",
  "> quote",
  "\n",
  "\r\n",
  "\u2028",
  "\0",
  "\u202E",
  "\u2066",
  "\u200B",
  "\u200D",
  "\uFEFF",
  "\u00AD",
  "\uFE0F",
  "\u{E0041}",
  "\uD800",
  ":white_check_mark: Approved by <@U0BEN>",
  "👨‍👩‍👧",
  "é",
  "字",
  "A".repeat(3_000),
  "&".repeat(3_000),
  "<".repeat(2_999),
] as const;
/** Any code points at all, halves of characters included. */
const anything = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 20 })
  .map((points) => String.fromCodePoint(...points));
const nasty = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NASTY) }, { weight: 1, arbitrary: anything }),
  { minLength: 1, maxLength: 6 },
);
const hostile = nasty.map((parts) => parts.join("").slice(0, 3_000));

interface Shown {
  readonly mrkdwn: readonly string[];
  readonly literal: readonly string[];
  /** Rich text pieces that are not plain text. */
  readonly live: number;
}

/** Everything that is shown, by what Slack does with it. */
function shownIn(value: unknown): Shown {
  const mrkdwn: string[] = [];
  const literal: string[] = [];
  let live = 0;
  const walk = (part: unknown, inRichText: boolean): void => {
    if (Array.isArray(part)) for (const one of part) walk(one, inRichText);
    else if (typeof part === "object" && part !== null) {
      const { type, text } = part as { readonly type?: string; readonly text?: unknown };
      if (typeof text === "string") (type === "mrkdwn" || type === undefined ? mrkdwn : literal).push(text);
      if (inRichText && typeof type === "string" && type !== "text" && !type.startsWith("rich_text")) live++;
      for (const one of Object.values(part)) walk(one, inRichText || type === "rich_text");
    }
  };
  walk(value, false);
  return { mrkdwn, literal, live };
}

const TOKEN = /<[^<>]*>/g;
const tokensOf = (texts: readonly string[]): string[] => texts.flatMap((text) => text.match(TOKEN) ?? []);
const bareBrackets = (text: string): boolean => /[<>]/.test(text.replace(TOKEN, ""));
/** Controls, and whatever is not seen; two that belong to emoji may be there. */
const UNSEEN = /[^\P{Cc}\n\t]|(?![\uFE0F\u200D])\p{Default_Ignorable_Code_Point}|[\u2028\u2029]/u;
const hidesSomething = (text: string): boolean => UNSEEN.test(text) || !text.isWellFormed();

/** A Flow that asks for seven texts. */
const ASKING: Flow = {
  ...FLOW,
  fields: Array.from({ length: 7 }, (_, index) => ({
    name: `q${index}`,
    label: `Question ${index}`,
    hint: null,
    required: false,
    type: "text",
    multiline: true,
    maxLength: 3_000,
    pattern: null,
  })),
};

const NOTES: readonly Note[] = [
  "approved",
  "denied",
  "lapsed",
  "active",
  "expired",
  "revoked",
  "failed",
  "cancelled",
  "externally_removed",
];
const ALARMS: readonly Alarm[] = [
  "grant_failed",
  "externally_removed",
  "seen_after_close",
  "revoke_struggling",
  "card_undeliverable",
  "new_version",
];
const at = {
  now: NOON,
  permalink: "https://example.slack.com/archives/C0REQUESTS/p1",
  outlives: "sessions",
  readable: false,
};

/** Places for the ten texts, put into every state once: the domain's own work on long texts is not what is tried here. */
const PLACES: Words = {
  answers: ["answer 0", "answer 1", "answer 2", "answer 3", "answer 4", "answer 5", "answer 6"],
  reason: "a reason",
  account: "an account",
  detail: "a detail",
};
const TEMPLATES = Object.values(everyState({ words: PLACES, flow: ASKING }));

function filled<T>(template: T, texts: ReadonlyMap<unknown, string>): T {
  const fill = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(fill);
    if (typeof part !== "object" || part === null) return texts.get(part) ?? part;
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, fill(one)]));
  };
  return fill(template) as T;
}

/** Every message and view that can hold a text of somebody else's, in an order that does not change. */
function everything(words: Words) {
  const [answer = ""] = words.answers;
  const texts = new Map<unknown, string>([
    ...PLACES.answers.map((place, index) => [place, words.answers[index % words.answers.length] ?? ""] as const),
    [PLACES.reason, words.reason],
    [PLACES.account, words.account],
    [PLACES.detail, words.detail],
  ]);
  const snapshots = TEMPLATES.map(({ request, ...rest }) => ({ ...rest, request: filled(request, texts) }));
  const lines = snapshots.map(({ request }) => ({ request, card: null }));
  return {
    messages: [
      ...snapshots.map((snapshot) => renderCard(snapshot, at)),
      ...snapshots.map((snapshot) => renderReceipt(snapshot, at)),
      ...snapshots.map((snapshot, index) => renderNote(snapshot, NOTES[index % NOTES.length] ?? "active", at)),
      ...snapshots.map((snapshot, index) =>
        renderOperators(snapshot, ALARMS[index % ALARMS.length] ?? "grant_failed", at),
      ),
      renderList(lines, at),
      renderUsage({ flows: [], environments: [] }, answer),
    ],
    views: [
      ...snapshots.slice(0, 1).map(({ request }) => renderDenyForm(request, { seq: 1 })),
      renderHome({ ok: true, value: { lines, unreadable: 0, overdue: { lines, unreadable: 1 } } }, at),
      renderForm(
        { hash: HASH, flow: ASKING },
        {
          typed: {
            "field.q0": { a: { value: answer } },

            target: { a: { selected_option: { value: answer } } },
          },
        },
      ),
      renderRevokeAllForm({ kind: "target", target: answer.slice(0, 200) }, { pending: 1, open: 1 }),
    ],
    sentences: [
      unknownFlow(answer),
      unknownEnvironment(answer),
      sayRefusal({ kind: "no_account", detail: words.detail }),
      sayRefusal({ kind: "target_gone", target: answer }),
      sayRefusal({ kind: "flow_gone", flow: answer, environment: answer }),
      sayRefusal({ kind: "may_not_request", flowLabel: answer }),
    ],
  };
}

/** Ten at a time: seven answers, a reason, the name of an account and what is said of a target. */
const ten = fc.array(hostile, { minLength: 10, maxLength: 10 });

test(`2,000 hostile texts are shown and none of them acts (seed ${seed})`, { timeout: 60_000 }, () => {
  const calm = everything(CALM);
  const calmTokens = [...calm.messages, ...calm.views].map((one) => tokensOf(shownIn(one).mrkdwn));
  fc.assert(
    fc.property(ten, ([reason = "", account = "", detail = "", ...answers]) => {
      const all = everything({ answers, reason, account, detail });
      [...all.messages, ...all.views].forEach((message, index) => {
        const { mrkdwn, literal, live } = shownIn(message);
        expect(live).toBe(0);
        expect(tokensOf(mrkdwn)).toEqual(calmTokens[index]);
        expect(mrkdwn.filter(bareBrackets)).toEqual([]);
        expect([...mrkdwn, ...literal].filter(hidesSomething)).toEqual([]);
      });
      expect(all.sentences.filter((text) => /[<>]/.test(text) || hidesSomething(text))).toEqual([]);
      expect(all.messages.slice(0, TEMPLATES.length).flatMap(faultsOfMessage)).toEqual([]);
      expect(all.views.flatMap(faultsOfView)).toEqual([]);
    }),
    { seed, numRuns: 200, endOnFailure: true },
  );
});
