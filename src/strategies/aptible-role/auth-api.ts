// Aptible's Auth API as far as one role needs it: who a person is, which memberships of the role are theirs, and one more or less.
// Never follows an address that an answer names, and believes no list that says that it goes on.
import * as z from "zod";
import { type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { jsonOr, notOfTheForm, readJson } from "../outbound-json.ts";
import { troubleOfStatus } from "../outbound-status.ts";
import { type TokenSource, withToken } from "../with-token.ts";
import { forgetToken, tokenFor } from "./auth-token.ts";
import { authOf, plainId, type Settings } from "./settings.ts";

const MAX_BYTES = 2 * 1024 * 1024;

const id = z.union([z.string(), z.int()]).transform(String).pipe(z.string().regex(plainId));
const membership = z.looseObject({ id, _links: z.looseObject({ user: z.looseObject({ href: z.string() }) }) });
const whole = { _links: z.looseObject({ next: z.unknown().optional() }).optional() };
const memberships = z.looseObject({ ...whole, _embedded: z.looseObject({ memberships: z.array(membership) }) });
const users = z.looseObject({
  ...whole,
  _embedded: z.looseObject({ users: z.array(z.looseObject({ id, email: z.string() })) }),
});
const roles = z.looseObject({ ...whole, _embedded: z.looseObject({ roles: z.array(z.looseObject({ id })) }) });

/** Of every error of Aptible's own. */
const error = z.looseObject({ message: z.string() });

interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  /** With a slash in front. */
  readonly path: string;
  readonly body?: object;
}

export class AuthApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** Ids of the organization's users with this address. */
  async usersWith(email: string): Promise<readonly string[]> {
    const { _embedded } = await this.#list(users, `/organizations/${this.#settings.organization}/users`);
    return _embedded.users.filter((user) => user.email.toLowerCase() === email).map((user) => user.id);
  }

  async hasUser(wanted: string): Promise<boolean> {
    const { _embedded } = await this.#list(users, `/organizations/${this.#settings.organization}/users`);
    return _embedded.users.some((user) => user.id === wanted);
  }

  /** Ids of the person's memberships of the role; null where the role is gone. */
  async membershipsOf(user: string): Promise<readonly string[] | null> {
    const answer = await this.#call({ method: "GET", path: this.#path() });
    if (answer.status === 404) return this.#isGone(answer);
    const { _embedded } = this.#whole(memberships, answer);
    return _embedded.memberships.filter(({ _links }) => userIn(_links.user.href) === user).map((one) => one.id);
  }

  async add(user: string): Promise<void> {
    const body = { user_url: `${authOf(this.#settings)}/users/${user}` };
    const answer = await this.#call({ method: "POST", path: this.#path(), body });
    if (answer.status >= 300) throw this.#trouble(answer, "unknown");
    if (userIn(readJson(membership, answer.text, "unknown")._links.user.href) !== user) throw notOfTheForm("unknown");
  }

  /** Gone already is the same; the list is to be looked at in either case. */
  async remove(one: string): Promise<void> {
    const answer = await this.#call({ method: "DELETE", path: `/memberships/${one}` });
    if (answer.status >= 300 && answer.status !== 404) throw this.#trouble(answer, "unknown");
  }

  readonly #path = (): string => `/roles/${this.#settings.role}/memberships`;

  /** Only a list of roles without it says that it is gone. */
  async #isGone(answer: Answer): Promise<null> {
    const { organization, role } = this.#settings;
    const { _embedded } = await this.#list(roles, `/organizations/${organization}/roles`);
    if (_embedded.roles.every((one) => one.id.toLowerCase() !== role.toLowerCase())) return null;
    throw this.#trouble(answer, "no");
  }

  async #list<S extends z.ZodType<{ _links?: { next?: unknown } | undefined }>>(
    schema: S,
    path: string,
  ): Promise<z.output<S>> {
    return this.#whole(schema, await this.#call({ method: "GET", path }));
  }

  #whole<S extends z.ZodType<{ _links?: { next?: unknown } | undefined }>>(schema: S, answer: Answer): z.output<S> {
    if (answer.status >= 300) throw this.#trouble(answer, "no");
    const read = readJson(schema, answer.text, "no");
    if (read._links?.next === undefined || read._links.next === null) return read;
    throw new TransientError("the target's list goes on, which it does not document", { effect: "no", class: "bug" });
  }

  #trouble({ status, headers }: Answer, effect: "no" | "unknown"): Error {
    return troubleOfStatus(status, headers.get("retry-after"), this.#context.now(), effect) ?? notOfTheForm(effect);
  }

  #call(call: Call): Promise<Answer> {
    const source: TokenSource = {
      get: () => tokenFor(this.#settings, this.#context),
      forget: () => forgetToken(this.#settings),
      refuses: ({ text }) => error.safeParse(jsonOr(null, text)).success,
    };
    return withToken(source, (token) => this.#send(call, token));
  }

  #send({ method, path, body }: Call, token: string): Promise<Answer> {
    return ask(
      {
        method,
        url: authOf(this.#settings) + path,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
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

/** The last part of the address of a user; empty where that is no id. */
function userIn(href: string): string {
  const last = /\/users\/([^/?#]+)$/.exec(href)?.[1] ?? "";
  return plainId.test(last) ? last : "";
}
