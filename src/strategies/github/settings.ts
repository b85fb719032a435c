// What all Targets at GitHub share: which GitHub, and as whom Sym speaks to it. Never a secret, only its name.
import * as z from "zod";
import type { TargetLimits } from "../../domain/turn.ts";
import { baseUrl, refusalOfBase } from "../outbound-url.ts";
import { limits, publishedLimits, secretName } from "../settings.ts";

/** Names can change and be given to somebody else; ids stay. */
export const githubId = z.int("must be the number that GitHub gives, not a name").min(1);

const app = z.strictObject({
  /** The App's id, or its client id. */
  id: z.union([githubId, z.string().regex(/^Iv[A-Za-z0-9.]{1,60}$/, "must be an App id or a client id")]),
  /** The id at the end of the address of the App's installation. */
  installation: githubId,
  /** Name of the Worker secret with the App's private key, as GitHub lets you download it. */
  key: secretName,
});

export const connection = {
  /** The GitHub App that Sym acts as. */
  app: app.optional(),
  /** Instead of an App: name of the Worker secret with a fine-grained personal access token. */
  token: secretName.optional(),
  /** Where the REST API is. Default: `https://api.github.com`. */
  apiUrl: z.string().default("https://api.github.com"),
  /** Other limits than those that GitHub publishes. */
  limits,
  /** Lets `apiUrl` be `http://` on this machine. For tests. */
  allowLoopback: z.boolean().default(false),
} as const;

export interface Connection {
  readonly app?: z.output<typeof app> | undefined;
  readonly token?: string | undefined;
  readonly apiUrl: string;
  readonly limits?: z.output<typeof limits>;
  readonly allowLoopback: boolean;
}

/** What is wrong with the connection as a whole, for `superRefine`. */
export function checkConnection(given: Connection, check: z.core.$RefinementCtx): void {
  const { apiUrl, allowLoopback } = given;
  const refusal = refusalOfBase(apiUrl, allowLoopback);
  if (refusal !== null) check.addIssue({ code: "custom", path: ["apiUrl"], message: refusal, input: given });
  if ((given.app === undefined) === (given.token === undefined))
    check.addIssue({ code: "custom", path: ["app"], message: "say either app or token", input: given });
}

export const apiOf = ({ apiUrl }: Connection): string => baseUrl(apiUrl);
export const hostOf = ({ apiUrl }: Connection): string => new URL(apiUrl).host;

/** Logins are one and the same for all organisations of one GitHub. */
export const realmOf = (given: Connection): string => `github ${hostOf(given)}`;

export const secretsOf = ({ app: given, token }: Connection): readonly string[] => [given?.key ?? token ?? ""];

/**
 * Of 900 points a minute, a call here takes ten at the most, and each of the two strategies at GitHub has a gate of its own.
 * Of the requests of an hour it could take more than there are: then GitHub says until when to wait.
 */
const PUBLISHED = { perSecond: 0.7, outstanding: 10 } as const;

export const limitsOf = (given: Connection): TargetLimits | null =>
  publishedLimits(
    `${hostOf(given)} ${given.app ? `installation ${given.app.installation}` : (given.token ?? "")}`,
    given.limits ?? PUBLISHED,
  );
