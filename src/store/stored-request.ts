// The shapes of what the domain stores about a request: itself, what it owes, where its slot stood. Read at this edge and
// nowhere else. Members that a newer Sym wrote are kept, so that going back a version loses nothing.
import * as z from "zod";
import type { Access } from "../domain/access.ts";
import type { EffectBody, MessageRef } from "../domain/effect.ts";
import type { Baseline } from "../domain/entitlement.ts";
import type { Actor, PersonKey } from "../domain/person.ts";
import type { Disallowed } from "../domain/refusal.ts";
import type { Evidence, Outcome, Request } from "../domain/request.ts";
import type { TroubleClass } from "../domain/trouble.ts";
import { storedAnswer } from "./stored-field.ts";

export const storedPersonKey = z.custom<PersonKey>((value) => typeof value === "string" && value.includes("/"));

const actor: z.ZodType<Actor> = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("person"), key: storedPersonKey }),
  z.looseObject({ kind: z.literal("system"), name: z.enum(["timer", "entitlement", "sweep", "policy"]) }),
  z.looseObject({ kind: z.literal("token"), name: z.string() }),
]);

const outcome: z.ZodType<Outcome> = z.enum([
  "approved",
  "denied",
  "cancelled",
  "lapsed",
  "expired",
  "revoked",
  "failed",
  "externally_removed",
  "closed_by_hand",
]);

export const storedAccess: z.ZodType<Access> = z.looseObject({
  key: z.string(),
  target: z.string(),
  targetLabel: z.string(),
  strategy: z.string(),
  settings: z.json(),
  level: z.string(),
  onlyLevel: z.boolean().exactOptional(),
  account: z.looseObject({ id: z.string(), label: z.string() }),
  realm: z.string().exactOptional(),
});

/** A kind of a later version is read too: whatever it was, the rules said no. */
const disallowed: z.ZodType<Disallowed> = z.looseObject({
  kind: z.custom<Disallowed["kind"]>((kind) => typeof kind === "string"),
  who: z.enum(["requester", "approver"]),
});

const evidence: z.ZodType<Evidence> = z.looseObject({
  seen: z.string(),
  inherited: z.string().nullable(),
  at: z.number(),
  standing: z.enum(["none", "baseline", "covered_by_another_hold"]),
  calls: z.looseObject({ count: z.number(), firstAt: z.number(), lastAt: z.number() }).exactOptional(),
});

/** Also one that only a newer Sym knows. */
const troubleClass = z.custom<TroubleClass>((value) => typeof value === "string");

export const storedRequest: z.ZodType<Request> = z.looseObject({
  id: z.string(),
  seq: z.number(),
  head: z.string(),
  state: z.enum(["pending", "granting", "active", "revoking", "closed"]),
  outcome: outcome.nullable(),
  flow: z.string(),
  environment: z.string(),
  version: z.string(),
  requester: storedPersonKey,
  requesterTz: z.string(),
  teamId: z.string(),
  viewId: z.string(),
  answers: z.record(z.string(), storedAnswer),
  answerLabels: z.record(z.string(), z.record(z.string(), z.string())).exactOptional(),
  access: storedAccess.nullable(),
  durationMs: z.number().nullable(),
  alreadyHeld: z.looseObject({ level: z.string(), until: z.number().nullable() }).nullable(),
  accountKept: z.looseObject({ since: z.number() }).exactOptional(),
  createdAt: z.number(),
  lapsesAt: z.number(),
  decisions: z.array(
    z.looseObject({
      verdict: z.enum(["approve", "deny"]),
      by: storedPersonKey,
      at: z.number(),
      reason: z.string().nullable(),
      stage: z.number().exactOptional(),
    }),
  ),
  awaiting: z.looseObject({ stage: z.number(), missing: z.number() }).exactOptional(),
  hold: z.looseObject({ sequence: z.number(), grantBy: z.number(), hardEnd: z.number() }).nullable(),
  granted: z.looseObject({ at: z.number(), until: z.number(), evidence }).nullable(),
  ending: z
    .looseObject({
      outcome,
      by: actor,
      at: z.number(),
      note: z.string().nullable(),
      disallowed: disallowed.exactOptional(),
    })
    .nullable(),
  removed: z
    .looseObject({
      at: z.number(),
      cause: z.enum(["time", "released", "grant_by_passed", "refused_by_target", "not_cleared", "gone"]),
      evidence,
    })
    .nullable(),
  struggling: z
    .looseObject({
      since: z.number(),
      detail: z.string(),
      toldAt: z.number(),
      tries: z.number().exactOptional(),
      wanting: z.literal("grant").exactOptional(),
      onCall: z.boolean().exactOptional(),
      class: troubleClass.exactOptional(),
    })
    .nullable(),
  byHand: z
    .looseObject({
      by: storedPersonKey,
      at: z.number(),
      evidence: z.string(),
      seq: z.number(),
      confirmedBy: storedPersonKey.exactOptional(),
    })
    .exactOptional(),
  back: z.looseObject({ at: z.number(), goneAt: z.number().nullable() }).exactOptional(),
  credential: z.looseObject({ asked: z.number(), at: z.number() }).exactOptional(),
  alteredAt: z.number().exactOptional(),
  closedAt: z.number().nullable(),
});

export const storedEffect: z.ZodType<EffectBody> = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("hold") }),
  z.looseObject({ kind: z.literal("release"), by: actor }),
  z.looseObject({ kind: z.literal("let_go") }),
  z.looseObject({ kind: z.literal("on_call"), action: z.enum(["trigger", "resolve"]) }),
  z.looseObject({ kind: z.literal("card") }),
  z.looseObject({ kind: z.literal("receipt") }),
  z.looseObject({
    kind: z.literal("note"),
    note: z.enum([
      "approved",
      "denied",
      "lapsed",
      "active",
      "expired",
      "revoked",
      "failed",
      "cancelled",
      "externally_removed",
      "closed_by_hand",
    ]),
  }),
  z.looseObject({
    kind: z.literal("operators"),
    alarm: z.enum([
      "grant_failed",
      "externally_removed",
      "externally_changed",
      "close_proposed",
      "closed_by_hand",
      "seen_after_close",
      "revoke_struggling",
      "card_undeliverable",
      "new_version",
      "account_kept",
    ]),
  }),
]);

export const storedMessage: z.ZodType<MessageRef> = z.looseObject({ channel: z.string(), ts: z.string() });

export const storedBaseline: z.ZodType<Baseline> = z.union([
  z.literal("unknown"),
  z.looseObject({ level: z.string().nullable(), inherited: z.string().nullable() }),
]);

export const storedIds: z.ZodType<Readonly<Record<string, string>>> = z.record(z.string(), z.string());
