// Asks functions of Flows what can be chosen. Whatever they do, nothing but a list that is whole, or a lookup that could not be had,
// gets out of here: no word of an error of theirs, and no option that a form could not hold.
import { isValue } from "../domain/answer.ts";
import type { Field, FieldOption } from "../domain/field.ts";
import { memberOf } from "../domain/member.ts";
import type { OptionsContext } from "../domain/options.ts";
import {
  type Clock,
  type Deployment,
  type FormOptions,
  type Log,
  PermanentError,
  type StrategyContext,
  TransientError,
} from "../ports.ts";
import { untilAborted } from "../strategies/abort.ts";
import { ask } from "../strategies/outbound.ts";
import { jsonOr } from "../strategies/outbound-json.ts";

/** Somebody waits for an answer that Slack wants within three seconds, and there is more to ask behind it. */
const WITHIN_MS = 1_200;
/** More than are ever shown, since one of them is looked for when the form is sent. */
const MOST = 1_000;
const SEARCH_MAX = 150;
const LABEL_MAX = 150;

export interface FormOptionsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly deployment: Pick<Deployment, "options">;
  readonly outside: Pick<StrategyContext, "secret" | "fetch">;
}

export function createFormOptions({ clock, log, deployment, outside }: FormOptionsOptions): FormOptions {
  return {
    async offered(flow, field, search, person) {
      const failed = (why: string, cause?: unknown): TransientError => {
        log("form.options.failed", { flow: flow.name, at: field.name, why });
        return new TransientError("what can be chosen cannot be had just now", { effect: "no", cause });
      };
      const said = deployment.options(flow, field.name);
      if (said === null) throw failed("no_function");
      const found = await clock
        .within(WITHIN_MS, (signal) => {
          const context = contextOf(field, { ...outside, signal, now: () => clock.now() });
          const late = () => new TransientError("the function did not answer in time", { effect: "no" });
          // A function of theirs may also throw before it returns a promise.
          const work = Promise.resolve().then(() =>
            said(search.slice(0, SEARCH_MAX), { ...context, person, environment: flow.environment }),
          );
          return untilAborted<unknown>(signal, work, late);
        })
        .catch((error: unknown) => {
          throw failed(error instanceof Error ? error.name : "unknown", error);
        });
      if (!Array.isArray(found)) throw failed("no_list");
      const options = optionsIn(found.slice(0, MOST));
      if (options.length < Math.min(found.length, MOST))
        log("form.options.dropped", { flow: flow.name, at: field.name, problems: found.length - options.length });
      return options;
    },
  };
}

function contextOf(field: Field, context: StrategyContext): Pick<OptionsContext, "request" | "secret"> {
  const named = "fetched" in field ? (field.fetched?.secrets ?? []) : [];
  return {
    async request({ url, method = "GET", headers = {}, json, allowLoopback = false }) {
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      const typed = json === undefined ? headers : { "content-type": "application/json", ...headers };
      const answer = await ask({ url, method, headers: typed, ...body, onlyReads: true, allowLoopback }, context);
      return { ...answer, json: jsonOr(null, answer.text) };
    },
    secret(name) {
      if (!named.includes(name)) throw new PermanentError("the field does not name this secret", { class: "config" });
      return context.secret(name);
    },
  };
}

/** Those that a form can hold, the first of each value. */
function optionsIn(said: readonly unknown[]): readonly FieldOption[] {
  const options = new Map<string, FieldOption>();
  for (const one of said) {
    const value = memberOf(one, "value");
    const label = memberOf(one, "label");
    if (!isValue(value) || typeof label !== "string" || label.trim() === "" || options.has(value)) continue;
    options.set(value, { value, label: label.slice(0, LABEL_MAX) });
  }
  return [...options.values()];
}
