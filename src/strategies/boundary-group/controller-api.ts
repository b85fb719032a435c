// The controller's API as far as one group needs it: who a person is, who is in the group, and one member more or less of the version
// that was read. Never believes a group that is shown in part: its members may be what is left out.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { jsonOr, notOfTheForm, readJson } from "../outbound-json.ts";
import { troubleOfStatus } from "../outbound-status.ts";
import { type TokenSource, withToken } from "../with-token.ts";
import { forgetToken, tokenFor } from "./auth-token.ts";
import { controllerOf, type Settings, userId } from "./settings.ts";

const MAX_BYTES = 1024 * 1024;
const MAX_PAGES = 20;
/** What comes with a word of Boundary's own on it. */
const SAYS = [400, 401, 404, 500] as const;

/** Fields that are always there, unless the role of whoever asks says which are shown. An empty list is left out. */
const group = z.looseObject({
  id: z.string(),
  scope_id: z.string(),
  created_time: z.string(),
  updated_time: z.string(),
  authorized_actions: z.array(z.string()),
  version: z.int().min(1),
  member_ids: z.array(z.string()).default([]),
});
const user = z.looseObject({ id: z.string(), email: z.string().default(""), login_name: z.string().default("") });
const users = z.looseObject({
  items: z.array(user).default([]),
  response_type: z.enum(["delta", "complete"]).optional(),
  list_token: z.string().default(""),
});
const error = z.looseObject({ kind: z.string() });

export type BoundaryGroup = z.output<typeof group>;

interface Call {
  readonly method: "GET" | "POST";
  /** Below the version of the API, with a slash in front. */
  readonly path: string;
  readonly body?: object;
}

export class ControllerApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** The ID of the one user with this address or login name; null where there is none. Throws where there are more. */
  async userCalled(name: string): Promise<string | null> {
    const { scope, match } = this.#settings;
    const found = new Set<string>();
    let after = "";
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const query = new URLSearchParams({ scope_id: scope, filter: `"/item/${match}" == ${JSON.stringify(name)}` });
      if (after !== "") query.set("list_token", after);
      const answer = await this.#call({ method: "GET", path: `/users?${query}` });
      const page = this.#read(users, answer);
      for (const one of page.items) if (one[match] === name) found.add(one.id);
      after = page.list_token;
      if (page.response_type !== "delta" || after === "") return onlyOne(found);
    }
    throw new PermanentError("Boundary's list of users is longer than is read", { class: "impossible" });
  }

  /** Whether there still is such a user. */
  async userIsThere(id: string): Promise<boolean> {
    const answer = await this.#call({ method: "GET", path: `/users/${id}` });
    return !saysNotFound(answer) && this.#read(user, answer).id === id;
  }

  /** Null where there is no such group. */
  async group(): Promise<BoundaryGroup | null> {
    const answer = await this.#call({ method: "GET", path: `/groups/${this.#settings.group}` });
    return saysNotFound(answer) ? null : this.#ours(this.#read(group, answer), "no");
  }

  /** The group as it is then; otherwise how it was refused: that may be for its version, of which Boundary has no word of its own. */
  async change(what: "add" | "remove", id: string, version: number): Promise<BoundaryGroup | Answer> {
    const path = `/groups/${this.#settings.group}:${what}-members`;
    const answer = await this.#call({ method: "POST", path, body: { version, member_ids: [id] } });
    if (answer.status >= 300) return answer;
    return this.#ours(readJson(group, answer.text, "unknown"), "unknown");
  }

  refusal({ status, headers }: Answer): Error {
    return (
      troubleOfStatus(status, headers.get("retry-after"), this.#context.now(), "unknown") ?? notOfTheForm("unknown")
    );
  }

  #ours(found: BoundaryGroup, effect: "no" | "unknown"): BoundaryGroup {
    if (found.id === this.#settings.group) return found;
    throw new TransientError("the target answered with another group than the one asked for", { effect });
  }

  #read<S extends z.ZodType>(schema: S, answer: Answer): z.output<S> {
    if (answer.status < 300) return readJson(schema, answer.text, "no");
    const { status, headers } = answer;
    throw troubleOfStatus(status, headers.get("retry-after"), this.#context.now(), "no") ?? notOfTheForm("no");
  }

  #call(call: Call): Promise<Answer> {
    const source: TokenSource = {
      get: () => tokenFor(this.#settings, this.#context),
      forget: () => forgetToken(this.#settings),
      refuses: (answer) => kindIn(answer) === "Unauthenticated",
    };
    return withToken(source, (token) => this.#send(call, token));
  }

  #send({ method, path, body }: Call, token: string): Promise<Answer> {
    return ask(
      {
        method,
        url: `${controllerOf(this.#settings)}/v1${path}`,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        alsoAnswers: SAYS,
        maxBytes: MAX_BYTES,
        allowLoopback: this.#settings.allowLoopback,
      },
      this.#context,
    );
  }
}

function kindIn({ text }: Answer): string {
  const read = error.safeParse(jsonOr(null, text));
  return read.success ? read.data.kind : "";
}

const saysNotFound = (answer: Answer): boolean => answer.status === 404 && kindIn(answer) === "NotFound";

function onlyOne(found: ReadonlySet<string>): string | null {
  const [id = null, ...others] = found;
  if (others.length > 0) throw new PermanentError("more than one user of Boundary has this address or login name");
  if (id === null || userId.test(id)) return id;
  throw new PermanentError("Boundary gives a user's ID of a form that it does not document", { class: "bug" });
}
