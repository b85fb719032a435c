// Calls AWS as whoever the settings say, in the one or the other way that its interfaces have. An error is an answer only where
// the caller says what its code would mean; all others are thrown.
import type * as z from "zod";
import type { StrategyContext } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { readJson } from "../outbound-json.ts";
import { postOf, type Query, readAnswer } from "./query.ts";
import { forgetSession, keyFor } from "./sessions.ts";
import type { Connection } from "./settings.ts";
import { type Post, signedPost } from "./signed-post.ts";
import { type AwsError, errorIn, maybeTheSession, troubleOf } from "./trouble.ts";
import type { Element } from "./xml.ts";

export interface JsonCall<S extends z.ZodType> {
  readonly to: "sso" | "identitystore";
  readonly action: string;
  readonly parameters: object;
  readonly answers: S;
  readonly onlyReads: boolean;
  readonly maxBytes?: number;
}

const TARGETS = { sso: "SWBExternalService", identitystore: "AWSIdentityStore" } as const;

/** What was asked for, or one of the errors that were asked about. */
export type Told<T> = { readonly error: null; readonly value: T } | { readonly error: AwsError };

export class AwsCaller {
  readonly #given: Connection;
  readonly #context: StrategyContext;

  constructor(given: Connection, context: StrategyContext) {
    this.#given = given;
    this.#context = context;
  }

  async query(query: Query, codes: readonly string[] = []): Promise<Told<Element>> {
    return this.#told(await this.#sent(postOf(query)), codes, query.onlyReads, (answer) => readAnswer(query, answer));
  }

  async json<S extends z.ZodType>(
    { to, action, parameters, answers, onlyReads, maxBytes }: JsonCall<S>,
    codes: readonly string[] = [],
  ): Promise<Told<z.output<S>>> {
    const post: Post = {
      to,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${TARGETS[to]}.${action}` },
      body: JSON.stringify(parameters),
      onlyReads,
      ...(maxBytes === undefined ? {} : { maxBytes }),
    };
    const effect = onlyReads ? "no" : "unknown";
    return this.#told(await this.#sent(post), codes, onlyReads, ({ text }) => readJson(answers, text, effect));
  }

  /** For interfaces of a form of their own. */
  async plain(post: Post, codes: readonly string[] = []): Promise<Told<Answer>> {
    return this.#told(await this.#sent(post), codes, post.onlyReads, (answer) => answer);
  }

  #told<T>(answer: Answer, codes: readonly string[], onlyReads: boolean, read: (answer: Answer) => T): Told<T> {
    if (answer.status < 300) return { error: null, value: read(answer) };
    const error = errorIn(answer);
    if (error !== null && codes.includes(error.code)) return { error };
    throw troubleOf(answer, this.#context.now(), onlyReads ? "no" : "unknown");
  }

  async #sent(post: Post): Promise<Answer> {
    const first = await keyFor(this.#given, this.#context);
    const answer = await signedPost(post, this.#given, first, this.#context);
    const error = first.kept && answer.status >= 300 ? errorIn(answer) : null;
    if (error === null || !maybeTheSession(error)) return answer;
    // A session can be ended before its time; what was answered so has had no effect.
    forgetSession(this.#given);
    return signedPost(post, this.#given, await keyFor(this.#given, this.#context), this.#context);
  }
}
