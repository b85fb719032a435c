// Calls an org as whoever the settings say: with an API token, or with a token of a service app that is fetched once, before
// the first call. Never sends either anywhere but to the org.
import { PermanentError, type StrategyContext } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { type Token, tokenFor } from "./app-token.ts";
import { READ_STATUSES } from "./okta-status.ts";
import { originOf, type Settings } from "./settings.ts";

export interface OktaCall {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Below the org, with a slash in front. */
  readonly path: string;
  readonly maxBytes?: number;
}

export class OktaCaller {
  readonly #settings: Settings;
  readonly #context: StrategyContext;
  #token: Promise<Token> | null = null;
  #nonce: string | null = null;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** The answer, where it is a success or one of `READ_STATUSES`. */
  async call(call: OktaCall): Promise<Answer> {
    const { serviceApp } = this.#settings;
    if (serviceApp === undefined) return this.#send(call, { authorization: `SSWS ${this.#apiToken()}` }, []);
    this.#token ??= tokenFor(this.#settings, serviceApp, this.#context);
    const token = await this.#token;
    if (token.proofKey === null) return this.#send(call, { authorization: `Bearer ${token.value}` }, []);
    const answer = await this.#send(call, await this.#proven(call, token), [400, 401]);
    const nonce = answer.headers.get("dpop-nonce");
    const asksForNonce = (answer.status === 400 || answer.status === 401) && nonce !== null && nonce !== this.#nonce;
    this.#nonce = nonce ?? this.#nonce;
    if (answer.status !== 400 && answer.status !== 401) return answer;
    if (asksForNonce) return this.#send(call, await this.#proven(call, token), []);
    throw new PermanentError(`the org does not accept the service app's token (HTTP ${answer.status})`, {
      class: "auth",
    });
  }

  async #proven({ method, path }: OktaCall, { value, proofKey }: Token): Promise<Record<string, string>> {
    const url = originOf(this.#settings) + path;
    return {
      authorization: `DPoP ${value}`,
      dpop: (await proofKey?.proofFor(method, url, this.#nonce, value)) ?? "",
    };
  }

  #send(call: OktaCall, headers: Readonly<Record<string, string>>, alsoAnswers: readonly number[]): Promise<Answer> {
    const { path, ...asking } = call;
    return ask(
      {
        ...asking,
        url: originOf(this.#settings) + path,
        headers: { accept: "application/json", ...headers },
        alsoAnswers: [...READ_STATUSES, ...alsoAnswers],
        allowLoopback: this.#settings.allowLoopback,
      },
      this.#context,
    );
  }

  #apiToken(): string {
    const { apiToken } = this.#settings;
    const token = apiToken === undefined ? "" : this.#context.secret(apiToken).trim();
    if (/^[!-~]+$/.test(token)) return token;
    throw new PermanentError("the secret with the API token is empty, or holds what no token holds", { class: "auth" });
  }
}
