// The real sources over systems that keep state: what they say of somebody, what they log, and a clock that gives up at once
// where nothing answers. Never reaches anything real.
import type { Source } from "../../../src/domain/source.ts";
import { type Clock, type LogFields, PermanentError, TransientError } from "../../../src/ports.ts";
import { createSources } from "../../../src/sources/sources.ts";
import { FakeOpsgenie, FakePagerDuty } from "../../fakes/on-call-systems.ts";

export class Asked {
  readonly pagerDuty = new FakePagerDuty();
  readonly opsgenie = new FakeOpsgenie();
  readonly secrets: Record<string, string> = {
    PAGERDUTY_TOKEN: this.pagerDuty.token,
    OPSGENIE_KEY: this.opsgenie.key,
  };
  readonly logged: { readonly name: string; readonly fields: LogFields }[] = [];
  /** Whoever waits is told that it took too long. */
  readonly #late = new Set<() => void>();
  readonly limits: number[] = [];
  readonly #clock: Clock = {
    now: () => 0,
    within: (limitMs, work) => {
      this.limits.push(limitMs);
      const stop = new AbortController();
      return new Promise((resolve, reject) => {
        const late = (): void => {
          reject(new TransientError("no answer in time", { effect: "unknown" }));
          stop.abort();
        };
        this.#late.add(late);
        work(stop.signal).then(resolve, reject);
      });
    },
  };
  readonly #sources;

  constructor(elsewhere: (request: Request) => Promise<Response> = async (request) => this.#nobody(request)) {
    this.#sources = createSources({
      clock: this.#clock,
      log: (name, fields) => void this.logged.push({ name, fields }),
      outside: {
        secret: (name) => {
          const value = this.secrets[name];
          if (value === undefined) throw new PermanentError(`the Worker secret ${name} is not set`, { class: "auth" });
          return value;
        },
        fetch: async (request) =>
          (await this.pagerDuty.fetch(request)) ?? (await this.opsgenie.fetch(request)) ?? elsewhere(request),
      },
    });
  }

  names = (source: Source, address: string): Promise<boolean> => this.#sources.names(source, address);

  /** The error's class, where it is one that a rule can live with. */
  async trouble(source: Source): Promise<string> {
    try {
      return `answered ${await this.names(source, "ben@example.com")}`;
    } catch (error) {
      if (!(error instanceof TransientError) || error.effect !== "no") throw error;
      return error.class;
    }
  }

  /** All the time that a lookup may take has passed. */
  runOut(): void {
    for (const late of this.#late) late();
  }

  #nobody({ url }: Request): never {
    throw new TypeError(`nothing is reached from here but the systems: ${url}`);
  }
}
