// OneLogin's API as far as one role needs it: who a person is, who has the role and who is its admin, and one of either more or less.
// Lists are read to their end. Absence is believed only where OneLogin says it with its own word.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { jsonOr, notOfTheForm, readJson } from "../outbound-json.ts";
import { troubleOfStatus } from "../outbound-status.ts";
import { type TokenSource, withToken } from "../with-token.ts";
import { forgetToken, tokenFor } from "./api-token.ts";
import { accountOf, type Settings } from "./settings.ts";

/** As many as OneLogin gives; a role of 5,000 is more than is read. */
const PAGE = 100;
const MAX_PAGES = 50;
const MAX_BYTES = 512 * 1024;

const user = z.looseObject({ id: z.int().positive(), email: z.string().nullish(), status: z.int().nullish() });
const users = z.array(user);
const people = z.array(z.looseObject({ id: z.int().positive() }));
const role = z.looseObject({ id: z.int().positive() });
const error = z.looseObject({ name: z.string(), statusCode: z.number() });

export type OneloginUser = z.output<typeof user>;
/** The two lists of a role. */
export type List = "users" | "admins";

interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the version of the API, with a slash in front. */
  readonly path: string;
  readonly body?: readonly number[];
}

export class RoleApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** Null where there is no such user. */
  async user(id: number): Promise<OneloginUser | null> {
    const answer = await this.#call({ method: "GET", path: `/users/${id}` });
    if (saysNotFound(answer)) return null;
    const found = this.#success(user, answer, "no");
    if (found.id === id) return found;
    throw new TransientError("the target answered with another user than the one asked for", { effect: "no" });
  }

  /** All whose address this is: OneLogin does not see to it that there is one. */
  async usersWith(email: string): Promise<readonly OneloginUser[]> {
    const path = `/users?${new URLSearchParams({ email, limit: String(PAGE) })}`;
    return this.#success(users, await this.#call({ method: "GET", path }), "no");
  }

  /** Whether the person is on the list; null where the role is gone. */
  async has(list: List, id: number): Promise<boolean | null> {
    let seen = 0;
    let after = "";
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(after === "" ? {} : { cursor: after }) });
      const answer = await this.#call({ method: "GET", path: `${this.#role()}/${list}?${query}` });
      if (saysNotFound(answer)) return this.#isGone();
      const page = this.#success(people, answer, "no");
      if (page.some((one) => one.id === id)) return true;
      seen += page.length;
      after = answer.headers.get("after-cursor") ?? "";
      if (after === "") return this.#wasAll(seen, answer);
    }
    throw new PermanentError("the role's list is longer than is read: 5,000 people", { class: "impossible" });
  }

  async add(list: List, id: number): Promise<void> {
    const answer = await this.#call({ method: "POST", path: `${this.#role()}/${list}`, body: [id] });
    const added = this.#success(people, answer, "unknown");
    // Whatever else stands in between may answer 200 to anything.
    if (!added.some((one) => one.id === id)) throw notOfTheForm("unknown");
  }

  /** False where OneLogin does not find the role, or them on the list. */
  async remove(list: List, id: number): Promise<boolean> {
    const answer = await this.#call({ method: "DELETE", path: `${this.#role()}/${list}`, body: [id] });
    if (saysNotFound(answer)) return false;
    if (answer.status === 204) return true;
    throw answer.status < 300 ? notOfTheForm("unknown") : this.#trouble(answer, "unknown");
  }

  readonly #role = (): string => `/roles/${this.#settings.role}`;

  /** A list that breaks off, or whose mark for more was lost on the way, proves nothing. */
  #wasAll(seen: number, { headers }: Answer): false {
    const total = headers.get("total-count") ?? "";
    if (!/^\d+$/.test(total) || seen >= Number(total)) return false;
    throw new TransientError("the target's list ends before all of it has come", { effect: "no" });
  }

  async #isGone(): Promise<null> {
    const answer = await this.#call({ method: "GET", path: this.#role() });
    if (saysNotFound(answer)) return null;
    this.#success(role, answer, "no");
    throw new TransientError("OneLogin shows a role whose list it does not find", { effect: "no" });
  }

  #success<S extends z.ZodType>(schema: S, answer: Answer, effect: "no" | "unknown"): z.output<S> {
    if (answer.status < 300) return readJson(schema, answer.text, effect);
    throw this.#trouble(answer, effect);
  }

  #trouble({ status, headers }: Answer, effect: "no" | "unknown"): Error {
    return troubleOfStatus(status, headers.get("retry-after"), this.#context.now(), effect) ?? notOfTheForm(effect);
  }

  #call(call: Call): Promise<Answer> {
    const source: TokenSource = {
      get: () => tokenFor(this.#settings, this.#context),
      forget: () => forgetToken(this.#settings),
      refuses: (answer) => nameIn(answer) === "UnauthorizedError",
    };
    return withToken(source, (token) => this.#send(call, token));
  }

  #send({ method, path, body }: Call, token: string): Promise<Answer> {
    return ask(
      {
        method,
        url: `${accountOf(this.#settings)}/api/2${path}`,
        headers: {
          accept: "application/json",
          authorization: `bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        alsoAnswers: [401, 404],
        maxBytes: MAX_BYTES,
        allowLoopback: this.#settings.allowLoopback,
      },
      this.#context,
    );
  }
}

function nameIn({ text }: Answer): string {
  const read = error.safeParse(jsonOr(null, text));
  return read.success ? read.data.name : "";
}

const saysNotFound = (answer: Answer): boolean => answer.status === 404 && nameIn(answer) === "NotFoundError";
