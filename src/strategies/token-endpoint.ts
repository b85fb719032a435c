// What the strategies that sign in with OAuth 2.0 share: the form that is posted to a token endpoint (RFC 6749, 4.4), and what may
// come back. Never lets a word of the answer into an error.
import * as z from "zod";
import { type StrategyContext, TransientError } from "../ports.ts";
import { Kept } from "./kept.ts";
import { type Answer, ask } from "./outbound.ts";
import { jsonOr, notOfTheForm, readJson } from "./outbound-json.ts";
import { troubleOfStatus } from "./outbound-status.ts";

export interface Token {
  readonly value: string;
  /** Not got for this call. */
  readonly kept: boolean;
}

export interface TokenForm {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, where the endpoint departs from the standard so. */
  readonly asJson?: boolean;
  /** Statuses at which the endpoint says something with a body of its own. */
  readonly says: readonly number[];
  readonly allowLoopback: boolean;
}

export const postForm = (
  { url, form, headers = {}, asJson = false, says, allowLoopback }: TokenForm,
  context: StrategyContext,
): Promise<Answer> =>
  ask(
    {
      method: "POST",
      url,
      headers: {
        accept: "application/json",
        "content-type": asJson ? "application/json" : "application/x-www-form-urlencoded",
        ...headers,
      },
      body: asJson ? JSON.stringify(form) : new URLSearchParams(form).toString(),
      alsoAnswers: says,
      onlyReads: true,
      allowLoopback,
    },
    context,
  );

export const accessToken = z.string().regex(/^[!-~]+$/);
const granted = z.looseObject({
  access_token: accessToken,
  token_type: z.string(),
  /** Seconds. Two days are more than anybody gives. */
  expires_in: z.number().min(1).max(172_800),
});
const refused = z.looseObject({ error: z.string() });

/** The endpoint's own code for what is wrong; empty where it says none. */
export function errorIn(text: string): string {
  const read = refused.safeParse(jsonOr(null, text));
  return read.success ? read.data.error : "";
}

/** A refusal that is none of the endpoint's own. */
export const troubleAt = ({ status, headers }: Answer, now: number): Error =>
  troubleOfStatus(status, headers.get("retry-after"), now, "no") ?? notOfTheForm("no");

/** Bearer tokens of one kind of service, each under a name and for as long as its secret is the same. */
export class BearerTokens {
  readonly #kept = new Kept<string>();
  /** For errors: `Google`. */
  readonly #service: string;
  readonly #refusalOf: (answer: Answer, now: number) => Error;

  constructor(service: string, refusalOf: (answer: Answer, now: number) => Error) {
    this.#service = service;
    this.#refusalOf = refusalOf;
  }

  /** Throws `TransientError` or `PermanentError`, both certainly without effect. */
  async get(name: string, secret: string, ask: () => Promise<TokenForm>, context: StrategyContext): Promise<Token> {
    const known = this.#kept.known(name, secret, context.now());
    if (known !== null) return { value: known, kept: true };
    const answer = await postForm(await ask(), context);
    if (answer.status >= 300) throw this.#refusalOf(answer, context.now());
    const { access_token: value, token_type, expires_in } = readJson(granted, answer.text, "no");
    if (token_type.toLowerCase() !== "bearer") throw ofAnotherType(this.#service);
    this.#kept.keep(name, secret, value, context.now() + expires_in * 1_000);
    return { value, kept: false };
  }

  forget(name: string): void {
    this.#kept.forget(name);
  }
}

export const ofAnotherType = (service: string): TransientError =>
  new TransientError(`${service} gave a token of a type that was not asked for`, { effect: "no", class: "bug" });
