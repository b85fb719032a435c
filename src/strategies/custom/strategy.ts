// Makes a strategy of what an implementer wrote. Whatever their functions do, nothing but the two errors that the engine knows
// gets out of here, and no word of an error of theirs.
import * as z from "zod";
import type { Account } from "../../domain/access.ts";
import { canonicalJson } from "../../domain/canonical.ts";
import { memberOf } from "../../domain/member.ts";
import {
  type Inspection,
  PermanentError,
  type Strategies,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { untilAborted } from "../abort.ts";
import { ask } from "../outbound.ts";
import { jsonOr } from "../outbound-json.ts";
import { settingsOf } from "../settings.ts";
import type { CustomCall, CustomDefinition, CustomOutside } from "./definition.ts";

const ONE_LEVEL = ["access"];
type Verb = "grant" | "revoke" | "inspect";

/** Its type is `custom:` and the definition's own, so that it never takes the place of another strategy. */
export function customStrategy(definition: CustomDefinition): Strategy {
  const levels = definition.levels ?? ONE_LEVEL;
  const { inspect, lane, limits, realm } = definition;
  const type = `custom:${definition.type}`;
  const settings = (given: unknown) => settingsOf(definition.settings, given);
  const level = z.enum(levels as [string, ...string[]]).nullable();
  const reading = z.object({
    level,
    inherited: z.string().max(100).nullish(),
    ids: z.record(z.string(), z.string().max(1_000)).default({}),
  });
  const run = <T>(
    verb: Verb,
    { settings: given, account, ids, idempotencyKey, level }: StrategyCall,
    context: StrategyContext,
    work: (call: CustomCall<unknown>, outside: CustomOutside) => Promise<T>,
  ): Promise<T> => {
    const call = { settings: settings(given), account, ids, idempotencyKey, level };
    const sent: Sent = { changes: false };
    return guarded(verb, context, sent, () => work(call, outsideOf(verb, context, sent)));
  };
  return {
    type,
    levels,
    settings: definition.settings,
    ...(definition.bindable && { bindable: definition.bindable }),
    slot: (given, account) => slotOf(definition, settings(given), account),
    secrets: (given) => theirs(nameList, () => definition.secrets?.(settings(given)) ?? [], "the secrets"),
    outlives: () => definition.outlives ?? null,
    // Behind its type: a realm of another strategy's is never meant by chance.
    ...(realm && {
      realm: (given) => `${type} ${theirs(z.string().min(1), () => realm(settings(given)), "the realm")}`,
    }),
    ...(lane && { lane: (given) => theirs(listName, () => lane(settings(given)), "the lane") }),
    ...(limits && { limits: (given) => theirs(published, () => limits(settings(given)), "the limits") }),
    grant: async (call, context) => void (await run("grant", call, context, definition.grant)),
    revoke: async (call, context) => void (await run("revoke", call, context, definition.revoke)),
    ...(inspect && {
      inspect: async (call, context): Promise<Inspection> => {
        const said = await run("inspect", call, context, inspect);
        const read = reading.safeParse(typeof said === "string" || said === null ? { level: said } : said);
        if (!read.success)
          throw new PermanentError("what this strategy read back is none of its levels", { class: "bug" });
        return { level: read.data.level, inherited: read.data.inherited ?? null, ids: read.data.ids };
      },
    }),
  };
}

const textList = z.array(z.string().min(1)).min(1);
const listName = z.string().min(1).nullable();
const nameList = z.array(z.string());
const published = z
  .object({
    of: z.string().min(1),
    perSecond: z.number().min(0.01).max(1_000),
    outstanding: z.int().min(1).max(1_000).nullable().default(null),
  })
  .nullable();

/** What a function of theirs says, if it can be used; throws `PermanentError` where not. */
function theirs<T>(schema: z.ZodType<T>, said: () => unknown, what: string): T {
  let given: unknown;
  try {
    given = said();
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    throw new PermanentError(`this strategy does not say ${what}: its code failed`, { class: "bug" });
  }
  const read = schema.safeParse(given);
  if (!read.success) throw new PermanentError(`this strategy does not say ${what}`, { class: "bug" });
  return read.data;
}

/** Throws `PermanentError` where the function says no such slot, or none that can be spelt. */
function slotOf(definition: CustomDefinition, settings: unknown, account: Account): readonly string[] {
  if (!account.id.isWellFormed() || account.id === "")
    throw new PermanentError("this account cannot be spelt for the target", { class: "impossible" });
  if (definition.slot === undefined) return [canonicalJson(settings), account.id];
  return theirs(textList, () => definition.slot?.(settings, account), "the slot of the account");
}

/** Whether a call that changes something was taken, or may have been. What fails behind it no longer says that nothing happened. */
interface Sent {
  changes: boolean;
}

async function guarded<T>(verb: Verb, { signal }: StrategyContext, sent: Sent, work: () => Promise<T>): Promise<T> {
  const effect = verb === "inspect" ? "no" : "unknown";
  if (signal.aborted) throw new TransientError("there was no time left to call the target", { effect: "no" });
  try {
    const late = () => new TransientError("the target did not answer in time", { effect });
    // A function of theirs may also throw before it returns a promise.
    return await untilAborted(signal, Promise.resolve().then(work), late);
  } catch (error) {
    if (error instanceof TransientError || error instanceof PermanentError)
      throw sent.changes && error.effect === "no" ? mayHaveHappened(error) : error;
    throw new TransientError("the code of this strategy failed", { effect, class: "bug" });
  }
}

const mayHaveHappened = (error: TransientError | PermanentError): Error =>
  error instanceof TransientError
    ? new TransientError(error.message, { effect: "unknown", class: error.class, retryAfterMs: error.retryAfterMs })
    : new PermanentError(error.message, { effect: "unknown", class: error.class });

function outsideOf(verb: Verb, context: StrategyContext, sent: Sent): CustomOutside {
  return {
    async request({ url, method = "POST", headers = {}, json, alsoAnswers = [], onlyReads, allowLoopback = false }) {
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      const typed = json === undefined ? headers : { "content-type": "application/json", ...headers };
      const reads = onlyReads ?? verb === "inspect";
      const asked = { url, method, headers: typed, ...body, alsoAnswers, onlyReads: reads, allowLoopback };
      const {
        status,
        headers: said,
        text,
      } = await ask(asked, context).catch((error: unknown) => {
        // Caught by their code, it would be forgotten.
        if (error instanceof TransientError && error.effect === "unknown") sent.changes = true;
        throw error;
      });
      // Only a 4xx says that it was not taken.
      if (!reads && (status < 400 || status >= 500)) sent.changes = true;
      return { status, headers: said, text, json: jsonOr(null, text) };
    },
    secret: (name) => context.secret(name),
    now: () => context.now(),
    refuse(words, trouble) {
      throw new PermanentError(words, trouble === undefined ? {} : { class: trouble });
    },
    tryLater(words) {
      throw new TransientError(words, { effect: verb === "inspect" ? "no" : "unknown" });
    },
  };
}

/** The strategies of `base`, and those that a deployment brings. What is wrong with one of them is said by the check of it. */
export function strategiesOf(definition: unknown, base: Strategies): Strategies {
  const own = new Map<string, Strategy>();
  const listed = memberOf(definition, "strategies");
  for (const one of Array.isArray(listed) ? listed : []) {
    const written = memberOf(one, "definition");
    if (!isDefinition(written)) continue;
    const strategy = customStrategy(written);
    own.set(strategy.type, strategy);
  }
  return (type) => base(type) ?? own.get(type) ?? null;
}

const isDefinition = (written: unknown): written is CustomDefinition =>
  typeof memberOf(written, "type") === "string" &&
  typeof memberOf(written, "grant") === "function" &&
  typeof memberOf(written, "revoke") === "function" &&
  typeof memberOf(memberOf(written, "settings"), "safeParse") === "function";
