// What the settings of all strategies share. Settings are checked when a Flow is defined and again at every call, because
// a stored request can be older than the code that ends it. Never holds a secret, only the name of one.
import * as z from "zod";
import type { TargetLimits } from "../domain/turn.ts";
import { PermanentError } from "../ports.ts";
import { baseUrl, refusalOfBase } from "./outbound-url.ts";

/** Name of a Worker secret, such as `ORDERS_DB_URL`. */
export const secretName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, "must be the name of a Worker secret: capitals, digits and _");

/** A name of one's own for a server, the same wherever the same server is meant: it tells one access from another. */
export const clusterName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, "must be a short name: small letters, digits, _ . and -");

export const emailDomain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a domain in small letters");

/** How often the target may be called, as it publishes it. Left out: as often as there is something to do. */
export const limits = z
  .strictObject({
    /** Calls a second, all Targets together that share the limit; below 1 for limits by the minute. */
    perSecond: z.number().min(0.01).max(1_000),
    /** Calls at the same time. */
    outstanding: z.int().min(1).max(1_000).optional(),
  })
  .optional();

/** Where a vendor has one address for everybody: another one, for tests. */
export const elsewhere = {
  /** In place of the vendor's own addresses. For tests. */
  endpoint: z.string().optional(),
  /** Lets `endpoint` be `http://` on this machine. For tests. */
  allowLoopback: z.boolean().default(false),
} as const;

interface Elsewhere {
  readonly endpoint?: string | undefined;
  readonly allowLoopback: boolean;
}

/** For `superRefine`. */
export function checkElsewhere(given: Elsewhere, check: z.core.$RefinementCtx): void {
  const refusal = given.endpoint === undefined ? null : refusalOfBase(given.endpoint, given.allowLoopback);
  if (refusal !== null) check.addIssue({ code: "custom", path: ["endpoint"], message: refusal, input: given });
}

/** Without the slash at its end. */
export const originAt = ({ endpoint }: Pick<Elsewhere, "endpoint">, host: string): string =>
  endpoint === undefined ? `https://${host}` : baseUrl(endpoint);

/** `of`: what shares the limits. */
export const publishedLimits = (of: string, given: z.output<typeof limits>): TargetLimits | null =>
  given === undefined ? null : { of, perSecond: given.perSecond, outstanding: given.outstanding ?? null };

/** Throws `PermanentError` where stored settings do not fit the strategy of today. */
export function settingsOf<S extends z.ZodType>(schema: S, settings: unknown): z.output<S> {
  const read = schema.safeParse(settings);
  if (read.success) return read.data;
  throw new PermanentError("the stored settings of this target do not fit its strategy any more");
}
