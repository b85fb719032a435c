// AWS Lambda of our own, as far as calling functions goes, and a function of somebody's own in it that keeps who has access. Answers
// as AWS documents it: 200 also where the function threw. Shares no code with the strategy.
import { ACCOUNT, SAYS } from "./account.ts";

export const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:sym-access`;

type Handler = (event: unknown) => unknown;

interface Deployed {
  readonly handler: Handler;
  readonly aliases: readonly string[];
}

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const MAX_PAYLOAD = 6 * 1024 * 1024;

export class FakeLambda {
  readonly functions = new Map<string, Deployed>();
  /** In the next call that is no dry run: the code and the status of an error. */
  fails: { readonly code: string; readonly status: number } | null = null;

  /** Null where this is no call of the interface. */
  async answer(request: Request, body: string): Promise<Response | null> {
    const url = new URL(request.url);
    const name = PATH.exec(url.pathname)?.[1];
    if (name === undefined) return null;
    const found = this.functions.get(decodeURIComponent(name));
    const qualifier = url.searchParams.get("Qualifier");
    if (found === undefined || (qualifier !== null && !found.aliases.includes(qualifier)))
      return refusal("ResourceNotFoundException", 404);
    const type = request.headers.get("x-amz-invocation-type");
    if (type === "DryRun") return new Response(null, { status: 204 });
    if (this.fails !== null) {
      const { code, status } = this.fails;
      this.fails = null;
      return refusal(code, status);
    }
    if (type !== "RequestResponse") return refusal("InvalidParameterValueException", 400);
    if (body.length > MAX_PAYLOAD) return refusal("RequestTooLargeException", 413);
    return run(found.handler, body);
  }
}

async function run(handler: Handler, body: string): Promise<Response> {
  const version = { "x-amz-executed-version": "$LATEST" };
  try {
    return Response.json((await handler(JSON.parse(body))) ?? null, { headers: version });
  } catch {
    const failed = { errorMessage: SAYS, errorType: "Error", trace: [SAYS] };
    return Response.json(failed, { headers: { ...version, "x-amz-function-error": "Unhandled" } });
  }
}

export const refusal = (code: string, status: number): Response =>
  Response.json(
    { Type: "User", Message: SAYS },
    { status, headers: { "x-amzn-errortype": `${code}:http://internal.amazon.com/coral/com.amazonaws.awsgirapi/` } },
  );

interface Event {
  readonly action: string;
  readonly account: { readonly id: string };
  readonly level: string;
  readonly data: unknown;
  readonly idempotency_key: string;
}

/** What somebody would write from docs/targets/aws_lambda.md, and strict about what it is told. */
export class AccessFunction {
  readonly #has = new Map<string, string>();
  readonly inherited = new Map<string, string>();
  readonly told: Event[] = [];
  gone = false;

  levelOf(account: string, data: unknown = {}): string | null {
    return this.#has.get(JSON.stringify([account, data])) ?? null;
  }

  handler(given: unknown): unknown {
    const event = given as Event;
    const { action, account, level, data, idempotency_key: key } = event;
    if (Object.keys(event).join() !== "action,account,level,data,idempotency_key" || key === "") throw new Error(SAYS);
    this.told.push(event);
    const slot = JSON.stringify([account.id, data]);
    if (action === "inspect")
      return { level: this.gone ? null : this.levelOf(account.id, data), inherited: this.inherited.get(account.id) };
    if (action === "revoke") this.#has.delete(slot);
    else if (action !== "grant") throw new Error(SAYS);
    else if (this.gone) return { ok: false, why: SAYS };
    else this.#has.set(slot, level);
    return { ok: true };
  }
}
