// How Sym speaks to GitHub: as an App's installation or with a token, to one host, following no redirect. "Not found" is an
// answer only where the caller says what it would mean, and never where something else than GitHub says it.
import type * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { readJson } from "../outbound-json.ts";
import { GITHUB_SAYS, saysNotFound, troubleOf } from "./github-answer.ts";
import { HEADERS } from "./headers.ts";
import { forgetToken, installationToken, type Permission } from "./installation-tokens.ts";
import { apiOf, type Connection } from "./settings.ts";

/** A hundred teams, people or repositories. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;
const PAGE = 100;

interface Question {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the API's base: ids and checked names only. */
  readonly path: string;
  readonly body?: object;
  readonly onlyReads?: boolean;
}

export class GithubApi {
  readonly #given: Connection;
  readonly #permission: Permission;
  readonly #context: StrategyContext;

  constructor(given: Connection, permission: Permission, context: StrategyContext) {
    this.#given = given;
    this.#permission = permission;
    this.#context = context;
  }

  /** Null where GitHub itself says that it is not there, or does not show it: what that proves is for the caller to say. */
  async find<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | null> {
    const answer = await this.#asked({ method: "GET", path });
    if (saysNotFound(answer)) return null;
    if (answer.status === 404)
      throw new TransientError("something in front of GitHub does not know what we asked for (HTTP 404)", {
        effect: "no",
      });
    this.#judge(answer, "no");
    return readJson(schema, answer.text, "no");
  }

  /** Throws where it is not there. */
  async read<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    const answer = await this.#asked({ method: "GET", path });
    this.#judge(answer, "no");
    return readJson(schema, answer.text, "no");
  }

  /** The first of a list that fits, from as many pages as are worth the while; null where none of the whole list does. */
  async search<S extends z.ZodType>(
    path: string,
    schema: S,
    fits: (one: z.output<S>) => boolean,
    maxPages: number,
  ): Promise<z.output<S> | null> {
    for (let page = 1; page <= maxPages; page++) {
      const query = `${path.includes("?") ? "&" : "?"}per_page=${PAGE}&page=${page}`;
      const answer = await this.#asked({ method: "GET", path: path + query });
      this.#judge(answer, "no");
      const listed = readJson(schema.array(), answer.text, "no");
      const found = listed.find(fits);
      if (found !== undefined) return found;
      if (listed.length < PAGE) return null;
    }
    throw new PermanentError(`GitHub lists more than ${maxPages * PAGE} of these: nobody can tell what is not in it`);
  }

  /** Believed only where it is answered as GitHub answers it; null where GitHub has nothing to add. */
  async change<S extends z.ZodType>(
    method: "PUT" | "PATCH",
    path: string,
    body: object,
    schema: S,
  ): Promise<z.output<S> | null> {
    const answer = await this.#asked({ method, path, body });
    this.#judge(answer, "unknown");
    return answer.status === 204 ? null : readJson(schema, answer.text, "unknown");
  }

  async remove(path: string): Promise<void> {
    const answer = await this.#asked({ method: "DELETE", path });
    this.#judge(answer, "unknown");
    if (answer.status !== 204)
      throw new TransientError(`GitHub did not say that it is removed (HTTP ${answer.status})`, { effect: "unknown" });
  }

  /** A question in GraphQL: for what REST does not tell. */
  async query<S extends z.ZodType>(query: string, variables: object, schema: S): Promise<z.output<S>> {
    const answer = await this.#asked({
      method: "POST",
      path: "/graphql",
      body: { query, variables },
      onlyReads: true,
    });
    this.#judge(answer, "no");
    return readJson(schema, answer.text, "no");
  }

  /** Whether this App's installation covers every repository of its organisation; false for tokens, which do not say. */
  async coversEveryRepository(): Promise<boolean> {
    const { app } = this.#given;
    if (app === undefined) return false;
    return (await installationToken({ ...this.#given, app }, this.#permission, this.#context)).everyRepository;
  }

  get isApp(): boolean {
    return this.#given.app !== undefined;
  }

  #judge(answer: Answer, effect: "no" | "unknown"): void {
    const trouble = troubleOf(answer, this.#context.now(), effect);
    if (trouble !== null) throw trouble;
  }

  async #asked(question: Question): Promise<Answer> {
    const { app } = this.#given;
    if (app === undefined) return this.#sent(question, this.#context.secret(this.#given.token ?? ""));
    const as = { ...this.#given, app };
    const first = await installationToken(as, this.#permission, this.#context);
    const answer = await this.#sent(question, first.token);
    if (answer.status !== 401 || !first.cached) return answer;
    // Tokens can be withdrawn before they expire; what was answered so has had no effect.
    forgetToken(as, this.#permission);
    return this.#sent(question, (await installationToken(as, this.#permission, this.#context)).token);
  }

  #sent({ method, path, body, onlyReads }: Question, token: string): Promise<Answer> {
    const base = apiOf(this.#given);
    return ask(
      {
        method,
        // Where REST is below /api/v3, GraphQL is beside it.
        url: path === "/graphql" ? `${base.replace(/\/v3$/, "")}/graphql` : base + path,
        headers: {
          ...HEADERS,
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(onlyReads === undefined ? {} : { onlyReads }),
        allowLoopback: this.#given.allowLoopback,
        alsoAnswers: GITHUB_SAYS,
        maxBytes: MAX_PAGE_BYTES,
      },
      this.#context,
    );
  }
}
