// Asks systems outside Slack whom they name for a rule, now. Never remembers an answer: what is shared is only a question that
// is still under way. Whatever goes wrong is a lookup that could not be had, never a yes and never a no.
import { type Source, sourceKey } from "../domain/source.ts";
import { type Clock, type Log, PermanentError, type Sources, type StrategyContext, TransientError } from "../ports.ts";
import { createSharedLookup } from "../shared-lookup.ts";
import type { AskSource } from "./ask-source.ts";
import { membersInGoogle } from "./google.ts";
import { membersInOkta } from "./okta.ts";
import { onCallInOpsgenie } from "./opsgenie.ts";
import { askFunction } from "./own-function.ts";
import { onCallInPagerDuty } from "./pagerduty.ts";

/** Somebody waits for an answer that Slack wants within three seconds: all calls of one question together. */
export const LOOKUP_MS = 1_000;

export interface SourcesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly outside: Pick<StrategyContext, "secret" | "fetch">;
}

export function createSources({ clock, log, outside }: SourcesOptions): Sources {
  const shared = createSharedLookup<ReadonlySet<string>>(clock, LOOKUP_MS);
  return {
    async names(source, address) {
      try {
        const named = await shared(sourceKey(source), async (signal) => {
          const context = { ...outside, signal, now: () => clock.now() };
          return new Set((await ask(source, context)).map((one) => one.toLowerCase()));
        });
        return named.has(address);
      } catch (error) {
        if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
        log("sources.lookup.failed", { what: source.kind, class: error.class });
        throw new TransientError(error.message, { effect: "no", class: error.class, cause: error });
      }
    },
    says: (rule, decides, asked) => askFunction(clock, outside, LOOKUP_MS, rule, decides, asked),
  };
}

const ask: AskSource<Source> = (source, context) => {
  switch (source.kind) {
    case "pagerduty_schedule":
    case "pagerduty_policy":
      return onCallInPagerDuty(source, context);
    case "opsgenie_schedule":
      return onCallInOpsgenie(source, context);
    case "okta_group":
      return membersInOkta(source, context);
    case "google_group":
      return membersInGoogle(source, context);
  }
};
