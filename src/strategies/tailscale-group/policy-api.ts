// Tailscale's API as far as one group needs it: the policy file read, and replaced where it is still the one that was read. Never sends
// a file without the ETag of what it was made of.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { jsonOr, notOfTheForm } from "../outbound-json.ts";
import { type TokenSource, withToken } from "../with-token.ts";
import { forgetToken, tokenFor } from "./api-token.ts";
import { apiOf, type Settings } from "./settings.ts";

const MAX_BYTES = 1024 * 1024;
const TYPE = "application/hujson";

/** Of every error of Tailscale's own. */
const error = z.looseObject({ message: z.string() });

export interface PolicyFile {
  readonly text: string;
  /** Without quotes. */
  readonly etag: string;
}

export class PolicyApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  async read(): Promise<PolicyFile> {
    const { text, headers } = await this.#call({ method: "GET", alsoAnswers: [] });
    const etag = (headers.get("etag") ?? "").replace(/^W\//, "").replaceAll('"', "");
    // Whatever else stands in between has none.
    if (!/^[!#-~]{1,200}$/.test(etag)) throw notOfTheForm("no");
    return { text, etag };
  }

  /** The file as it is then; null where it was changed since it was read. */
  async replace({ etag }: PolicyFile, text: string): Promise<string | null> {
    const answer = await this.#call({ method: "POST", body: text, ifMatch: `"${etag}"`, alsoAnswers: [400, 412] });
    if (answer.status === 412) return null;
    if (answer.status !== 400) return answer.text;
    throw new PermanentError("Tailscale refuses the policy file with this change, perhaps for a test that it holds", {
      class: "impossible",
    });
  }

  #call(call: Call): Promise<Answer> {
    const source: TokenSource = {
      get: () => tokenFor(this.#settings, this.#context),
      forget: () => forgetToken(this.#settings),
      refuses: ({ text }) => error.safeParse(jsonOr(null, text)).success,
    };
    return withToken(source, (token) => this.#send(call, token));
  }

  #send({ method, body, ifMatch, alsoAnswers }: Call, token: string): Promise<Answer> {
    const { tailnet, allowLoopback } = this.#settings;
    return ask(
      {
        method,
        url: `${apiOf(this.#settings)}/tailnet/${encodeURIComponent(tailnet)}/acl`,
        headers: {
          accept: TYPE,
          authorization: `Bearer ${token}`,
          ...(ifMatch === undefined ? {} : { "content-type": TYPE, "if-match": ifMatch }),
        },
        ...(body === undefined ? {} : { body }),
        alsoAnswers: [401, ...alsoAnswers],
        maxBytes: MAX_BYTES,
        allowLoopback,
      },
      this.#context,
    );
  }
}

interface Call {
  readonly method: "GET" | "POST";
  readonly body?: string;
  readonly ifMatch?: string;
  readonly alsoAnswers: readonly number[];
}

export const changedMeanwhile = (): TransientError =>
  new TransientError("the policy file was changed by others in the same moment", { effect: "no" });
