// One call of AWS: a POST that bears its time and a signature over all of it (Signature Version 4), at the time that the caller
// says. Keeps no key.
import { AwsV4Signer } from "aws4fetch";
import type { StrategyContext } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import type { AwsInterface } from "./hosts.ts";
import { addressOf, type Connection } from "./settings.ts";
import { CODED_STATUSES } from "./trouble.ts";

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role's session. */
  readonly sessionToken?: string;
}

export interface Post {
  readonly to: AwsInterface;
  /** Below the address, encoded, without a slash in front, with the query; left out where there is only one. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Changes nothing at AWS. */
  readonly onlyReads: boolean;
  readonly maxBytes?: number;
}

/** The answer, where it is a success or may hold an error's code. Throws `TransientError` or `PermanentError`. */
export async function signedPost(post: Post, given: Connection, key: Key, context: StrategyContext): Promise<Answer> {
  const { url: base, region } = addressOf(post.to, given);
  const url = base + (post.path ?? "");
  const { headers } = await new AwsV4Signer({
    method: "POST",
    url,
    headers: post.headers,
    body: post.body,
    ...key,
    service: post.to,
    region,
    datetime: new Date(context.now()).toISOString().replace(/[:-]|\.\d{3}/g, ""),
    // Also those that it leaves out by itself, the type of what is sent among them.
    allHeaders: true,
  }).sign();
  return ask(
    {
      method: "POST",
      url,
      headers: Object.fromEntries(headers),
      body: post.body,
      alsoAnswers: CODED_STATUSES,
      onlyReads: post.onlyReads,
      ...(post.maxBytes === undefined ? {} : { maxBytes: post.maxBytes }),
      allowLoopback: given.allowLoopback,
    },
    context,
  );
}
