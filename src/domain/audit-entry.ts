// What the audit trail keeps beside the events of requests: refusals and failures, which change nothing. Ids, names of ours
// and counts alone; never a reason, an e-mail or a token.
import { hashOf, type Json } from "./canonical.ts";
import { type Actor, type PersonKey, personKey } from "./person.ts";
import type { RequestState } from "./request.ts";

/** Who was refused, or what failed. A payload whose sender cannot be read was met by the front door. */
export type Witnessed = Actor | { readonly kind: "system"; readonly name: "front" | "messenger" };

export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly actor: Witnessed;
  /** What was asked for, or tried: `approve`, `target_grant`, `deliver_card`. */
  readonly action: string;
  readonly request: string | null;
  /** Of the slot's key, which holds an account's name: the first digits of its hash. */
  readonly slot: string | null;
  /** Name of the refusal, or class of the failure. */
  readonly result: string;
  /** Nothing changes by what is kept here, so one state says how it stood before and after; null where none is known. */
  readonly state: RequestState | null;
  readonly evidence: { readonly [name: string]: Json };
}

export const hashEntry = (entry: AuditEntry): string => hashOf(entry);

/** Entries with one bucket share what may be kept of them in an hour; what comes after that is only counted. */
export interface Bucket {
  readonly name: string;
  readonly hour: number;
}

export const HOUR_MS = 3_600_000;
/** More of one person in one hour tells nothing new, and may not fill the record. */
export const KEPT_AN_HOUR = 30;

/** Of a person, or of a token, their own; of a part of Sym one for each request or slot that it is about. */
export const bucketOf = ({ actor, at, request, slot }: AuditEntry): Bucket => ({
  name: bucketName(actor, request ?? slot),
  hour: Math.floor(at / HOUR_MS),
});

function bucketName(actor: Witnessed, about: string | null): string {
  switch (actor.kind) {
    case "person":
      return actor.key;
    case "token":
      return `${TOKEN}${actor.name}`;
    case "system":
      return `${actor.name} ${about ?? ""}`.trimEnd();
  }
}
const TOKEN = "token ";

function whoHas(bucket: string): Actor {
  if (isPersonKey(bucket)) return { kind: "person", key: bucket };
  if (bucket.startsWith(TOKEN)) return { kind: "token", name: bucket.slice(TOKEN.length) };
  return { kind: "system", name: "sweep" };
}

/** So much of a bucket's hour was counted and not kept. */
export interface Overflow extends Bucket {
  readonly more: number;
}

/** The entry that stands for what was only counted. The highest `more` of an hour is its number. */
export const overflowEntry = ({ name, hour, more }: Overflow, at: number): AuditEntry => ({
  id: `more:${name}:${hour}:${more}`,
  at,
  actor: whoHas(name),
  action: "count_more",
  request: null,
  slot: null,
  result: "only_counted",
  state: null,
  evidence: { bucket: name, from: hour * HOUR_MS, more },
});

const isPersonKey = (name: string): name is PersonKey => /^[A-Z0-9]+\/[A-Z0-9]+$/.test(name);

/** A person as Slack's payload names them, who may not be one of this organisation. */
export const whoClaims = ({ userId, teamId }: { userId: string; teamId: string }): Actor => ({
  kind: "person",
  key: personKey(teamId, userId),
});
