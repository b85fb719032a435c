// Cloudflare's API of Access as far as one group needs it: the group, whether it is still listed, its rules replaced, and a person's
// sessions ended. Absence is believed only where the list of groups shows it too. Never sends a list that was not read just before.
import * as z from "zod";
import { type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { notOfTheForm, readJson } from "../outbound-json.ts";
import { troubleOfStatus } from "../outbound-status.ts";
import { type Rule, rule } from "./rules.ts";
import { accessOf, type Settings } from "./settings.ts";

/** A group of some ten thousand addresses. */
const MAX_BYTES = 1024 * 1024;
const PAGE = 20;
/** More groups than an account may have. */
const MAX_PAGES = 50;

const rules = z
  .array(rule)
  .nullish()
  .transform((list): readonly Rule[] => list ?? []);
const group = z.looseObject({
  id: z.string(),
  name: z.string(),
  include: rules,
  exclude: rules,
  require: rules,
  is_default: z.unknown().optional(),
});
const one = z.looseObject({ success: z.literal(true), result: group });
const page = z.looseObject({
  success: z.literal(true),
  result: z.array(z.looseObject({ id: z.string() })),
  result_info: z.looseObject({ total_count: z.int().nonnegative() }),
});
const ended = z.looseObject({ success: z.literal(true), result: z.literal(true) });

export type AccessGroup = z.output<typeof group>;

interface Call {
  readonly method: "GET" | "PUT" | "POST";
  /** Below the account's Access, with a slash in front. */
  readonly path: string;
  readonly body?: object;
  readonly alsoAnswers?: readonly number[];
}

export class AccessApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** Null where there is no such group. */
  async group(): Promise<AccessGroup | null> {
    const answer = await this.#call({ method: "GET", path: this.#path(), alsoAnswers: [404] });
    if (answer.status === 404) return this.#isGone(answer);
    return this.#ours(readJson(one, answer.text, "no").result, "no");
  }

  /** The group as it is then. */
  async replace({ name, exclude, require, is_default }: AccessGroup, include: readonly Rule[]): Promise<AccessGroup> {
    const wasDefault = typeof is_default === "boolean" ? { is_default } : {};
    const body = { name, include, exclude, require, ...wasDefault };
    const answer = await this.#call({ method: "PUT", path: this.#path(), body });
    return this.#ours(readJson(one, answer.text, "unknown").result, "unknown");
  }

  /** At every application behind Access of the account. */
  async endSessions(email: string): Promise<void> {
    const answer = await this.#call({ method: "POST", path: "/organizations/revoke_user", body: { email } });
    readJson(ended, answer.text, "unknown");
  }

  readonly #path = (): string => `/groups/${this.#settings.group}`;

  #ours(found: AccessGroup, effect: "no" | "unknown"): AccessGroup {
    if (found.id === this.#settings.group) return found;
    throw new TransientError("the target answered with another group than the one asked for", { effect });
  }

  /** A mistyped account and a mistyped address answer 404 too; only a list without the group says that it is gone. */
  async #isGone(answer: Answer): Promise<null> {
    let seen = 0;
    for (let number = 1; number <= MAX_PAGES; number += 1) {
      const listed = await this.#call({ method: "GET", path: `/groups?page=${number}&per_page=${PAGE}` });
      const { result, result_info } = readJson(page, listed.text, "no");
      if (result.some(({ id }) => id === this.#settings.group))
        throw new TransientError("Cloudflare lists a group that it does not find", { effect: "no" });
      seen += result.length;
      if (seen >= result_info.total_count) return null;
      if (result.length === 0) break;
    }
    throw troubleOfStatus(answer.status, null, this.#context.now(), "no") ?? notOfTheForm("no");
  }

  #call({ path, body, ...call }: Call): Promise<Answer> {
    return ask(
      {
        ...call,
        url: accessOf(this.#settings) + path,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${this.#context.secret(this.#settings.token)}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        maxBytes: MAX_BYTES,
        allowLoopback: this.#settings.allowLoopback,
      },
      this.#context,
    );
  }
}
