// What an implementer writes to give access at whatever has no strategy of its own: two functions, settings with types and,
// where it can be done, a third function that reads back. Holds no behaviour.
import type * as z from "zod";
import type { Account } from "../../domain/access.ts";
import type { TroubleClass } from "../../domain/trouble.ts";
import type { TargetLimits } from "../../domain/turn.ts";

/** One access: whose, at which level, where. `ids`: as the last read-back gave them, stored before the first grant. */
export interface CustomCall<Settings, Level extends string = string> {
  readonly settings: Settings;
  readonly account: Account;
  readonly level: Level;
  readonly ids: Readonly<Record<string, string>>;
  /** The same for every attempt at one intent. */
  readonly idempotencyKey: string;
}

export interface CustomRequest {
  readonly url: string;
  /** Default: `POST`. */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Statuses besides 2xx that mean something only together with what they say. All others are thrown as trouble. */
  readonly alsoAnswers?: readonly number[];
  /** Changes nothing at the target although its method is not GET: a sign-in, a search. */
  readonly onlyReads?: boolean;
  /** Lets the URL be `http://` on this machine. For tests. */
  readonly allowLoopback?: boolean;
}

/** `json`: null where the text is none. Nothing in it is checked: do that before you believe it. */
export interface CustomAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** The way out. Everything that it throws is for the engine: let it pass. */
export interface CustomOutside {
  /** https to public names only, no redirects, 20 seconds, 64 KB. Throws where the answer is trouble. */
  request(request: CustomRequest): Promise<CustomAnswer>;
  /** A Worker secret by name: one of those that `secrets` names. */
  secret(name: string): string;
  /** Epoch milliseconds. */
  now(): number;
  /** Certainly nothing was done, and nothing will be until people change something. `words`: yours, never the target's. */
  refuse(words: string, trouble?: TroubleClass): never;
  /** It may work later, and may have been done. `words`: yours, never the target's. */
  tryLater(words: string): never;
}

/** What is there: a level, null for none, or more than that. */
export type CustomReading<Level extends string = string> =
  | Level
  | null
  | {
      readonly level: Level | null;
      /** Access that comes from elsewhere, such as a parent group. */
      readonly inherited?: string | null;
      /** Ids that the target itself uses, if names can come to mean somebody else. */
      readonly ids?: Readonly<Record<string, string>>;
    };

export interface CustomDefinition<
  Schema extends z.ZodType = z.ZodType,
  Levels extends readonly string[] = readonly string[],
> {
  /** Lower-case letters, digits and `_`. Never change it: it is what requests keep. */
  readonly type: string;
  /** Weakest to strongest. Default: `access` alone. */
  readonly levels?: Levels;
  /** A zod schema of plain data: what a Target says. It holds names of secrets, never a secret. */
  readonly settings: Schema;
  /** Settings that a field of a form may say: see `fromField`. Encode them wherever you put them. Default: none. */
  readonly bindable?: readonly string[];
  /** Names of the Worker secrets that it reads. Default: none. */
  secrets?(settings: z.output<Schema>): readonly string[];
  /**
   * What the target stores once for one account, in its own ids: two Targets with the same are one access. Default: all the
   * settings, and the account's id.
   */
  slot?(settings: z.output<Schema>, account: Account): readonly string[];
  /** The set of accounts that its Targets share: who is linked to one at one Target is at all of them. Default: the Target alone. */
  realm?(settings: z.output<Schema>): string;
  /** Sets exactly this level; again is success. */
  grant(call: CustomCall<z.output<Schema>, Levels[number]>, outside: CustomOutside): Promise<void>;
  /** Absent is success. */
  revoke(call: CustomCall<z.output<Schema>, Levels[number]>, outside: CustomOutside): Promise<void>;
  /** Without it card and record say "unverified", and a Target has to accept that an end also removes standing access. */
  inspect?(
    call: CustomCall<z.output<Schema>, Levels[number]>,
    outside: CustomOutside,
  ): Promise<CustomReading<Levels[number]>>;
  /** How often the target may be called with these settings. Default: as often as there is something to do. */
  limits?(settings: z.output<Schema>): TargetLimits | null;
  /**
   * Where the target only lets a whole list be replaced: which list, in its own ids. Of all changes to one list, one is made at a
   * time. Default: a change touches nothing but its own slot.
   */
  lane?(settings: z.output<Schema>): string | null;
  /** What outlives a revoke, in words for the card. Default: nothing that Sym knows of. */
  readonly outlives?: string;
}
