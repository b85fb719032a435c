// The engine and domain of commit 7a3c90b, made by `npm run previous -- 7a3c90b`. Never edited.
// The simulated world deploys it before, after and beside the code of now.
// src/domain/canonical.ts
import { createHash } from "node:crypto";
function canonicalJson(value) {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("canonical JSON has no spelling for this number");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const members = Object.entries(value).filter(([, member]) => member !== void 0).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
  }
  throw new TypeError(`canonical JSON has no spelling for a ${typeof value}`);
}
var sha256Hex = (text) => createHash("sha256").update(text, "utf8").digest("hex");
var hashOf = (value) => sha256Hex(canonicalJson(value));
function runningHash() {
  const hash = createHash("sha256");
  return { add: (text) => void hash.update(text, "utf8"), hex: () => hash.digest("hex") };
}

// src/domain/person.ts
var personKey = (teamId, userId) => `${teamId}/${userId}`;
var userIdOf = (key) => key.slice(key.lastIndexOf("/") + 1);

// src/domain/audit-entry.ts
var HOUR_MS = 36e5;
var overflowEntry = ({ name, hour, more }, at) => ({
  id: `more:${name}:${hour}:${more}`,
  at,
  actor: isPersonKey(name) ? { kind: "person", key: name } : { kind: "system", name: "sweep" },
  action: "count_more",
  request: null,
  slot: null,
  result: "only_counted",
  state: null,
  evidence: { bucket: name, from: hour * HOUR_MS, more }
});
var isPersonKey = (name) => /^[A-Z0-9]+\/[A-Z0-9]+$/.test(name);
var whoClaims = ({ userId, teamId }) => ({
  kind: "person",
  key: personKey(teamId, userId)
});

// src/domain/refusal.ts
var accepted = (value) => ({ ok: true, value });
var refused = (refusal) => ({
  ok: false,
  refusal
});

// src/domain/policy.ts
var questionKey = (question) => `${question.kind}:${question.id}`;
var adminRule = (admins) => ({
  kind: "any_of",
  rules: [
    { kind: "people", ids: admins.people },
    ...admins.usergroup === null ? [] : [{ kind: "usergroup", id: admins.usergroup }]
  ]
});
function matches(rule, key, memberships) {
  switch (rule.kind) {
    case "people":
      return rule.ids.includes(userIdOf(key));
    case "usergroup":
    case "channel":
      return memberships[questionKey(rule)] ?? "unavailable";
    case "anyone":
      return true;
    case "any_of": {
      const verdicts = rule.rules.map((part) => matches(part, key, memberships));
      return verdicts.includes(true) ? true : verdicts.includes("unavailable") ? "unavailable" : false;
    }
  }
}
function questionsOf(rules, key) {
  const found = /* @__PURE__ */ new Map();
  const walk = (rule) => {
    if (matches(rule, key, {}) === true) return;
    if (rule.kind === "any_of") rule.rules.forEach(walk);
    if (rule.kind === "usergroup" || rule.kind === "channel")
      found.set(questionKey(rule), { kind: rule.kind, id: rule.id });
  };
  rules.forEach(walk);
  return [...found.values()];
}
function fullMember(person) {
  if (person === "unavailable") return refused({ kind: "lookup_unavailable", what: "person" });
  const why = person.deactivated ? "deactivated" : person.bot ? "bot" : person.stranger ? "stranger" : person.guest ? "guest" : null;
  return why === null ? accepted(person) : refused({ kind: "not_a_member", why });
}
function allSayYes(rules, facts, no) {
  const member = fullMember(facts.person);
  if (!member.ok) return member;
  const verdicts = rules.map((rule) => matches(rule, member.value.key, facts.memberships));
  if (verdicts.includes(false)) return refused(no);
  if (verdicts.includes("unavailable")) {
    const failed = questionsOf(rules, member.value.key).find(
      (q) => typeof facts.memberships[questionKey(q)] !== "boolean"
    );
    return refused({ kind: "lookup_unavailable", what: failed?.kind ?? "person" });
  }
  return member;
}
var mayRequest = (flow, facts) => allSayYes([flow.requesters], facts, { kind: "may_not_request", flowLabel: flow.label });
function mayApprove(request, flows, facts) {
  const member = fullMember(facts.person);
  if (!member.ok) return member;
  const [made, current] = flows;
  if (current === null) return refused({ kind: "flow_gone", flow: request.flow, environment: request.environment });
  if (request.access !== null && !stillOffered(request, current))
    return refused({ kind: "target_gone", target: request.access.targetLabel });
  const approvers = [made.approvers, current.approvers];
  if (samePerson(member.value.key, request.requester) && !(made.selfApproval && current.selfApproval))
    return refused({ kind: "own_request", approvers });
  return allSayYes(approvers, facts, { kind: "may_not_approve", approvers });
}
var samePerson = (a, b) => userIdOf(a) === userIdOf(b);
function mayDeny(request, flows, facts) {
  const approvers = flows.flatMap((flow) => flow === null ? [] : [flow.approvers]);
  const member = fullMember(facts.person);
  if (!member.ok) return member;
  const self = flows.every((flow) => flow === null || flow.selfApproval);
  if (samePerson(member.value.key, request.requester) && !self) return refused({ kind: "own_request", approvers });
  return allSayYes(approvers, facts, { kind: "may_not_approve", approvers });
}
function mayEnd(request, key, admins, memberships) {
  if (key === request.requester || request.decisions.some((d) => d.by === key && d.verdict === "approve"))
    return accepted(key);
  const admin = mayAdminister(admins, key, memberships);
  return admin.ok || admin.refusal.kind === "lookup_unavailable" ? admin : refused({ kind: "may_not_end" });
}
function mayAdminister(admins, key, memberships) {
  const verdict = matches(adminRule(admins), key, memberships);
  if (verdict === "unavailable") return refused({ kind: "lookup_unavailable", what: "usergroup" });
  return verdict ? accepted(key) : refused({ kind: "not_admin" });
}
function stillOffered(request, current) {
  const target = current.targets.find((candidate) => candidate.name === request.access?.target);
  return target !== void 0 && request.access !== null && target.strategy === request.access.strategy && canonicalJson(target.settings) === canonicalJson(request.access.settings) && target.level === request.access.level && request.durationMs !== null && request.durationMs <= Math.max(0, ...current.durationsMs);
}

// src/engine/commands.ts
import { TransientError as TransientError5 } from "../../../src/ports.ts";

// src/domain/request.ts
var ENDED_BY_ORDER = "revoke-all";
var commandActor = (input) => {
  switch (input.kind) {
    case "submit":
      return { kind: "person", key: input.request.requester };
    case "approve":
    case "deny":
    case "cancel":
    case "revoke":
      return { kind: "person", key: input.by };
    case "lapse":
      return { kind: "system", name: "timer" };
    case "disallow":
      return { kind: "system", name: "policy" };
    case "ended":
      return input.by;
    case "granted":
    case "gone":
    case "struggling":
      return { kind: "system", name: "entitlement" };
  }
};

// src/engine/admin.ts
import {
  TransientError as TransientError3
} from "../../../src/ports.ts";

// src/domain/record.ts
var hashEvent = (event) => hashOf(event);
function changeOf(step2, before, input, now) {
  if (step2.event === null) return null;
  const seq = (before?.seq ?? 0) + 1;
  const requestId = step2.request.id;
  const open = {
    requestId,
    seq,
    commandId: input.commandId,
    name: step2.event.name,
    actor: commandActor(input),
    at: now,
    data: { ...step2.event.data, before: before?.state ?? null, after: step2.request.state },
    previous: before?.head ?? ""
  };
  const event = { ...open, hash: hashEvent(open) };
  return {
    request: { ...step2.request, seq, head: event.hash },
    event,
    effects: step2.effects.map((body) => ({ id: effectId(requestId, seq, body), requestId, seq, body, createdAt: now }))
  };
}
var effectId = (requestId, seq, body) => `${requestId}:${seq}:${body.kind}${body.kind === "note" ? `:${body.note}` : body.kind === "operators" ? `:${body.alarm}` : ""}`;

// src/domain/transition.ts
function transition(request, input, now) {
  if (request === null) return input.kind === "submit" ? submit(input.request, now) : refused({ kind: "not_found" });
  switch (input.kind) {
    case "submit":
      return misfit(request, input.kind);
    case "approve":
      return approve(request, input, now);
    case "deny":
      if (request.state !== "pending" || now >= request.lapsesAt) return already(request);
      return close(
        withDecision(request, "deny", input.by, input.reason, now),
        "denied",
        personActor(input.by),
        input.reason,
        now
      );
    case "cancel":
      if (request.state === "pending") return close(request, "cancelled", personActor(input.by), null, now);
      return input.by === request.requester ? end(request, "revoked", personActor(input.by), null, now) : already(request);
    case "revoke":
      if (request.state === "pending") return close(request, "cancelled", personActor(input.by), input.note, now);
      return end(request, "revoked", personActor(input.by), input.note, now);
    case "lapse":
      if (request.state !== "pending" || now < request.lapsesAt) return misfit(request, input.kind);
      return close(request, "lapsed", { kind: "system", name: "timer" }, null, now);
    case "disallow":
      if (request.state !== "granting") return misfit(request, input.kind);
      return end(request, "failed", { kind: "system", name: "policy" }, null, now, input.disallowed);
    case "granted":
      return granted(request, input);
    case "ended":
      return ended(request, input, now);
    case "gone":
      return gone(request, input, now);
    case "struggling":
      return struggling(request, input);
  }
}
function submit(asked, now) {
  const { timeoutMs, firstOfVersion, ...rest } = asked;
  const request = {
    ...rest,
    seq: 0,
    head: "",
    state: "pending",
    outcome: null,
    createdAt: now,
    lapsesAt: now + timeoutMs,
    decisions: [],
    hold: null,
    granted: null,
    ending: null,
    removed: null,
    struggling: null,
    closedAt: null
  };
  return step(
    request,
    "submitted",
    {
      answers: asked.answers,
      durationMs: asked.durationMs,
      flow: asked.flow,
      environment: asked.environment,
      version: asked.version,
      target: asked.access?.target ?? null,
      level: asked.access?.level ?? null,
      account: asked.access?.account.id ?? null,
      slot: asked.access?.key ?? null
    },
    [
      { kind: "card" },
      { kind: "receipt" },
      ...firstOfVersion ? [{ kind: "operators", alarm: "new_version" }] : []
    ]
  );
}
function approve(request, input, now) {
  if (request.state !== "pending" || now >= request.lapsesAt) return already(request);
  if (input.frozen) return refused({ kind: "frozen" });
  const decided = withDecision(request, "approve", input.by, null, now);
  if (decided.access === null || decided.durationMs === null)
    return close(decided, "approved", personActor(input.by), null, now, "approved");
  const grantBy = now + input.grantWithinMs;
  const hold2 = { sequence: request.seq + 1, grantBy, hardEnd: grantBy + decided.durationMs };
  return step({ ...decided, state: "granting", hold: hold2 }, "approved", { grantBy, hardEnd: hold2.hardEnd }, [
    { kind: "hold" },
    { kind: "card" },
    { kind: "receipt" },
    { kind: "note", note: "approved" }
  ]);
}
function end(request, outcome, by, note, now, disallowed) {
  if (request.state !== "granting" && request.state !== "active") return already(request);
  const failed = outcome === "failed" ? [{ kind: "operators", alarm: "grant_failed" }] : [];
  const ending = { outcome, by, at: now, note, ...disallowed && { disallowed } };
  const data = { outcome, note, ...disallowed && { disallowed: { ...disallowed } } };
  return step({ ...request, state: "revoking", ending }, "ending", data, [
    { kind: "release", by },
    { kind: "card" },
    { kind: "receipt" },
    ...failed
  ]);
}
function granted(request, report) {
  if (report.sequence !== request.hold?.sequence) return misfit(request, report.kind);
  if (request.granted !== null) return accepted({ request, event: null, effects: [] });
  const data = { until: report.until, evidence: { ...report.evidence } };
  const grant = { at: report.evidence.at, until: report.until, evidence: report.evidence };
  switch (request.state) {
    case "pending":
      return misfit(request, report.kind);
    case "granting":
      return step({ ...request, state: "active", granted: grant }, "granted", data, [
        { kind: "card" },
        { kind: "receipt" },
        { kind: "note", note: "active" }
      ]);
    case "active":
      return misfit(request, report.kind);
    case "revoking":
      return step({ ...request, granted: grant }, "granted_while_revoking", data, []);
    case "closed":
      return step({ ...request, granted: grant }, "granted_after_close", data, [
        { kind: "release", by: { kind: "system", name: "entitlement" } },
        { kind: "operators", alarm: "seen_after_close" }
      ]);
  }
}
var OUTCOME_OF = {
  time: "expired",
  released: "revoked",
  grant_by_passed: "failed",
  refused_by_target: "failed",
  not_cleared: "failed"
};
function ended(request, report, now) {
  if (report.sequence !== request.hold?.sequence) return misfit(request, report.kind);
  if (request.state === "closed") return accepted({ request, event: null, effects: [] });
  if (request.state === "pending") return misfit(request, report.kind);
  const outcome = request.ending?.outcome ?? OUTCOME_OF[report.cause];
  const ending = request.ending ?? { outcome, by: report.by, at: report.evidence.at, note: report.detail };
  const removed = { at: report.evidence.at, cause: report.cause, evidence: report.evidence };
  const told = [{ kind: "card" }, { kind: "receipt" }, { kind: "note", note: noteOf(outcome) }];
  if (outcome === "failed" && request.ending === null) told.push({ kind: "operators", alarm: "grant_failed" });
  const data = { cause: report.cause, detail: report.detail, evidence: { ...report.evidence } };
  return step(
    { ...request, state: "closed", outcome, ending, removed, struggling: null, closedAt: now },
    "ended",
    data,
    told
  );
}
function gone(request, report, now) {
  if (report.sequence !== request.hold?.sequence) return misfit(request, report.kind);
  if (request.state === "closed") return accepted({ request, event: null, effects: [] });
  if (request.state === "pending") return misfit(request, report.kind);
  const outcome = request.ending?.outcome ?? "externally_removed";
  const by = { kind: "system", name: "entitlement" };
  const ending = request.ending ?? { outcome, by, at: report.evidence.at, note: null };
  const removed = { at: report.evidence.at, cause: "gone", evidence: report.evidence };
  return step(
    { ...request, state: "closed", outcome, ending, removed, struggling: null, closedAt: now },
    "gone",
    { evidence: { ...report.evidence } },
    [
      { kind: "card" },
      { kind: "receipt" },
      { kind: "note", note: noteOf(outcome) },
      { kind: "operators", alarm: "externally_removed" }
    ]
  );
}
function struggling(request, report) {
  if (report.sequence !== request.hold?.sequence || request.state === "pending") return misfit(request, report.kind);
  const seenBefore = request.struggling !== null && request.struggling.toldAt >= report.at;
  if (request.state === "closed" || seenBefore) return accepted({ request, event: null, effects: [] });
  const { since, detail } = report;
  const why = report.class === void 0 ? { since, detail } : { since, detail, class: report.class };
  return step({ ...request, struggling: { ...why, toldAt: report.at } }, "struggling", why, [
    { kind: "card" },
    { kind: "operators", alarm: "revoke_struggling" }
  ]);
}
function close(request, outcome, by, note, now, name = outcome) {
  const closed = {
    ...request,
    state: "closed",
    outcome,
    ending: { outcome, by, at: now, note },
    closedAt: now
  };
  return step(closed, name, { outcome, note }, [
    { kind: "card" },
    { kind: "receipt" },
    { kind: "note", note: noteOf(outcome) }
  ]);
}
var noteOf = (outcome) => outcome;
var withDecision = (request, verdict, by, reason, at) => ({
  ...request,
  decisions: [...request.decisions, { verdict, by, at, reason }]
});
var personActor = (key) => ({ kind: "person", key });
var step = (request, name, data, effects) => accepted({ request, event: { name, data }, effects });
function already(request) {
  const by = request.ending?.by ?? null;
  const decider = request.decisions.at(-1)?.by ?? null;
  return refused({
    kind: "already",
    state: request.state,
    outcome: request.outcome,
    by: by?.kind === "person" ? by.key : request.state === "granting" || request.state === "active" ? decider : null
  });
}
var misfit = (request, input) => refused({ kind: "does_not_fit", input, state: request.state });

// src/engine/apply.ts
import { TransientError } from "../../../src/ports.ts";

// src/domain/lateness.ts
function latenessMs({ removed, ending, granted: granted2 }) {
  if (removed === null || ending === null || removed.cause === "gone") return null;
  const { seen: seen2, at } = removed.evidence;
  if (seen2 === "unverified" || seen2 === "never_added") return null;
  return Math.max(0, at - Math.min(ending.at, granted2?.until ?? ending.at));
}

// src/engine/measures.ts
function measuresOf({ request, event }) {
  if (event.name === "approved" || event.name === "denied") return [{ name: "decision", of: [event.name], value: 1 }];
  const lateness = request.state === "closed" ? latenessMs(request) : null;
  return lateness === null || request.access === null ? [] : [{ name: "revocation_lateness_seconds", of: [request.access.target], value: lateness / 1e3 }];
}

// src/engine/world.ts
var SWEEP_EVERY_MS = 6e4;
var SAFETY_MS = 6e4;

// src/engine/apply.ts
var ROUNDS = 4;
var OWN_ALARM = { at: null };
async function apply(world, start, choose, given = null) {
  let snapshot = start;
  const wake2 = given ?? await armed(world, start.request.id);
  if (wake2 === null) return refused({ kind: "not_known_yet" });
  for (let round = 0; round < ROUNDS; round++) {
    const now = world.clock.now();
    const input = choose(snapshot, now);
    if (!input.ok) return input;
    const outcome = await attempt(world, snapshot.request, input.value, null, now, wake2);
    if (outcome !== "conflict") return outcome;
    const read2 = await again(() => world.store.snapshot(start.request.id));
    if (!read2) return refused({ kind: "not_known_yet" });
    snapshot = read2;
  }
  return refused({ kind: "not_known_yet" });
}
var create = (world, input, version, wake2, room) => attempt(world, null, input, version, world.clock.now(), wake2, room);
async function armed(world, requestId) {
  const at = world.clock.now() + SAFETY_MS;
  try {
    await world.doorbell.arm(requestId, at);
    return { at };
  } catch (error) {
    if (error instanceof TransientError) return null;
    throw error;
  }
}
async function attempt(world, before, input, version, now, wake2, room = null) {
  const step2 = transition(before, input, now);
  if (!step2.ok) return step2;
  const change = changeOf(step2.value, before, input, now);
  if (change === null) return accepted(step2.value.request);
  let lost2 = false;
  for (let round = 0; round < ROUNDS; round++) {
    try {
      const outcome = await world.store.commit(change, version, room);
      if (outcome === "conflict" && !(lost2 && await isOurs(world, change.event))) return "conflict";
      world.defer(() => ringThenNote(world, change, wake2));
      return accepted(change.request);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      lost2 = true;
      const ours = await again(() => isOurs(world, change.event));
      if (ours === null) return refused({ kind: "not_known_yet" });
      if (ours) {
        world.defer(() => ring(world, change.request.id, wake2));
        return accepted(change.request);
      }
    }
  }
  return refused({ kind: "not_known_yet" });
}
async function isOurs(world, event) {
  return (await world.store.eventAt(event.requestId, event.seq))?.commandId === event.commandId;
}
async function again(read2) {
  try {
    return await read2();
  } catch (error) {
    if (error instanceof TransientError) return null;
    throw error;
  }
}
async function ringThenNote(world, change, wake2) {
  const { request, event } = change;
  await ring(world, request.id, wake2);
  for (const measure of measuresOf(change)) world.metrics(measure);
  world.log("request.event.recorded", {
    request: request.id,
    seq: event.seq,
    recorded: event.name,
    state: request.state
  });
}
async function ring(world, requestId, wake2 = OWN_ALARM) {
  try {
    await world.doorbell.ring(requestId, wake2.at);
  } catch {
    world.log("request.ring.lost", { request: requestId });
  }
}

// src/engine/facts.ts
import { TransientError as TransientError2 } from "../../../src/ports.ts";
async function personNow(world, userId) {
  return orUnavailable(world, "person", () => world.directory.person(userId));
}
async function actorNow(world, { userId, teamId }) {
  const person = await personNow(world, userId);
  if (person === "unavailable" || person.key === personKey(teamId, userId)) return person;
  const acting = await orUnavailable(world, "key", () => world.directory.actingAs(userId, teamId));
  if (acting === "unavailable") return acting;
  return acting === person.key ? person : { ...person, stranger: true };
}
async function keyNow(world, { userId, teamId }) {
  const key = await orUnavailable(world, "key", () => world.directory.actingAs(userId, teamId));
  return key === "unavailable" ? personKey(teamId, userId) : key ?? personKey(teamId, userId);
}
async function factsFor(world, person, rules) {
  if (person === "unavailable") return { person, memberships: {} };
  const memberships = await membershipsOf(world, person.key, rules);
  return { person, memberships };
}
async function adminNow(world, someone) {
  const { admins } = world.deployment;
  const facts = await factsFor(world, await actorNow(world, someone), [adminRule(admins)]);
  const member = fullMember(facts.person);
  return member.ok ? mayAdminister(admins, member.value.key, facts.memberships) : member;
}
async function membershipsOf(world, key, rules) {
  const questions = questionsOf(rules, key);
  const answers = await Promise.all(
    questions.map(async (question) => {
      const answer = await orUnavailable(world, question.kind, () => world.directory.isMember(question, userIdOf(key)));
      return [questionKey(question), answer];
    })
  );
  return Object.fromEntries(answers);
}
async function orUnavailable(world, what, look2) {
  try {
    return await look2();
  } catch (error) {
    if (!(error instanceof TransientError2)) throw error;
    world.log("directory.lookup.failed", { what });
    return "unavailable";
  }
}

// src/engine/witness.ts
function witness(world, seen2) {
  const entry = { ...seen2, id: world.chance.id(), at: world.clock.now() };
  world.defer(async () => {
    try {
      await world.store.witness(entry);
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      world.log("audit.entry.lost", { action: entry.action, result: entry.result, class: name });
    }
  });
}
var shortSlot = (key) => sha256Hex(key).slice(0, 16);
function witnessFailure(world, s, action, result) {
  const { targetTries: tries, holds, access } = s;
  if ((tries & tries - 1) !== 0) return;
  witness(world, {
    actor: { kind: "system", name: "entitlement" },
    action,
    request: holds.length === 1 ? holds[0]?.requestId ?? null : null,
    slot: shortSlot(access.key),
    result,
    state: null,
    evidence: { target: access.target, strategy: access.strategy, tries }
  });
}

// src/engine/admin.ts
async function asAdmin(world, someone, work2) {
  const may = await adminNow(world, someone);
  if (!may.ok) return may;
  try {
    return accepted(await work2(may.value));
  } catch (error) {
    if (error instanceof TransientError3) return refused({ kind: "not_known_yet" });
    throw error;
  }
}
var freeze = (world, someone, frozen) => asAdmin(world, someone, async (by) => {
  const before = await world.store.isFrozen();
  if (!frozen && !before) return { changed: false };
  const kind = frozen ? "freeze" : "unfreeze";
  await world.store.placeOrder({ id: world.chance.id(), kind, by, at: world.clock.now() });
  world.log("deployment.freeze.changed", { frozen });
  return { changed: before !== frozen };
});
var LIVE_MAX = 60;
var listAll = (world, someone) => asAdmin(world, someone, () => world.store.liveAccess(LIVE_MAX));
var countUnder = (world, someone, scope) => asAdmin(world, someone, async (by) => {
  const order = { id: "", kind: "revoke_all", scope, by, at: world.clock.now() };
  const { requests, unreadable } = await world.store.requestsUnder(order);
  const pending = requests.filter((request) => request.state === "pending").length;
  const open = requests.filter((request) => request.state !== "closed").length - pending;
  return { pending, open: open + unreadable.filter(({ closed }) => !closed).length };
});
var revokeAll = (world, someone, scope) => asAdmin(world, someone, async (by) => {
  const order = { id: world.chance.id(), kind: "revoke_all", scope, by, at: world.clock.now() };
  await world.store.placeOrder(order);
  world.log("order.revoke_all.placed", { order: order.id, scope: scope.kind });
  world.defer(() => apart(world, order.id, () => carryOutOrders(world, ENDS_AT_ONCE)));
  return { orderId: order.id };
});
var ENDS_AT_ONCE = 100;
var ENDS_A_SWEEP = 70;
var TELLING_MS = 45e3;
async function carryOutOrders(world, most) {
  const open = await world.store.openOrders();
  const share = Math.ceil(most / Math.max(1, open.filter(({ order }) => order.kind === "revoke_all").length));
  for (const { order, progress } of open)
    await apart(
      world,
      order.id,
      () => order.kind === "revoke_all" ? carryOut(world, order, progress, share) : tell(world, order)
    );
}
async function apart(world, about, work2) {
  try {
    await work2();
  } catch (error) {
    world.log("order.part.failed", { about, class: error instanceof Error ? error.name : "unknown" });
  }
}
async function tell(world, order) {
  const progress = await claimTelling(world, order);
  if (progress === null) return;
  const ref = await sendProgress(world, order, { ...progress, done: true });
  await world.store.orderProgressed(order.id, { ...progress, message: ref ?? progress.message, done: ref !== null });
}
async function claimTelling(world, { id }) {
  const now = world.clock.now();
  const claimed = await world.store.claimTelling(id, now, now - TELLING_MS);
  if (claimed === null) return null;
  const { telling: _, ...progress } = claimed;
  return progress;
}
async function carryOut(world, order, progress, most) {
  const begun = progress.message === null ? apart(world, order.id, () => tellProgress(world, order)) : null;
  await Promise.all([endSome(world, order, most), begun]);
  const counts = countsOf(await world.store.requestsUnder(order));
  if (hasChanged(progress, counts) || counts.remaining === 0) await tellProgress(world, order);
}
var hasChanged = (progress, counts) => progress.message === null || counts.remaining !== progress.remaining || counts.total !== progress.total || counts.standing !== (progress.standing ?? 0) || counts.unreadable !== (progress.unreadable ?? 0);
async function tellProgress(world, order) {
  const progress = await claimTelling(world, order);
  if (progress === null) return;
  const counts = countsOf(await world.store.requestsUnder(order));
  const done = counts.remaining === 0;
  const next = { ...counts, message: progress.message, done };
  const ref = hasChanged(progress, counts) || done ? await sendProgress(world, order, next) : null;
  await world.store.orderProgressed(order.id, {
    ...next,
    message: ref ?? next.message,
    done: done && ref !== null
  });
}
function countsOf({ requests, unreadable }) {
  const closed = requests.filter((request) => request.state === "closed");
  const left = closed.map((request) => leftBehind(request, closed));
  const unproven = left.filter((what) => what === "unverified").length;
  const standing = left.filter((what) => what === "standing").length;
  const closedUnread = unreadable.filter((row) => row.closed).length;
  const openUnread = unreadable.length - closedUnread;
  return {
    total: requests.length + unreadable.length,
    gone: closed.length - unproven - standing,
    unverified: unproven + closedUnread,
    standing,
    remaining: requests.length - closed.length + openUnread,
    unreadable: openUnread
  };
}
function leftBehind(request, closed) {
  if (request.removed === null) return "nothing";
  const seen2 = closed.flatMap(
    ({ access, removed }) => removed !== null && access?.key === request.access?.key ? [removed.evidence] : []
  );
  const last = seen2.reduce((a, b) => b.at > a.at ? b : a, request.removed.evidence);
  if (last.seen === "unverified") return "unverified";
  return last.standing === "none" && last.inherited === null ? "nothing" : "standing";
}
async function endSome(world, order, most) {
  const { requests, unreadable } = await world.store.requestsUnder(order);
  for (const { id, closed } of unreadable)
    if (!closed) world.log("order.request.unreadable", { order: order.id, request: id });
  const open = requests.filter(({ state }) => state !== "closed" && state !== "revoking");
  const page = Math.floor(world.clock.now() / SWEEP_EVERY_MS) % Math.max(1, Math.ceil(open.length / most));
  for (const request of open.slice(page * most, (page + 1) * most)) {
    await apart(world, request.id, async () => {
      const snapshot = await world.store.snapshot(request.id);
      if (snapshot === null) return;
      const commandId = `${order.id}:${request.id}`;
      const done = await apply(
        world,
        snapshot,
        () => accepted({ kind: "revoke", commandId, by: order.by, note: ENDED_BY_ORDER })
      );
      if (done.ok) await hasten(world, snapshot, done.value);
    });
  }
}
async function sendProgress(world, order, progress) {
  try {
    const outcome = await world.messenger.orderProgress(order, progress);
    if (outcome.kind === "sent") return outcome.ref;
    world.log("order.telling.refused", { order: order.id, code: outcome.code });
    witness(world, {
      actor: { kind: "system", name: "messenger" },
      action: "deliver_order",
      request: null,
      slot: null,
      result: outcome.code,
      state: null,
      evidence: { order: order.id }
    });
    return null;
  } catch (error) {
    if (error instanceof TransientError3) return null;
    throw error;
  }
}

// src/engine/orders-for-access.ts
function holdOrderOf(request, removesStanding2) {
  if (request.access === null || request.hold === null || request.durationMs === null) return null;
  return {
    requestId: request.id,
    sequence: request.hold.sequence,
    access: request.access,
    durationMs: request.durationMs,
    grantBy: request.hold.grantBy,
    hardEnd: request.hold.hardEnd,
    removesStanding: removesStanding2,
    flow: request.flow,
    until: request.granted?.until ?? null
  };
}
var releaseOrder = (hold2, by, cause = "released") => ({
  hold: hold2,
  cause,
  by
});

// src/engine/account.ts
import { PermanentError } from "../../../src/ports.ts";
async function accountOf(world, flow, target, strategy, person) {
  try {
    const own = world.deployment.account(flow);
    if (own) {
      const id = await own(person);
      return id ? accepted({ id, label: id }) : refused({ kind: "no_account", detail: "the Flow knows no account for you" });
    }
    if (strategy.identify) return accepted(await strategy.identify(target.settings, person));
  } catch (error) {
    if (error instanceof PermanentError) return refused({ kind: "no_account", detail: error.message });
    world.log("account.lookup.failed", { flow: flow.name, class: error instanceof Error ? error.name : "unknown" });
    return refused({ kind: "lookup_unavailable", what: "account" });
  }
  if (person.email === null)
    return refused({ kind: "no_account", detail: "Slack shows no confirmed e-mail address for you" });
  return accepted({ id: person.email, label: person.email });
}

// src/engine/still-allowed.ts
function flowsOf(world, snapshot) {
  const { flow, environment } = snapshot.request;
  const current = world.deployment.flows.find((v) => v.flow.name === flow && v.flow.environment === environment);
  return [snapshot.version.flow, current?.flow ?? null];
}
async function stillAllowed(world, snapshot) {
  const { request } = snapshot;
  const flows = flowsOf(world, snapshot);
  const may = await mayStillAsk(world, request, flows);
  if (!may.ok) return { refusal: may.refusal, who: "requester" };
  const rules = flows.flatMap((flow) => flow === null ? [] : [flow.approvers]);
  for (const decision of request.decisions) {
    if (decision.verdict !== "approve") continue;
    const approver = await personNow(world, userIdOf(decision.by));
    const still = mayApprove(request, flows, await factsFor(world, approver, rules));
    if (!still.ok) return { refusal: still.refusal, who: "approver" };
  }
  return null;
}
async function mayStillAsk(world, request, flows) {
  const asked = flows.filter((flow) => flow !== null);
  const person = await personNow(world, userIdOf(request.requester));
  const facts = await factsFor(
    world,
    person,
    asked.map((flow) => flow.requesters)
  );
  for (const flow of asked) {
    const may = mayRequest(flow, facts);
    if (!may.ok) return may;
  }
  const [, current] = flows;
  const target = current?.targets.find(({ name }) => name === request.access?.target);
  const strategy = target && world.strategies(target.strategy);
  if (request.access === null || person === "unavailable" || !current || !target || !strategy) return accepted(null);
  const account = await accountOf(world, current, target, strategy, person);
  if (!account.ok) return account;
  return account.value.id === request.access.account.id ? accepted(null) : refused({ kind: "account_changed" });
}

// src/domain/access.ts
var slotKey = (strategy, remoteIds) => [strategy, ...remoteIds.map((id) => `${id.length}:${id}`)].join("|");
function rankOf(levels, level) {
  if (level === null) return 0;
  const index = levels.indexOf(level);
  if (index < 0) throw new RangeError(`unknown level ${JSON.stringify(level)}`);
  return index + 1;
}

// src/domain/flow.ts
var isApprovalOnly = (flow) => flow.targets.length === 0;

// src/engine/submit.ts
import { PermanentError as PermanentError2, TransientError as TransientError4 } from "../../../src/ports.ts";
var ROUNDS2 = 3;
var DAY_MS = 24 * 36e5;
async function submit2(world, ask) {
  const { flow } = ask.flow;
  const current = world.deployment.flows.find(
    (v) => v.flow.name === flow.name && v.flow.environment === flow.environment
  );
  if (!current) return refused({ kind: "flow_gone", flow: flow.name, environment: flow.environment });
  if (current.hash !== ask.flow.hash) return refused({ kind: "form_changed" });
  if (!offered(flow, ask)) return refused({ kind: "form_changed" });
  const id = world.chance.id();
  const [person, wake2] = await Promise.all([actorNow(world, ask), armed(world, id)]);
  const memberships = person === "unavailable" ? {} : await membershipsOf(world, person.key, [flow.requesters]);
  const allowed = mayRequest(flow, { person, memberships });
  if (!allowed.ok) return allowed;
  if (wake2 === null) return refused({ kind: "not_known_yet" });
  const access = await accessFor(world, flow, ask.target, allowed.value);
  if (!access.ok) return access;
  return write(world, ask, { id, wake: wake2 }, allowed.value, access.value);
}
var offered = (flow, { target, durationMs }) => isApprovalOnly(flow) ? target === null && durationMs === null : target !== null && durationMs !== null && flow.durationsMs.includes(durationMs);
async function write(world, ask, { id, wake: wake2 }, person, access) {
  const { flow } = ask.flow;
  const slot = access && { key: access.key, level: access.level };
  const { teamId, viewId } = ask;
  const { pendingPerPerson, requestsPerDay } = world.deployment.limits;
  for (let round = 0; round < ROUNDS2; round++) {
    const since = world.clock.now() - DAY_MS;
    const before = await read(
      () => world.store.beforeSubmit({ teamId, viewId, version: ask.flow.hash, slot, requester: person.key, since })
    );
    if (before === null) return refused({ kind: "not_known_yet" });
    if (before.submitted) {
      const { submitted } = before;
      if (!sameAsk(submitted, ask)) return refused({ kind: "already_sent", request: submitted, flowLabel: flow.label });
      world.defer(() => ring(world, submitted.id));
      return accepted(submitted);
    }
    if (before.frozen) return refused({ kind: "frozen" });
    if (before.duplicate)
      return refused({ kind: "duplicate", requestId: before.duplicate.request.id, card: before.duplicate.card });
    if (before.asked.pending >= pendingPerPerson)
      return refused({ kind: "too_many", what: "pending", most: pendingPerPerson });
    if (before.asked.recent >= requestsPerDay) return refused({ kind: "too_many", what: "day", most: requestsPerDay });
    const room = { pending: pendingPerPerson, recent: requestsPerDay, since };
    const request = {
      id,
      flow: flow.name,
      environment: flow.environment,
      version: ask.flow.hash,
      requester: person.key,
      requesterTz: person.tz,
      teamId: ask.teamId,
      viewId: ask.viewId,
      answers: ask.answers,
      access,
      durationMs: ask.durationMs,
      alreadyHeld: strongestClaim(before.held, (access && world.strategies(access.strategy)?.levels) ?? []),
      timeoutMs: flow.timeoutMs,
      firstOfVersion: !before.versionKnown
    };
    const outcome = await create(world, { kind: "submit", commandId: id, request }, ask.flow, wake2, room);
    if (outcome !== "conflict") return outcome;
  }
  return refused({ kind: "not_known_yet" });
}
var sameAsk = (sent, { flow: { flow }, target, answers, durationMs }) => sent.flow === flow.name && sent.environment === flow.environment && (sent.access?.target ?? null) === target && sent.durationMs === durationMs && canonicalJson(sent.answers) === canonicalJson(answers);
async function accessFor(world, flow, name, person) {
  if (name === null) return accepted(null);
  const target = flow.targets.find((candidate) => candidate.name === name);
  const strategy = target && world.strategies(target.strategy);
  if (!target || !strategy) return refused({ kind: "target_gone", target: name });
  const account = await accountOf(world, flow, target, strategy, person);
  if (!account.ok) return account;
  const slot = slotOf(strategy, target, account.value);
  if (slot === null) return refused({ kind: "no_account", detail: "the target has no place for such an account" });
  return accepted({
    key: slotKey(strategy.type, slot),
    target: target.name,
    targetLabel: target.label,
    strategy: strategy.type,
    settings: target.settings,
    level: target.level,
    onlyLevel: strategy.levels.length === 1,
    account: account.value
  });
}
function slotOf(strategy, target, account) {
  try {
    return strategy.slot(target.settings, account);
  } catch (error) {
    if (error instanceof PermanentError2) return null;
    throw error;
  }
}
function strongestClaim(held2, levels) {
  const rank = ({ access }) => {
    const at = levels.indexOf(access?.level ?? "");
    return at === -1 ? levels.length : at;
  };
  const until = ({ granted: granted2 }) => granted2?.until ?? 0;
  const [strongest2] = [...held2].sort((a, b) => rank(b) - rank(a) || until(b) - until(a));
  return strongest2?.access ? { level: strongest2.access.level, until: strongest2.granted?.until ?? null } : null;
}
async function read(look2) {
  try {
    return await look2();
  } catch (error) {
    if (error instanceof TransientError4) return null;
    throw error;
  }
}

// src/engine/commands.ts
function createCommands(world) {
  const noting = (command, who, done) => noted(world, command, who, done);
  const paced = async (who, work2) => await world.pace(`${who.teamId}/${who.userId}`) ? work2() : refused({ kind: "too_fast" });
  return {
    submit: (ask) => noting(
      "submit",
      ask,
      paced(ask, () => submit2(world, ask))
    ),
    approve: (click) => noting(
      "approve",
      click,
      paced(click, () => decide(world, click, "approve"))
    ),
    deny: (click) => noting(
      "deny",
      click,
      paced(click, () => decide(world, click, "deny"))
    ),
    mayDeny: (click) => noting(
      "may_deny",
      click,
      paced(click, () => decide(world, click, "may_deny"))
    ),
    cancel: (click) => noting("cancel", click, cancel(world, click)),
    revoke: (click) => noting("revoke", click, revoke(world, click)),
    list: (person) => noting(
      "list",
      person,
      paced(person, () => list(world, person))
    ),
    listAll: (person) => noting("list_all", person, listAll(world, person)),
    freeze: (person, frozen) => noting(frozen ? "freeze" : "unfreeze", person, freeze(world, person, frozen)),
    countUnder: (person, scope) => noting("count_under", person, countUnder(world, person, scope)),
    revokeAll: (person, scope) => noting("revoke_all", person, revokeAll(world, person, scope))
  };
}
async function noted(world, command, who, done) {
  const result = await done;
  if (result.ok) return result;
  const { refusal } = result;
  const request = who.requestId ?? null;
  world.log("request.command.refused", { command, user: who.userId, request, why: refusal.kind });
  world.metrics({ name: "refusal", of: [command, refusal.kind], value: 1 });
  witness(world, {
    actor: whoClaims(who),
    action: command,
    request,
    slot: null,
    result: refusal.kind,
    state: "state" in refusal ? refusal.state : null,
    evidence: who.seq == null ? {} : { drawnAt: who.seq }
  });
  return result;
}
async function decide(world, click, verdict) {
  const changes = verdict !== "may_deny";
  const [person, snapshot, wake2] = await Promise.all([
    actorNow(world, click),
    look(() => world.store.snapshot(click.requestId)),
    changes ? armed(world, click.requestId) : OWN_ALARM
  ]);
  if (snapshot === "unavailable" || wake2 === null) return refused({ kind: "not_known_yet" });
  if (snapshot === null) return refused({ kind: "not_found" });
  const rules = flowsOf(world, snapshot).flatMap((flow) => flow === null ? [] : [flow.approvers]);
  const facts = await factsFor(world, person, rules);
  const only = verdict === "approve" && snapshot.request.access === null;
  const asker = only ? await mayStillAsk(world, snapshot.request, flowsOf(world, snapshot)) : null;
  const commandId = world.chance.id();
  const choose = (now_) => {
    const flows = flowsOf(world, now_);
    const may2 = verdict === "approve" ? mayApprove(now_.request, flows, facts) : mayDeny(now_.request, flows, facts);
    if (!may2.ok) return may2;
    if (asker?.ok === false)
      return asker.refusal.kind === "lookup_unavailable" ? asker : refused({ kind: "requester_may_not" });
    const pending = now_.request.state === "pending";
    if (pending && click.seq !== null && click.seq !== now_.request.seq) return refused({ kind: "changed" });
    const by2 = may2.value.key;
    if (verdict !== "approve") return accepted({ kind: "deny", commandId, by: by2, reason: click.reason });
    const grantWithinMs = flows[0].grantWithinMs;
    return accepted({ kind: "approve", commandId, by: by2, grantWithinMs, frozen: now_.frozen });
  };
  if (changes) return apply(world, snapshot, choose, wake2);
  const may = choose(snapshot);
  if (!may.ok) return may;
  const { state, outcome, ending, decisions } = snapshot.request;
  if (state === "pending") return accepted(snapshot.request);
  const by = ending?.by.kind === "person" ? ending.by.key : decisions.at(-1)?.by ?? null;
  return refused({ kind: "already", state, outcome, by });
}
async function cancel(world, click) {
  const [snapshot, wake2] = await Promise.all([
    look(() => world.store.snapshot(click.requestId)),
    armed(world, click.requestId)
  ]);
  if (snapshot === "unavailable" || wake2 === null) return refused({ kind: "not_known_yet" });
  if (snapshot === null) return refused({ kind: "not_found" });
  const by = await keyAmong(world, click, [snapshot.request.requester]);
  const commandId = world.chance.id();
  const done = await apply(
    world,
    snapshot,
    ({ request }) => request.requester === by ? accepted({ kind: "cancel", commandId, by }) : refused({ kind: "not_requester" }),
    wake2
  );
  if (done.ok) world.defer(() => hasten(world, snapshot, done.value));
  return done;
}
async function revoke(world, click) {
  const [snapshot, wake2] = await Promise.all([
    look(() => world.store.snapshot(click.requestId)),
    armed(world, click.requestId)
  ]);
  if (snapshot === "unavailable" || wake2 === null) return revokeWithoutRecord(world, click);
  if (snapshot === null) return refused({ kind: "not_found" });
  const { requester, decisions } = snapshot.request;
  const by = await keyAmong(world, click, [requester, ...decisions.map((decision) => decision.by)]);
  const own = (request) => mayEnd(request, by, NOBODY, {}).ok;
  const admin = own(snapshot.request) ? null : await adminNow(world, click);
  const commandId = world.chance.id();
  const done = await apply(
    world,
    snapshot,
    ({ request }) => {
      if (own(request)) return accepted({ kind: "revoke", commandId, by, note: click.reason });
      if (admin?.ok) return accepted({ kind: "revoke", commandId, by: admin.value, note: click.reason });
      return refused(admin?.refusal.kind === "lookup_unavailable" ? admin.refusal : { kind: "may_not_end" });
    },
    wake2
  );
  if (done.ok) world.defer(() => hasten(world, snapshot, done.value));
  if (!done.ok && done.refusal.kind === "not_known_yet") return revokeWithoutRecord(world, click);
  return done;
}
var NOBODY = { people: [], usergroup: null };
async function revokeWithoutRecord(world, click) {
  const [by, admin] = await Promise.all([keyNow(world, click), adminNow(world, click)]);
  const answer = await look(() => world.doorbell.release(click.requestId, by, admin.ok));
  if (answer === "accepted") return accepted(null);
  return refused(answer === "refused" ? { kind: "may_not_end" } : { kind: "not_known_yet" });
}
async function hasten(world, before, request) {
  if (request.state !== "revoking" || request.ending === null) return;
  const hold2 = holdOrderOf(request, removesStanding(before));
  if (hold2)
    await look(
      () => world.entitlements.release(releaseOrder(hold2, request.ending?.by ?? { kind: "system", name: "policy" }))
    );
}
var removesStanding = (snapshot) => snapshot.version.flow.targets.find((target) => target.name === snapshot.request.access?.target)?.endRemovesStanding ?? false;
async function list(world, person) {
  const plain = personKey(person.teamId, person.userId);
  const listFor = (key) => look(() => world.store.listFor(key, 5));
  let lines = await listFor(plain);
  if (lines !== "unavailable" && lines.length === 0) {
    const key = await keyNow(world, person);
    if (key !== plain) lines = await listFor(key);
  }
  return lines === "unavailable" ? refused({ kind: "not_known_yet" }) : accepted(lines);
}
async function keyAmong(world, click, keys) {
  const plain = personKey(click.teamId, click.userId);
  const perhaps = !keys.includes(plain) && keys.some((key) => userIdOf(key) === click.userId);
  return perhaps ? keyNow(world, click) : plain;
}
async function look(read2) {
  try {
    return await read2();
  } catch (error) {
    if (error instanceof TransientError5) return "unavailable";
    throw error;
  }
}

// src/domain/silence.ts
var WATCH_EVERY_MS = 5 * 6e4;
var STAND_IN_AFTER_MS = 3 * 6e4;
var WAKE_AFTER_MS = WATCH_EVERY_MS + 6e4;
var TELL_AFTER_MS = 10 * 6e4;
var TELL_AGAIN_MS = 60 * 6e4;
var NOT_READY_AFTER_MS = 15 * 6e4;
function newsOf(since, toldAt, now) {
  if (now - since < TELL_AFTER_MS) return toldAt === null ? null : "back";
  return toldAt === null || now - toldAt >= TELL_AGAIN_MS ? "silent" : null;
}

// src/engine/cron.ts
import { TransientError as TransientError8 } from "../../../src/ports.ts";

// src/engine/sweep.ts
import { TransientError as TransientError7 } from "../../../src/ports.ts";

// src/domain/digest.ts
var hashDigest = (body) => hashOf(body);
function rootOver() {
  const hash = runningHash();
  const counts = { version: 0, event: 0, order: 0, entry: 0 };
  return {
    add({ position, kind, ref, seq, hash: of }) {
      counts[kind]++;
      hash.add(`${canonicalJson([position, kind, ref, seq, of])}
`);
    },
    done: () => ({ counts, root: hash.hex() })
  };
}
var digestLine = ({ body, signature }) => canonicalJson({ digest: body, signature });

// src/engine/roll-up.ts
import { TransientError as TransientError6 } from "../../../src/ports.ts";
var LINES_A_READ = 1e3;
var READS_A_DIGEST = 20;
var SENT_A_RUN = 10;
var MENDING_MS = 30 * 6e4;
async function rollUp(world) {
  const { newest, homes } = await world.store.digestState();
  const made = isDue(newest, world.clock.now()) ? await make(world, newest) : newest;
  if (made === null) return;
  for (const home of world.notary.archive === null ? ["slack"] : ["archive", "slack"]) {
    const state = homes.find((one) => one.home === home) ?? { home, seq: 0, notBefore: 0 };
    if (state.seq < made.body.seq && state.notBefore <= world.clock.now()) await send(world, state);
  }
}
var isDue = (newest, now) => newest === null || Math.floor(now / HOUR_MS) > Math.floor(newest.body.at / HOUR_MS) || newest.body.to - newest.body.from + 1 >= LINES_A_READ * READS_A_DIGEST;
async function make(world, newest) {
  await tellOverflows(world);
  const at = world.clock.now();
  const after = newest?.body.to ?? 0;
  const root = rootOver();
  let to = after;
  for (let reads = 0; reads < READS_A_DIGEST; reads++) {
    const lines = await world.store.trail(to, LINES_A_READ);
    for (const line of lines) root.add(line);
    to = lines.at(-1)?.position ?? to;
    if (lines.length < LINES_A_READ) break;
  }
  const digest = await sealed(world, {
    format: 1,
    seq: (newest?.body.seq ?? 0) + 1,
    at,
    from: after + 1,
    to,
    ...root.done(),
    previous: newest?.hash ?? "",
    key: null
  });
  const outcome = await world.store.keepDigest(digest);
  if (outcome === "conflict") return newest;
  world.log("audit.digest.made", { seq: digest.body.seq, lines: to - after, signed: digest.signature !== null });
  return digest;
}
async function tellOverflows(world) {
  const now = world.clock.now();
  for (const overflow of await world.store.overflows(Math.floor(now / HOUR_MS)))
    await world.store.overflowTold(overflow, overflowEntry(overflow, now));
}
async function sealed(world, body) {
  const key = await world.notary.key();
  const whole = { ...body, key };
  const signature = key === null ? null : await world.notary.sign(canonicalJson(whole));
  return { body: whole, hash: hashDigest(whole), signature };
}
async function send(world, { home, seq: reached }) {
  let seq = reached;
  for (const digest of await world.store.digestsAfter(reached, SENT_A_RUN)) {
    const trouble = await trying(() => sendTo(world, home, digest));
    if (trouble !== null) {
      world.log("audit.digest.delayed", { home, seq: digest.body.seq, why: trouble });
      if (trouble !== LATER) await world.store.homeReached({ home, seq, notBefore: world.clock.now() + MENDING_MS });
      return;
    }
    seq = digest.body.seq;
    await world.store.homeReached({ home, seq, notBefore: 0 });
  }
}
var LATER = "not_now";
async function sendTo(world, home, digest) {
  const line = digestLine(digest);
  if (home === "slack") {
    const outcome = await world.messenger.digest(digest.body, line);
    return outcome.kind === "sent" ? null : outcome.code;
  }
  const name = `digests/${String(digest.body.seq).padStart(10, "0")}.json`;
  return await world.notary.archive?.put(name, `${line}
`) === "differs" ? "differs" : null;
}
async function trying(send2) {
  try {
    return await send2();
  } catch (error) {
    if (error instanceof TransientError6) return LATER;
    throw error;
  }
}

// src/engine/sweep.ts
var ROWS_A_SWEEP = 300;
async function sweep(world) {
  let rung = 0;
  let woken = 0;
  const now = world.clock.now();
  const turn = Math.floor(now / SWEEP_EVERY_MS);
  const due = await orNothing(world, "due", () => world.store.dueRequests(now, ROWS_A_SWEEP, turn));
  for (const requestId of due ?? []) {
    await orNothing(world, "ring", async () => {
      await world.doorbell.ring(requestId);
      rung++;
    });
  }
  const left = await orNothing(world, "left_slots", () => world.store.leftSlots(ROWS_A_SWEEP, turn));
  if (left && left.unreadable.length > 0) world.log("sweep.slots.unreadable", { slots: left.unreadable.length });
  for (const access of left?.slots ?? [])
    await orNothing(world, "wake", async () => {
      await world.entitlements.wake(access);
      woken++;
    });
  await orNothing(world, "orders", () => carryOutOrders(world, ENDS_A_SWEEP));
  await orNothing(world, "digests", () => rollUp(world));
  if (rung > 0) world.metrics({ name: "rescue", of: ["request"], value: rung });
  if (woken > 0) world.metrics({ name: "rescue", of: ["slot"], value: woken });
  world.log("sweep.run.finished", { due: due?.length ?? -1, rung });
  return { rung, rescued: rung + woken, whole: due !== null && left !== null };
}
async function orNothing(world, what, work2) {
  try {
    return await work2();
  } catch (error) {
    const name = error instanceof TransientError7 ? error.name : error instanceof Error ? error.name : "unknown";
    world.log("sweep.part.failed", { part: what, class: name });
    return null;
  }
}

// src/engine/cron.ts
async function runCron(world) {
  const run = await sweep(world);
  const before = await attempt2(world, "signs", () => world.store.signs());
  const signed = run.whole && await showSign(world, "sweep", run.rescued);
  if (before !== null) await lookAfterWatchdog(world, before);
  if (signed) await attempt2(world, "beacon", () => world.beacon());
}
async function showSign(world, finder, rescued) {
  const shown = await attempt2(world, "sign", async () => {
    await world.store.showSign(finder, world.clock.now(), rescued);
    return true;
  });
  return shown ?? false;
}
async function lookAfterWatchdog(world, { finders: { sweep: own, watchdog } }) {
  const now = world.clock.now();
  if (watchdog === null || now - watchdog.at >= WAKE_AFTER_MS) {
    world.log("watchdog.object.woken", { silentMs: watchdog === null ? null : now - watchdog.at });
    await attempt2(world, "wake", () => world.watchdog.wake());
  }
  if (watchdog === null || own === null || now - own.at >= STAND_IN_AFTER_MS) return;
  const kind = newsOf(watchdog.at, watchdog.toldAt, now);
  if (kind === null || !await warn(world, { kind, finder: "watchdog", since: watchdog.at })) return;
  await attempt2(world, "told", () => world.store.signTold("watchdog", kind === "silent" ? now : null));
}
async function warn(world, warning) {
  world.log("watch.warning.raised", { kind: warning.kind, finder: "finder" in warning ? warning.finder : null });
  const outcome = await attempt2(world, "warning", () => world.messenger.warning(warning));
  if (outcome?.kind === "undeliverable") world.log("watch.warning.refused", { code: outcome.code });
  return outcome?.kind === "sent";
}
async function attempt2(world, part, work2) {
  try {
    return await work2();
  } catch (error) {
    const name = error instanceof TransientError8 ? error.name : error instanceof Error ? error.name : "unknown";
    world.log("watch.part.failed", { part, class: name });
    return null;
  }
}

// src/domain/entitlement.ts
var QUIET_MS = 10 * 6e4;
var ECHO_MS = 5 * 6e4;
var LOOK_EVERY_MS = 60 * 6e4;
var CALL_LIMIT_MS = 2e4;
var LONGEST_DOUBT_MS = CALL_LIMIT_MS + QUIET_MS;
var LONGEST_WAIT_MS = 10 * 6e4;
var BASELINE_FRESH_MS = 6e4;
var STRUGGLE_AFTER_MS = 5 * 6e4;
var STRUGGLE_AGAIN_MS = 60 * 6e4;
var fresh = (access) => ({
  access,
  recalled: false,
  openedAt: null,
  baseline: null,
  ids: {},
  have: { kind: "unknown" },
  doubt: null,
  inFlight: null,
  wroteAt: null,
  closing: false,
  generation: 0,
  holds: [],
  released: {},
  reports: [],
  targetTries: 0,
  targetNotBefore: 0,
  recordTries: 0,
  recordNotBefore: 0,
  reportTries: 0,
  reportNotBefore: 0,
  lastTrouble: null,
  traits: null
});
var holdFrom = ({ access, ...order }) => ({
  ...order,
  level: access.level,
  clearedAt: null,
  granted: false,
  end: null,
  toldStruggleAt: null
});
function acceptHold(state, order) {
  const s = state ?? fresh(order.access);
  const known = s.holds.find((hold2) => hold2.requestId === order.requestId);
  if ((s.released[order.requestId] ?? 0) >= order.sequence) return s;
  if (known && known.sequence >= order.sequence) return s;
  const { access } = order;
  return { ...s, access, holds: [...s.holds.filter((hold2) => hold2 !== known), holdFrom(order)], recordNotBefore: 0 };
}
var acceptWake = (state, access) => state ?? fresh(access);
function acceptRelease(state, order, now) {
  const { requestId, sequence, access } = order.hold;
  const s = state ?? fresh(access);
  const seen2 = s.released[requestId] ?? 0;
  const known = s.holds.find((hold2) => hold2.requestId === requestId);
  if (known && known.end !== null)
    return sequence > seen2 ? { ...s, released: { ...s.released, [requestId]: sequence } } : s;
  const detail = order.cause === "grant_by_passed" ? s.lastTrouble : null;
  const end2 = { cause: order.cause, by: order.by, at: now, detail };
  const ended2 = { ...known ?? holdFrom(order.hold), end: end2 };
  return {
    ...s,
    holds: [...s.holds.filter((hold2) => hold2 !== known), ended2],
    released: { ...s.released, [requestId]: Math.max(seen2, sequence) },
    targetNotBefore: 0
  };
}
function endByClock(s, now) {
  let changed = false;
  const holds = s.holds.map((hold2) => {
    const due = dueAt(hold2);
    if (hold2.end !== null || now < due) return hold2;
    changed = true;
    const cause = hold2.granted ? "time" : "grant_by_passed";
    const detail = hold2.granted ? null : s.lastTrouble;
    return { ...hold2, end: { cause, by: { kind: "system", name: "timer" }, at: now, detail } };
  });
  return changed ? { ...s, holds, targetNotBefore: 0 } : s;
}
function withinReach(s, now) {
  const { have, doubt } = s;
  const stale = s.openedAt === null && s.baseline !== null && have.kind === "read" && now >= have.at + BASELINE_FRESH_MS;
  return {
    ...s,
    ...stale ? { baseline: null, have: { kind: "untouched" } } : {},
    ...!stale && (have.kind === "read" || have.kind === "said") && have.at > now ? { have: { ...have, at: now } } : {},
    wroteAt: s.wroteAt === null ? null : Math.min(s.wroteAt, now),
    doubt: doubt && { ...doubt, until: Math.min(doubt.until, now + LONGEST_DOUBT_MS) },
    targetNotBefore: Math.min(s.targetNotBefore, now + LONGEST_WAIT_MS),
    recordNotBefore: Math.min(s.recordNotBefore, now + LONGEST_WAIT_MS),
    reportNotBefore: Math.min(s.reportNotBefore, now + LONGEST_WAIT_MS),
    holds: s.holds.map(
      (hold2) => hold2.clearedAt !== null && hold2.clearedAt > now ? { ...hold2, clearedAt: now } : hold2
    )
  };
}
var endOf = (hold2, now) => hold2.until ?? Math.min(now + hold2.durationMs, hold2.hardEnd);
var dueAt = (hold2) => Math.min(hold2.hardEnd, hold2.until ?? hold2.hardEnd, hold2.granted ? Number.POSITIVE_INFINITY : hold2.grantBy);
function wantedLevel(s, traits) {
  const levels = s.holds.filter((hold2) => hold2.end === null && hold2.clearedAt !== null).map((hold2) => hold2.level);
  if (s.baseline !== null && s.baseline !== "unknown" && s.baseline.level !== null) levels.push(s.baseline.level);
  return strongest(traits.levels, levels);
}
function strongest(order, levels) {
  let best = null;
  for (const level of levels) if (rankOf(order, level) > rankOf(order, best)) best = level;
  return best;
}
var sameBaseline = (a, b) => a === null || b === null || a === "unknown" || b === "unknown" ? a === b : a.level === b.level && a.inherited === b.inherited;
function knownLevel(s, traits) {
  if (s.have.kind === "read") return s.have.level;
  if (s.have.kind === "said" && !traits.readable) return s.have.level;
  return s.have.kind === "untouched" ? null : void 0;
}
var withLevels = (traits, levels) => ({
  ...traits,
  levels: [.../* @__PURE__ */ new Set([...traits.levels, ...levels.filter((level) => typeof level === "string")])]
});
function levelsIn(s) {
  const of = (have) => "level" in have ? have.level : null;
  const baseline = s.baseline === null || s.baseline === "unknown" ? null : s.baseline.level;
  const before = s.inFlight && of(s.inFlight.before);
  return [baseline, s.access.level, ...s.holds.map((hold2) => hold2.level), of(s.have), before, s.inFlight?.level];
}

// src/domain/settle.ts
function settle(s, traits, now) {
  const level = knownLevel(s, traits);
  const want = rankOf(traits.levels, wantedLevel(s, traits));
  const holds = [];
  const reports = [...s.reports];
  let released = s.released;
  let told = false;
  for (const hold2 of s.holds) {
    if (hold2.end !== null && level !== void 0 && rankOf(traits.levels, level) <= want) {
      told = true;
      const { cause, by, detail } = hold2.end;
      const commandId = reportId(s, hold2, "ended");
      const owed = reports.findIndex(({ report }) => report.commandId === commandId);
      if (owed >= 0) reports.splice(owed, 1);
      reports.push({
        requestId: hold2.requestId,
        report: {
          kind: "ended",
          commandId,
          sequence: hold2.sequence,
          cause,
          by,
          detail,
          evidence: evidence(s, traits, want, hold2.end.at)
        }
      });
      released = { ...released, [hold2.requestId]: Math.max(released[hold2.requestId] ?? 0, hold2.sequence) };
    } else if (hold2.end === null && !hold2.granted && hold2.clearedAt !== null && s.openedAt !== null && !s.closing && seenSince(s, hold2) && level !== void 0 && rankOf(traits.levels, level) >= rankOf(traits.levels, hold2.level)) {
      told = true;
      const until = endOf(hold2, now);
      holds.push({ ...hold2, granted: true, until });
      const baseline = s.baseline !== null && s.baseline !== "unknown" ? s.baseline.level : null;
      const standing = rankOf(traits.levels, baseline) >= rankOf(traits.levels, hold2.level) ? "baseline" : "none";
      reports.push({
        requestId: hold2.requestId,
        report: {
          kind: "granted",
          commandId: reportId(s, hold2, "granted"),
          sequence: hold2.sequence,
          until,
          evidence: { ...evidence(s, traits, 0, 0), standing }
        }
      });
    } else if (hold2.end !== null && now - hold2.end.at >= STRUGGLE_AFTER_MS && now - (hold2.toldStruggleAt ?? 0) >= STRUGGLE_AGAIN_MS) {
      holds.push({ ...hold2, toldStruggleAt: now });
      const detail = s.lastTrouble ?? "the target has not confirmed the removal yet";
      reports.push({
        requestId: hold2.requestId,
        report: {
          kind: "struggling",
          commandId: `${reportId(s, hold2, "struggling")}:${now}`,
          sequence: hold2.sequence,
          since: hold2.end.at,
          at: now,
          detail,
          ...s.lastClass == null ? {} : { class: s.lastClass }
        }
      });
    } else holds.push(hold2);
  }
  if (!told) return { ...s, holds, reports, released };
  const { calls: _, ...rest } = s;
  return { ...rest, holds, reports, released };
}
var seenSince = (s, hold2) => hold2.clearedAt !== null && (s.have.kind === "read" ? s.have.at >= hold2.clearedAt : s.have.kind === "said");
function evidence(s, traits, remaining, since) {
  const at = Math.max(since, s.have.kind === "read" || s.have.kind === "said" ? s.have.at : 0);
  const inherited = s.have.kind === "read" ? s.have.inherited : null;
  const seen2 = s.have.kind === "untouched" ? "never_added" : s.have.kind === "read" ? s.have.level ?? "absent" : "unverified";
  const baseline = s.baseline !== null && s.baseline !== "unknown" ? rankOf(traits.levels, s.baseline.level) : 0;
  const standing = remaining === 0 ? "none" : baseline >= remaining ? "baseline" : "covered_by_another_hold";
  return { seen: seen2, inherited, at, standing, ...s.calls === void 0 ? {} : { calls: s.calls } };
}
var reportId = (s, hold2, kind) => `${sha256Hex(s.access.key).slice(0, 16)}:${hold2.requestId}:${hold2.sequence}:${kind}`;

// src/domain/decide.ts
var CLEARED_FRESH_MS = 5e3;
function decide2(s, traits, now) {
  const target = targetStep(s, traits, now);
  const asksFirst = target?.do === "set" && needsClearing(s, traits, target.level, now);
  if (target !== null && !asksFirst && now >= s.targetNotBefore) return target;
  if (s.reports.length > 0 && now >= s.reportNotBefore) return { do: "report" };
  const record2 = asksFirst && now >= s.targetNotBefore ? { do: "consult" } : recordStep(s, traits);
  if (record2 !== null && now >= s.recordNotBefore) return record2;
  if (s.reports.length === 0 && s.holds.length === 0 && target === null && record2 === null && s.doubt === null)
    return { do: "forget" };
  return { do: "wait", at: nextWake(s, now, target !== null && !(asksFirst && record2), record2 !== null) };
}
function targetStep(s, traits, now) {
  const live = s.holds.filter((hold2) => hold2.end === null);
  if (s.baseline === null)
    return s.recalled && s.have.kind === "untouched" && live.some((hold2) => hold2.clearedAt !== null) ? { do: "get", why: "baseline" } : null;
  if (s.openedAt === null || s.closing) return null;
  const want = s.holds.some((hold2) => hold2.end !== null) ? assuredLevel(s, traits, now) : wantedLevel(s, traits);
  const level = knownLevel(s, traits);
  if (s.have.kind === "believed" && rankOf(traits.levels, s.have.level) <= rankOf(traits.levels, want))
    return { do: "get", why: "routine" };
  if (level === void 0 && s.have.kind === "said" && s.have.level === want) return { do: "get", why: "verify" };
  if (level === void 0) return { do: "set", level: want };
  if (rankOf(traits.levels, level) !== rankOf(traits.levels, want)) {
    const newestEnd = Math.max(0, ...s.holds.map((hold2) => hold2.end?.at ?? 0));
    const stale = s.have.kind === "read" && s.have.at < newestEnd;
    if (want !== null && stale && rankOf(traits.levels, level) > rankOf(traits.levels, want))
      return { do: "get", why: "before_lowering" };
    return { do: "set", level: want };
  }
  if (s.have.kind === "read" && live.some((hold2) => !hold2.granted && hold2.clearedAt !== null && !seenSince(s, hold2)))
    return { do: "get", why: "verify" };
  if (s.doubt !== null && now >= s.doubt.until)
    return traits.readable ? { do: "get", why: "second_look" } : { do: "set", level: want };
  if (live.length > 0 && s.have.kind === "read" && now >= s.have.at + LOOK_EVERY_MS)
    return { do: "get", why: "routine" };
  return null;
}
var needsClearing = (s, traits, level, now) => rankOf(traits.levels, level) > rankOf(traits.levels, assuredLevel(s, traits, now));
function assuredLevel(s, traits, now) {
  const assured = s.holds.filter((hold2) => hold2.granted || now < (hold2.clearedAt ?? 0) + CLEARED_FRESH_MS);
  return wantedLevel({ ...s, holds: assured }, traits);
}
function recordStep(s, traits) {
  const live = s.holds.filter((hold2) => hold2.end === null);
  if (s.closing) return { do: "close" };
  if (!s.recalled || live.some((hold2) => hold2.clearedAt === null)) return { do: "consult" };
  if (s.baseline !== null && s.openedAt === null && live.length > 0) return { do: "open" };
  if (s.baselineChanged && s.openedAt !== null && s.holds.length > 0) return { do: "open" };
  const level = knownLevel(s, traits);
  const back = level !== void 0 && rankOf(traits.levels, level) === rankOf(traits.levels, wantedLevel(s, traits));
  if ((s.openedAt ?? s.opening ?? null) !== null && s.holds.length === 0 && s.reports.length === 0 && s.doubt === null && (back || s.baseline === null))
    return { do: "close" };
  return null;
}
function nextWake(s, now, target, record2) {
  const times = [];
  if (target) times.push(s.targetNotBefore);
  else if (s.doubt !== null && s.doubt.until > now) times.push(s.doubt.until);
  if (record2) times.push(s.recordNotBefore);
  if (s.reports.length > 0) times.push(s.reportNotBefore);
  for (const hold2 of s.holds) {
    if (hold2.end === null) times.push(dueAt(hold2));
    else times.push(Math.max(hold2.end.at + STRUGGLE_AFTER_MS, (hold2.toldStruggleAt ?? 0) + STRUGGLE_AGAIN_MS));
  }
  if (!target && s.have.kind === "read" && s.have.at + LOOK_EVERY_MS > now && s.holds.some((hold2) => hold2.end === null))
    times.push(s.have.at + LOOK_EVERY_MS);
  return Math.max(now + 1, Math.min(...times, now + LOOK_EVERY_MS));
}

// src/domain/entitlement-answers.ts
var BACKOFF_MS = { first: 5e3, cap: 3e5 };
var backoffMs = (tries, random) => Math.round(Math.min(BACKOFF_MS.cap / 1.25, BACKOFF_MS.first * 2 ** Math.min(tries, 10)) * (0.75 + random / 2));
function beganSet(s, traits, level, now) {
  const believed = s.have.kind === "read" || s.have.kind === "said" ? rankOf(traits.levels, s.have.level) : null;
  const rank = rankOf(traits.levels, level);
  const removing = rank === 0 || believed === null || rank < believed;
  const again2 = s.intent !== void 0 && s.intent === level;
  const given = (hold2) => hold2.end === null && hold2.clearedAt !== null && rankOf(traits.levels, hold2.level) <= rank;
  const overtakes = s.doubt !== null && !again2 && rank > Math.max(1, believed ?? 0);
  const doubtBefore = overtakes && s.doubt !== null ? { ...s.doubt, removing: true } : s.doubt;
  return {
    ...s,
    holds: s.holds.map((hold2) => given(hold2) ? { ...hold2, until: endOf(hold2, now) } : hold2),
    have: { kind: "unknown" },
    doubt: { until: now + LONGEST_DOUBT_MS, removing: removing || (doubtBefore?.removing ?? false) },
    inFlight: { startedAt: now, level, before: s.have, doubtBefore },
    generation: again2 ? s.generation : Math.max(s.generation + 1, now),
    intent: level,
    calls: { count: (s.calls?.count ?? 0) + 1, firstAt: s.calls?.firstAt ?? now, lastAt: now }
  };
}
function setAccepted(s, traits, startedAt, now) {
  const { inFlight, intent: _, ...rest } = s;
  if (inFlight?.startedAt !== startedAt) return s;
  const repeated = !traits.readable && inFlight.doubtBefore !== null && startedAt >= inFlight.doubtBefore.until;
  return {
    ...rest,
    have: { kind: "said", level: inFlight.level, at: now },
    doubt: repeated ? null : inFlight.doubtBefore,
    inFlight: null,
    wroteAt: now,
    targetTries: traits.readable ? s.targetTries : 0,
    lastTrouble: null,
    lastClass: null
  };
}
function setFailed(s, traits, trouble, startedAt, now, random) {
  if (s.inFlight?.startedAt !== startedAt) return s;
  const { level, before, doubtBefore } = s.inFlight;
  const waiting = troubled(s, trouble, now, random);
  const refused2 = (hold2) => hold2.end === null && hold2.clearedAt !== null && !hold2.granted && rankOf(traits.levels, hold2.level) === rankOf(traits.levels, level);
  if (trouble.effect === "unknown") {
    const open = { ...waiting, inFlight: null };
    if (!trouble.permanent || level === null) return open;
    return { ...endHolds(open, refused2, "refused_by_target", trouble.detail, now), targetNotBefore: 0 };
  }
  const rest = { ...waiting, have: before, doubt: doubtBefore, inFlight: null, holds: startedAfresh(s, doubtBefore) };
  if (!trouble.permanent || level === null) return rest;
  if (!s.holds.some(refused2)) return rest;
  const have = before.kind === "read" ? { kind: "said", level: before.level, at: before.at } : before;
  const { intent: _, ...answered } = rest;
  return { ...endHolds(answered, refused2, "refused_by_target", trouble.detail, now), have, targetNotBefore: 0 };
}
var startedAfresh = ({ holds }, doubt) => doubt === null ? holds.map((hold2) => hold2.granted || hold2.end !== null ? hold2 : { ...hold2, until: null }) : holds;
function seen(s, traits, look2, startedAt, now) {
  const rank = rankOf(traits.levels, look2.level);
  const read2 = { kind: "read", level: look2.level, inherited: look2.inherited, at: now };
  const calm = { ...s, have: read2, targetNotBefore: 0, lastTrouble: null, lastClass: null };
  if (s.baseline === null) {
    if (!s.recalled || s.have.kind !== "untouched") return s;
    const baseline2 = { level: look2.level, inherited: look2.inherited };
    return { ...calm, baseline: baseline2, ids: { ...s.ids, ...look2.ids }, targetTries: 0 };
  }
  const doubt = s.doubt !== null && startedAt >= s.doubt.until ? null : s.doubt;
  const known = s.have.kind === "untouched" || s.have.kind === "unknown" ? rank : rankOf(traits.levels, s.have.level);
  const again2 = { targetTries: s.targetTries + 1, targetNotBefore: now + backoffMs(s.targetTries, 0.5) };
  if (s.have.kind === "said" && rank !== known)
    return {
      ...s,
      ...again2,
      have: { kind: "unknown" },
      doubt: { until: now + LONGEST_DOUBT_MS, removing: rank > known || (s.doubt?.removing ?? false) },
      lastTrouble: "the target does not show what it accepted",
      lastClass: "retryable"
    };
  const echo = s.wroteAt !== null && now < s.wroteAt + ECHO_MS;
  if (rank < known && !(s.doubt?.removing ?? false))
    return echo ? { ...s, ...again2 } : lost({ ...calm, doubt, targetTries: 0 }, traits, rank, look2, now);
  const raised = s.have.kind === "read" && rank > known && s.doubt === null && !echo && s.baseline !== "unknown";
  const baseline = raised ? { level: look2.level, inherited: look2.inherited } : s.baseline;
  return { ...calm, doubt, baseline, ...raised ? { baselineChanged: true } : {}, targetTries: 0 };
}
function lost(s, traits, rank, look2, now) {
  const gone2 = (hold2) => hold2.end === null && hold2.granted && rankOf(traits.levels, hold2.level) > rank;
  const evidence2 = { seen: look2.level ?? "absent", inherited: look2.inherited, at: now, standing: "none" };
  const reports = s.holds.filter(gone2).map((hold2) => ({
    requestId: hold2.requestId,
    report: { kind: "gone", commandId: reportId(s, hold2, "gone"), sequence: hold2.sequence, evidence: evidence2 }
  }));
  const released = { ...s.released };
  for (const hold2 of s.holds.filter(gone2))
    released[hold2.requestId] = Math.max(released[hold2.requestId] ?? 0, hold2.sequence);
  const lowered = s.baseline !== null && s.baseline !== "unknown" && rankOf(traits.levels, s.baseline.level) > rank;
  return {
    ...s,
    holds: s.holds.filter((hold2) => !gone2(hold2)),
    released,
    reports: [...s.reports, ...reports],
    ...lowered ? { baseline: { level: look2.level, inherited: look2.inherited }, baselineChanged: true } : {}
  };
}
function lookFailed(s, trouble, now, random) {
  const waiting = troubled(s, trouble, now, random);
  if (!trouble.permanent || s.baseline !== null || s.have.kind !== "untouched") return waiting;
  const hopeless = (hold2) => hold2.end === null && hold2.clearedAt !== null && !hold2.granted;
  return endHolds(waiting, hopeless, "refused_by_target", trouble.detail, now);
}
var troubled = (s, trouble, now, random) => ({
  ...s,
  targetTries: s.targetTries + 1,
  targetNotBefore: Math.max(
    now + backoffMs(s.targetTries, random),
    // Not a number is not a wish.
    Math.min(trouble.retryAt !== null && trouble.retryAt > now ? trouble.retryAt : now, now + LONGEST_WAIT_MS)
  ),
  lastTrouble: trouble.detail,
  lastClass: trouble.class
});
function endHolds(s, which, cause, detail, now) {
  const by = { kind: "system", name: "entitlement" };
  return {
    ...s,
    holds: s.holds.map((hold2) => which(hold2) ? { ...hold2, end: { cause, by, at: now, detail } } : hold2)
  };
}

// src/domain/entitlement-recall.ts
function consulted(before, deployed, answer, now) {
  const row = answer.open?.baseline;
  const told = answer.restored.map(({ order }) => order.access.level);
  const traits = withLevels(deployed, [...told, row && row !== "unknown" ? row.level : null]);
  let s = before;
  if (!s.recalled) {
    for (const { order } of answer.restored) s = acceptHold(s, order);
    if (answer.open) s = remembered(s, traits, answer.open, now);
    else if (answer.restored.some(({ order }) => order.until !== null))
      s = remembered(s, traits, unrecorded(traits, now), now);
    else s = { ...s, have: { kind: "untouched" }, recalled: true };
  }
  const holds = s.holds.map((hold2) => {
    if (hold2.end !== null || hold2.granted) return hold2;
    const restored = answer.restored.find(
      ({ order }) => order.requestId === hold2.requestId && order.sequence === hold2.sequence
    );
    const system = { kind: "system", name: "entitlement" };
    if (restored) {
      const end2 = restored.releasing ? { cause: "released", by: system, at: now, detail: null } : null;
      return { ...hold2, clearedAt: now, granted: true, until: restored.order.until, end: end2 };
    }
    const verdict = answer.verdicts[hold2.requestId];
    if (verdict?.sequence !== hold2.sequence) return hold2;
    if (verdict.no !== null) return { ...hold2, end: { cause: "not_cleared", by: system, at: now, detail: verdict.no } };
    if (!traits.readable && !hold2.removesStanding)
      return {
        ...hold2,
        end: {
          cause: "not_cleared",
          by: system,
          at: now,
          detail: "standing access cannot be told apart at this target"
        }
      };
    return { ...hold2, clearedAt: now };
  });
  const baseline = s.baseline ?? (traits.readable || !holds.some((hold2) => hold2.clearedAt !== null) ? null : "unknown");
  return { ...s, holds, baseline, recordTries: 0, recordNotBefore: 0 };
}
var unrecorded = (traits, now) => ({
  openedAt: now,
  baseline: traits.readable ? { level: null, inherited: null } : "unknown",
  ids: {}
});
function remembered(s, traits, row, now) {
  const held2 = s.holds.filter((hold2) => hold2.end !== null || hold2.until !== null).map((hold2) => hold2.level);
  const before = row.baseline !== "unknown" && row.baseline.level !== null ? [row.baseline.level] : [];
  return {
    ...s,
    baseline: row.baseline,
    openedAt: row.openedAt,
    ids: row.ids,
    recalled: true,
    have: traits.readable && held2.length + before.length > 0 ? { kind: "believed", level: strongest(traits.levels, [...held2, ...before]) } : { kind: "unknown" },
    doubt: { until: now + LONGEST_DOUBT_MS, removing: false },
    wroteAt: now
  };
}
var reportsFailed = (s, now, random) => ({
  ...s,
  reportTries: s.reportTries + 1,
  reportNotBefore: now + backoffMs(s.reportTries, random)
});
var reported = (s) => ({ ...s, reportTries: 0, reportNotBefore: 0 });
function recordFailed(s, now, random) {
  const waiting = { ...s, recordTries: s.recordTries + 1, recordNotBefore: now + backoffMs(s.recordTries, random) };
  return s.openedAt === null && s.have.kind === "read" ? { ...waiting, baseline: null, have: { kind: "untouched" } } : waiting;
}
function opened(s, row, told) {
  const answered = { ...s, opening: null, recordTries: 0, recordNotBefore: 0 };
  if (s.openedAt === row.openedAt) return { ...answered, baselineChanged: !sameBaseline(s.baseline, told) };
  return { ...answered, openedAt: row.openedAt, baseline: row.baseline, ids: { ...s.ids, ...row.ids } };
}
var openingBegan = (s, at) => ({ ...s, opening: at });
var openingRefused = (s) => ({ ...s, opening: null });
var closingBegan = (s) => ({ ...s, closing: true });
var closedInRecord = (s) => ({
  ...s,
  openedAt: null,
  opening: null,
  closing: false,
  baseline: null,
  baselineChanged: false,
  ids: {},
  have: { kind: "untouched" },
  recordTries: 0,
  recordNotBefore: 0
});

// src/domain/turn.ts
var OVERDUE_AFTER_MS = 6e4;
var LONGEST_TURN_MS = 5 * 6e4;
var SILENT_GATE_MS = 5 * 6e4;
var LONGEST_QUEUE_MS = 6 * 36e5;
function turnFor(s, traits, step2, now) {
  const ended2 = s.holds.filter((hold3) => hold3.end !== null);
  const hold2 = ended2[0] ?? s.holds.find((one) => !one.granted) ?? s.holds[0];
  const flow = hold2?.flow ?? s.access.target;
  const readBack = traits.readable ? 1 : 0;
  const calls = step2.do === "set" ? 1 + readBack : step2.why === "baseline" ? 2 + readBack : 1;
  return { urgency: urgencyOf(s, traits, step2, ended2, now), flow, calls };
}
function urgencyOf(s, traits, step2, ended2, now) {
  if (ended2.length > 0) {
    const since = Math.min(...ended2.map((hold2) => hold2.end?.at ?? now));
    return now >= since + OVERDUE_AFTER_MS ? "overdue" : "end";
  }
  if (step2.do === "set") return s.holds.length === 0 || lowers(s, traits, step2.level) ? "overdue" : "grant";
  return step2.why === "baseline" || s.holds.some((hold2) => !hold2.granted) ? "grant" : "look";
}
function lowers(s, traits, level) {
  const known = knownLevel(s, traits);
  return known !== void 0 && rankOf(traits.levels, level) < rankOf(traits.levels, known);
}
var mayWait = ({ urgency }) => urgency === "grant";
var isCredible = (answer, s, now) => answer.idleMs <= SILENT_GATE_MS && now < (s.heldSince ?? now) + LONGEST_QUEUE_MS;
var ITS_TURN = "the target allows only so many calls, and it was not this one's turn yet";
function held(s, asked, waitMs, now) {
  if (ends(s) !== ends(asked)) return s;
  const wait = Number.isFinite(waitMs) ? Math.min(Math.max(1, Math.ceil(waitMs)), LONGEST_TURN_MS) : LONGEST_TURN_MS;
  return {
    ...s,
    targetNotBefore: now + wait,
    heldSince: s.heldSince ?? now,
    lastTrouble: s.lastTrouble ?? ITS_TURN
  };
}
var ends = ({ holds }) => holds.filter((hold2) => hold2.end !== null).length;
function unheld(s) {
  if (s.heldSince === void 0) return s;
  const { heldSince: _, ...rest } = s;
  return rest;
}

// src/engine/entitlement.ts
import {
  PermanentError as PermanentError4,
  TransientError as TransientError11
} from "../../../src/ports.ts";

// src/engine/entitlement-record.ts
import { TransientError as TransientError9 } from "../../../src/ports.ts";
async function consult(world, s) {
  const { open, requests, frozen } = await world.store.claims(s.access.key);
  const restored = requests.filter((request) => request.state === "active" || request.state === "revoking").flatMap((request) => {
    const removesStanding2 = s.holds.find((hold2) => hold2.requestId === request.id)?.removesStanding ?? false;
    const order = holdOrderOf(request, removesStanding2);
    return order ? [{ order, releasing: request.state === "revoking" }] : [];
  });
  const verdicts = {};
  for (const hold2 of s.holds) {
    if (hold2.end !== null || hold2.granted) continue;
    const request = requests.find((candidate) => candidate.id === hold2.requestId);
    const no = verdictOn(request, s.access.key, hold2, frozen);
    verdicts[hold2.requestId] = { sequence: hold2.sequence, no };
  }
  return { open, restored, verdicts };
}
function verdictOn(request, key, hold2, frozen) {
  const decided = request !== void 0 && request.state === "granting" && request.hold?.sequence === hold2.sequence && request.access?.key === key && request.access.level === hold2.level && request.durationMs === hold2.durationMs && request.decisions.some((decision) => decision.verdict === "approve");
  if (!decided) return "the record holds no decision for this access";
  return frozen ? "new grants are frozen" : null;
}
async function deliverReports(world, memory) {
  const stuck = /* @__PURE__ */ new Set();
  for (const { requestId, report } of memory.read()?.reports ?? []) {
    if (stuck.has(requestId)) continue;
    try {
      await deliver(world, requestId, report);
      const s = memory.read();
      if (s !== null)
        memory.replace({ ...s, reports: s.reports.filter((r) => r.report.commandId !== report.commandId) });
    } catch (error) {
      stuck.add(requestId);
      if (!(error instanceof TransientError9))
        world.log("request.report.failed", {
          request: requestId,
          report: report.kind,
          class: error instanceof Error ? error.name : "unknown"
        });
    }
  }
  if (stuck.size > 0) throw new TransientError9("the record did not confirm every report", { effect: "unknown" });
}
async function deliver(world, requestId, report) {
  const snapshot = await world.store.snapshot(requestId);
  if (snapshot === null) {
    world.log("request.report.refused", { request: requestId, report: report.kind, why: "not_found" });
    return;
  }
  const done = await apply(world, snapshot, () => accepted(report));
  if (done.ok) return;
  if (done.refusal.kind === "not_known_yet")
    throw new TransientError9("the record did not confirm a report", { effect: "unknown" });
  const why = done.refusal.kind;
  world.log("request.report.refused", { request: requestId, report: report.kind, why });
  witness(world, {
    actor: { kind: "system", name: "entitlement" },
    action: `report_${report.kind}`,
    request: requestId,
    slot: null,
    result: why,
    state: snapshot.request.state,
    evidence: { sequence: report.sequence }
  });
}

// src/engine/trouble-of.ts
import { PermanentError as PermanentError3, TransientError as TransientError10 } from "../../../src/ports.ts";
function troubleOf(world, s, action, error) {
  const trouble = meaningOf(error, world.clock.now());
  witnessFailure(world, s, action, error instanceof Error ? error.name : "unknown");
  world.log("entitlement.call.failed", {
    entitlement: shortKey(s),
    strategy: s.access.strategy,
    class: error instanceof Error ? error.name : "unknown",
    trouble: trouble.class,
    tries: s.targetTries
  });
  world.metrics({ name: "target_failure", of: [s.access.target, trouble.class], value: 1 });
  return trouble;
}
function meaningOf(error, now) {
  if (error instanceof PermanentError3)
    return { detail: error.message, class: error.class, effect: error.effect, permanent: true, retryAt: null };
  if (error instanceof TransientError10) {
    const retryAt = error.retryAfterMs === null ? null : now + error.retryAfterMs;
    return { detail: error.message, class: error.class, effect: error.effect, permanent: false, retryAt };
  }
  return {
    detail: "the strategy failed in a way that it does not describe",
    class: "bug",
    effect: "unknown",
    permanent: false,
    retryAt: null
  };
}
var shortKey = (s) => shortSlot(s.access.key);

// src/engine/turns.ts
var ASK_LIMIT_MS = 1e3;
var UNANSWERED_MS = 1e4;
var Turns = class {
  #world;
  #calls = 0;
  /** Where, and as whom, what was allowed has to be told back. */
  #owed = null;
  #isSilent = false;
  constructor(world) {
    this.#world = world;
  }
  /** Null: call now. Otherwise a question for the gate comes first. */
  needed(id, s, strategy, traits, step2, now) {
    if (this.#calls > 0) return null;
    const limits = limitsOf(strategy, s.access.settings);
    if (limits === null) return null;
    const ask = { id, limits, ...turnFor(s, traits, step2, now) };
    return this.#isSilent && !mayWait(ask) ? null : ask;
  }
  /** Asks, and says what becomes of the state: null where it may go on as it is. */
  async ask(s, ask) {
    const { clock, chance } = this.#world;
    const gate = slotKey(s.access.strategy, [ask.limits.of]);
    const answer = await this.#answer(gate, ask);
    if (answer === null) {
      this.#isSilent = true;
      const waitMs = UNANSWERED_MS * (0.75 + chance.fraction() / 2);
      return mayWait(ask) ? (now) => held(now, s, waitMs, clock.now()) : null;
    }
    if (answer.go) {
      this.#calls = Math.max(1, answer.calls);
      this.#owed = { gate, id: ask.id, tell: answer.tell };
      return null;
    }
    if (mayWait(ask) || isCredible(answer, s, clock.now())) return (now) => held(now, s, answer.waitMs, clock.now());
    this.#world.log("gate.answer.overruled", { strategy: s.access.strategy, idleMs: answer.idleMs });
    this.#isSilent = true;
    return null;
  }
  /** A call was made, with this trouble or none. */
  async used(trouble) {
    this.#calls = Math.max(0, this.#calls - 1);
    if (trouble !== null) await this.#tell(newsOf2(trouble, this.#world.clock.now()));
    else if (this.#calls === 0) await this.#tell({ outcome: "answered", retryAfterMs: null });
  }
  /** Nothing more is called in this wake. */
  async over() {
    if (this.#calls > 0) await this.#tell({ outcome: "none", retryAfterMs: null });
  }
  async #answer(gate, ask) {
    try {
      return await this.#world.clock.within(ASK_LIMIT_MS, () => this.#world.gates.ask(gate, ask));
    } catch (error) {
      this.#failed("gate.asking.failed", error);
      return null;
    }
  }
  async #tell(news) {
    const owed = this.#owed;
    const unused = this.#calls;
    this.#owed = null;
    this.#calls = 0;
    if (owed === null || !owed.tell && unused === 0 && news.outcome === "answered") return;
    try {
      const { gate, id } = owed;
      await this.#world.clock.within(ASK_LIMIT_MS, () => this.#world.gates.told(gate, { id, unused, ...news }));
    } catch (error) {
      this.#failed("gate.telling.failed", error);
    }
  }
  #failed(event, error) {
    this.#world.log(event, { class: error instanceof Error ? error.name : "unknown" });
  }
};
function limitsOf(strategy, settings) {
  try {
    return strategy?.limits?.(settings) ?? null;
  } catch {
    return null;
  }
}
function newsOf2({ class: kind, retryAt }, now) {
  switch (kind) {
    case "slow_down":
      return { outcome: "slow_down", retryAfterMs: retryAt === null ? null : retryAt - now };
    case "retryable":
    case "auth":
      return { outcome: "failed", retryAfterMs: null };
    case "config":
    case "impossible":
      return { outcome: "answered", retryAfterMs: null };
    case "bug":
      return { outcome: "none", retryAfterMs: null };
  }
}

// src/engine/entitlement.ts
var STEPS_A_WAKE = 40;
var BREATH_MS = 1e3;
function hold(world, memory, order) {
  memory.write(acceptHold(memory.read(), order), world.clock.now() + 1);
}
function release(world, memory, order) {
  memory.write(acceptRelease(memory.read(), order, world.clock.now()), world.clock.now() + 1);
}
function wake(world, memory, access) {
  memory.write(acceptWake(memory.read(), access), world.clock.now() + 1);
}
async function wakeEntitlement(world, memory) {
  const turns = new Turns(world);
  await work(world, memory, turns);
  await turns.over();
}
async function work(world, memory, turns) {
  for (let count = 0; count < STEPS_A_WAKE; count++) {
    const now = world.clock.now();
    memory.arm(now + SAFETY_MS);
    const before = memory.read();
    if (before === null) {
      await memory.forget();
      return;
    }
    const strategy = world.strategies(before.access.strategy);
    const traits = traitsOf(before, strategy);
    const state = { ...settle(endByClock(withinReach(before, now), now), traits, now), traits };
    const step2 = decide2(state, traits, now);
    if (step2.do === "wait") return memory.write(state, step2.at);
    if (step2.do === "forget") {
      await memory.forget();
      return;
    }
    const ask = isCall(step2) ? turns.needed(shortKey(state), state, strategy, traits, step2, now) : null;
    if (ask !== null) {
      memory.write(state, now + SAFETY_MS);
      const held2 = await turns.ask(state, ask);
      if (held2 !== null) update(memory, held2);
      continue;
    }
    const began = isCall(step2) ? unheld(state) : state;
    memory.write(began, now + SAFETY_MS);
    const trouble = await perform(world, memory, began, step2, strategy, traits);
    if (isCall(step2)) await turns.used(trouble);
  }
  world.log("entitlement.wake.cut_short", { steps: STEPS_A_WAKE });
  memory.arm(world.clock.now() + BREATH_MS);
}
var isCall = (step2) => step2.do === "set" || step2.do === "get";
function traitsOf(s, strategy) {
  const last = s.traits ?? { levels: [], readable: true };
  const now = strategy ? { levels: strategy.levels, readable: readable(strategy, s.access.settings) } : last;
  return withLevels(now, levelsIn(s));
}
var readable = (strategy, settings) => strategy.inspect !== void 0 && (strategy.readable?.(settings) ?? true);
async function perform(world, memory, state, step2, strategy, traits) {
  switch (step2.do) {
    case "set":
      return set(world, memory, state, strategy, traits, step2.level);
    case "get":
      return get(world, memory, state, strategy, traits);
    case "report":
      return record(
        world,
        memory,
        async () => {
          await deliverReports(world, memory);
          update(memory, reported);
        },
        reportsFailed
      );
    case "consult":
      return record(world, memory, async () => {
        const answer = await consult(world, state);
        update(memory, (s) => consulted(s, traits, answer, world.clock.now()));
      });
    case "open":
      return record(world, memory, async () => {
        const { baseline, ids, access } = state;
        if (baseline === null) return;
        const openedAt = state.openedAt ?? state.opening ?? world.clock.now();
        update(memory, (s) => openingBegan(s, openedAt));
        try {
          const kept = await world.store.openSlot(access.key, access, { openedAt, baseline, ids });
          update(memory, (s) => opened(s, kept, baseline));
        } catch (error) {
          const only = (state.opening ?? null) === null;
          if (only && error instanceof TransientError11 && error.effect === "no") update(memory, openingRefused);
          throw error;
        }
      });
    case "close":
      return record(world, memory, async () => {
        update(memory, closingBegan);
        await world.store.closeSlot(state.access.key, state.openedAt ?? state.opening ?? 0, world.clock.now());
        update(memory, closedInRecord);
      });
    case "wait":
    case "forget":
      return null;
  }
}
async function set(world, memory, state, strategy, traits, level) {
  const startedAt = world.clock.now();
  const began = beganSet(state, traits, level, startedAt);
  memory.write(began, startedAt + SAFETY_MS);
  world.log("entitlement.set.began", {
    entitlement: shortKey(state),
    strategy: state.access.strategy,
    remove: level === null
  });
  try {
    await within(world, (signal) => {
      if (strategy === null) throw new PermanentError4("the strategy of this target is not deployed any more");
      const call = callFor(began, level ?? state.access.level);
      return level === null ? strategy.revoke(call, contextFor(world, signal)) : strategy.grant(call, contextFor(world, signal));
    });
    update(memory, (s) => setAccepted(s, traits, startedAt, world.clock.now()));
    return null;
  } catch (error) {
    const trouble = troubleOf(world, state, level === null ? "target_revoke" : "target_grant", error);
    update(memory, (s) => setFailed(s, traits, trouble, startedAt, world.clock.now(), world.chance.fraction()));
    return trouble;
  }
}
async function get(world, memory, state, strategy, traits) {
  const startedAt = world.clock.now();
  try {
    const look2 = await within(world, async (signal) => {
      if (!strategy?.inspect) throw new PermanentError4("the strategy of this target is not deployed any more");
      const seenNow = await strategy.inspect(callFor(state, state.access.level), contextFor(world, signal));
      if (seenNow.level !== null && !strategy.levels.includes(seenNow.level))
        throw new TransientError11("the target shows a level that its strategy does not know", { effect: "no" });
      return seenNow;
    });
    update(memory, (s) => seen(s, traits, look2, startedAt, world.clock.now()));
    return null;
  } catch (error) {
    const trouble = troubleOf(world, state, "target_inspect", error);
    update(memory, (s) => lookFailed(s, trouble, world.clock.now(), world.chance.fraction()));
    return trouble;
  }
}
async function record(world, memory, work2, failed = recordFailed) {
  try {
    await work2();
  } catch (error) {
    if (!(error instanceof TransientError11))
      world.log("entitlement.record.failed", { class: error instanceof Error ? error.name : "unknown" });
    update(memory, (s) => failed(s, world.clock.now(), world.chance.fraction()));
  }
  return null;
}
function update(memory, change) {
  const now = memory.read();
  if (now !== null) memory.replace(change(now));
}
var within = (world, work2) => world.clock.within(CALL_LIMIT_MS, work2);
var callFor = (s, level) => ({
  settings: s.access.settings,
  level,
  account: s.access.account,
  ids: s.ids,
  idempotencyKey: `${sha256Hex(s.access.key).slice(0, 32)}-${s.generation}`
});
var contextFor = (world, signal) => ({
  ...world.outside,
  signal,
  now: () => world.clock.now()
});

// src/engine/request.ts
import { TransientError as TransientError14 } from "../../../src/ports.ts";

// src/engine/deliver-access.ts
import { TransientError as TransientError12 } from "../../../src/ports.ts";
async function deliverAccess(world, snapshot, due) {
  let changed = false;
  for (const pending of due) {
    const { body, id } = pending.effect;
    try {
      if (body.kind === "release") {
        const hold2 = holdOrderOf(snapshot.request, removesStanding(snapshot));
        if (hold2) await world.entitlements.release(releaseOrder(hold2, snapshot.request.ending?.by ?? body.by));
        await world.store.delivered([id], null);
      }
      if (body.kind === "hold") changed = await deliverHold(world, snapshot, id) || changed;
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      if (!(error instanceof TransientError12)) world.log("access.delivery.failed", { effect: id, class: name });
      const wait = Math.min(backoffMs(pending.tries, world.chance.fraction()), 6e4);
      await world.store.postponed(id, pending.tries + 1, world.clock.now() + wait, name);
    }
  }
  return changed;
}
async function deliverHold(world, snapshot, effectId2) {
  const changed = await holdIfAllowed(world, snapshot);
  await world.store.delivered([effectId2], null);
  return changed;
}
async function holdIfAllowed(world, snapshot) {
  const { request } = snapshot;
  const hold2 = holdOrderOf(request, removesStanding(snapshot));
  if (request.state !== "granting" || hold2 === null || world.clock.now() >= hold2.grantBy) return false;
  const no = await stillAllowed(world, snapshot);
  if (no === null) {
    await world.entitlements.hold(hold2);
    return false;
  }
  if (no.refusal.kind === "lookup_unavailable")
    throw new TransientError12("a lookup before the grant could not be had", { effect: "no" });
  const commandId = `${request.id}:${hold2.sequence}:disallow`;
  const disallow = { kind: "disallow", commandId, disallowed: { kind: no.refusal.kind, who: no.who } };
  const done = await apply(world, snapshot, () => accepted(disallow), OWN_ALARM);
  if (!done.ok && done.refusal.kind === "not_known_yet")
    throw new TransientError12("the record did not confirm", { effect: "unknown" });
  return true;
}

// src/engine/deliver-words.ts
import { TransientError as TransientError13 } from "../../../src/ports.ts";
var MENDING_MS2 = { first: 5 * 6e4, cap: 60 * 6e4 };
var ASKED_CAP_MS = 10 * 6e4;
var LET_GO_AFTER_MS = 7 * 24 * 36e5;
var REFUSED = "refused";
var REFUSED_AND_TOLD = "refused, operators told";
async function deliverWords(world, start, effects) {
  const due = effects.filter(({ notBefore }) => notBefore <= world.clock.now());
  let snapshot = start;
  const redraw = async (purpose) => {
    const owed = effects.filter(({ effect }) => effect.body.kind === purpose);
    await attempt3(world, owed, async () => {
      const outcome = await world.messenger[purpose](snapshot, world.clock.now());
      if (outcome.kind === "undeliverable") {
        noteRefusal(world, snapshot, purpose, outcome.code);
        return purpose === "card" ? putOff(world, snapshot, owed) : { place: null };
      }
      snapshot = { ...snapshot, [purpose]: outcome.ref };
      return { place: { purpose, requestId: snapshot.request.id, ref: outcome.ref } };
    });
  };
  const isIn = (some, purpose) => some.some(({ effect }) => effect.body.kind === purpose);
  if (isIn(due, "card")) await redraw("card");
  const isLate = start.card === null && snapshot.card !== null && start.receipt !== null && !isIn(effects, "receipt");
  if (isIn(due, "receipt") || isLate) await redraw("receipt");
  for (const pending of due) {
    const say = words(world, snapshot, pending.effect.body);
    if (say === null) continue;
    await attempt3(world, [pending], async () => {
      const outcome = await say();
      if (outcome.kind === "sent") return { place: null };
      const { kind } = pending.effect.body;
      noteRefusal(world, snapshot, kind, outcome.code);
      return kind === "operators" && !isLongClosed(world, snapshot) ? { later: REFUSED } : { place: null };
    });
  }
}
function words(world, snapshot, body) {
  switch (body.kind) {
    case "note":
      return () => world.messenger.note(snapshot, body.note, world.clock.now());
    case "operators":
      return () => world.messenger.operators(snapshot, body.alarm, world.clock.now());
    case "hold":
    case "release":
    case "card":
    case "receipt":
      return null;
  }
}
function noteRefusal(world, { request: { id: request, state } }, purpose, code) {
  world.log("message.delivery.refused", { request, purpose, code });
  const actor = { kind: "system", name: "messenger" };
  witness(world, { actor, action: `deliver_${purpose}`, request, slot: null, result: code, state, evidence: {} });
}
var isLongClosed = (world, { request }) => request.closedAt !== null && world.clock.now() >= request.closedAt + LET_GO_AFTER_MS;
async function putOff(world, snapshot, owed) {
  if (isLongClosed(world, snapshot)) return { place: null };
  if (owed.some(isTold)) return { later: REFUSED_AND_TOLD };
  const outcome = await world.messenger.operators(snapshot, "card_undeliverable", world.clock.now());
  if (outcome.kind === "sent") return { later: REFUSED_AND_TOLD };
  noteRefusal(world, snapshot, "operators", outcome.code);
  return { later: REFUSED };
}
var isTold = ({ errorClass }) => errorClass === REFUSED_AND_TOLD;
async function attempt3(world, owed, send2) {
  try {
    const sent = await send2();
    const done = "later" in sent ? owed.slice(0, -1) : owed;
    if (done.length > 0 || "place" in sent)
      await world.store.delivered(
        done.map(({ effect }) => effect.id),
        "place" in sent ? sent.place : null
      );
    if ("later" in sent) await postponeRefused(world, owed.at(-1), sent.later);
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    const asked = error instanceof TransientError13 ? Math.min(error.retryAfterMs ?? 0, ASKED_CAP_MS) : 0;
    if (!(error instanceof TransientError13))
      world.log("message.delivery.failed", { purpose: owed[0]?.effect.body.kind ?? null, class: name });
    for (const pending of owed) {
      const wait = Math.max(backoffMs(pending.tries, world.chance.fraction()), asked);
      const errorClass = isTold(pending) ? REFUSED_AND_TOLD : name;
      await world.store.postponed(pending.effect.id, pending.tries + 1, world.clock.now() + wait, errorClass);
    }
  }
}
async function postponeRefused(world, last, errorClass) {
  if (last === void 0) return;
  const wait = Math.min(MENDING_MS2.cap, MENDING_MS2.first * 2 ** Math.min(last.tries, 10));
  await world.store.postponed(last.effect.id, last.tries + 1, world.clock.now() + wait, errorClass);
}

// src/engine/request.ts
var SECOND_LOOK_MS = 10 * 6e4;
var TELL_AGAIN_MS2 = 5 * 6e4;
async function wakeRequest(world, memory, requestId) {
  memory.arm(world.clock.now() + SAFETY_MS);
  const rings = memory.rings();
  try {
    const at = await drain(world, memory, requestId);
    if (memory.rings() !== rings) memory.arm(world.clock.now() + 1);
    else if (at !== "never") memory.arm(at);
    else if (memory.owed() === null) await memory.forget();
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    world.log("request.wake.postponed", { request: requestId, class: name });
  }
}
async function drain(world, memory, requestId) {
  let work2 = await world.store.work(requestId);
  if (work2 === null) return missed(world, memory, requestId);
  if (work2.snapshot.request.state === "pending" && world.clock.now() >= work2.snapshot.request.lapsesAt) {
    const commandId = `${requestId}:lapse`;
    await apply(world, work2.snapshot, () => accepted({ kind: "lapse", commandId }), OWN_ALARM);
    work2 = await world.store.work(requestId);
    if (work2 === null) return world.clock.now() + SAFETY_MS;
  }
  remember(memory, work2.snapshot, world.clock.now());
  const due = work2.effects.filter((pending) => pending.notBefore <= world.clock.now());
  let changed = await deliverAccess(world, work2.snapshot, due);
  try {
    changed = await tellAgain(world, work2.snapshot, work2.effects) || changed;
  } catch (error) {
    if (!(error instanceof TransientError14)) throw error;
    world.log("request.telling.postponed", { request: requestId });
  }
  await deliverWords(world, work2.snapshot, work2.effects);
  if (changed) return world.clock.now() + 1;
  const after = await world.store.work(requestId);
  if (after === null) return world.clock.now() + SAFETY_MS;
  return nextWake2(after.snapshot.request, after.effects, world.clock.now()) ?? "never";
}
function missed(world, memory, requestId) {
  if (memory.read()?.missedOnce) return "never";
  const at = world.clock.now() + SECOND_LOOK_MS;
  memory.write({ requestId, missedOnce: true, hold: null, mayEnd: [] }, at);
  return at;
}
function remember(memory, snapshot, now) {
  const { request } = snapshot;
  if (request.state === "closed") return;
  const approvers = request.decisions.filter((d) => d.verdict === "approve").map((d) => d.by);
  const hold2 = holdOrderOf(request, removesStanding(snapshot));
  memory.write(
    { requestId: request.id, missedOnce: false, hold: hold2, mayEnd: [request.requester, ...approvers] },
    now + SAFETY_MS
  );
}
async function tellAgain(world, snapshot, effects) {
  const { request } = snapshot;
  const now = world.clock.now();
  const owed = effects.some(({ effect }) => effect.body.kind === "hold" || effect.body.kind === "release");
  const hold2 = holdOrderOf(request, removesStanding(snapshot));
  if (hold2 === null || request.hold === null) return false;
  const timer = { kind: "system", name: "timer" };
  if (request.state === "granting" && now >= request.hold.grantBy) {
    await world.entitlements.release(releaseOrder(hold2, timer, "grant_by_passed"));
  } else if (request.state === "granting" && !owed) {
    return holdIfAllowed(world, snapshot);
  } else if (request.state === "active" && now >= (hold2.until ?? hold2.hardEnd)) {
    await world.entitlements.release(releaseOrder(hold2, timer, "time"));
  } else if (request.state === "active") {
    await world.entitlements.hold(hold2);
  } else if (request.state === "revoking" && !owed && request.ending) {
    await world.entitlements.release(releaseOrder(hold2, request.ending.by));
  }
  return false;
}
function nextWake2(request, effects, now) {
  const times = effects.map((pending) => pending.notBefore);
  if (request.state === "pending") times.push(request.lapsesAt);
  if (request.state === "granting")
    times.push(Math.min(now + TELL_AGAIN_MS2, Math.max(now + SAFETY_MS, request.hold?.grantBy ?? 0)));
  if (request.state === "active") times.push(Math.max(now + TELL_AGAIN_MS2, (request.granted?.until ?? 0) + SAFETY_MS));
  if (request.state === "revoking") times.push(now + TELL_AGAIN_MS2);
  return times.length === 0 ? null : Math.max(now + 1, Math.min(...times));
}
async function releaseFromMemory(world, memory, by, isAdmin) {
  const known = memory.read();
  if (!known || known.missedOnce || known.hold === null) return "unknown_request";
  if (!isAdmin && !known.mayEnd.includes(by)) return "refused";
  await world.entitlements.release(releaseOrder(known.hold, { kind: "person", key: by }));
  world.log("request.release.accepted_without_record", { request: known.requestId });
  return "accepted";
}

// src/engine/watchdog.ts
async function wakeWatchdog(world, memory) {
  const now = world.clock.now();
  memory.arm(now + WATCH_EVERY_MS);
  const known = memory.read() ?? { sweepSeenAt: now, toldSilentAt: null, toldOverdueAt: null };
  const signs = await attempt2(world, "signs", () => world.store.signs());
  const sweepSeenAt = Math.max(known.sweepSeenAt, signs?.finders.sweep?.at ?? 0);
  memory.replace({ ...known, sweepSeenAt });
  const untoldSince = signs?.untoldSince ?? null;
  let rescued = 0;
  if (now - sweepSeenAt >= STAND_IN_AFTER_MS || untoldSince !== null && now - untoldSince >= TELL_AFTER_MS) {
    world.log("watchdog.sweep.stood_in", { silentMs: now - sweepSeenAt });
    rescued = (await sweep(world)).rescued;
  }
  await showSign(world, "watchdog", rescued);
  await tell2(world, memory, { kind: newsOf(sweepSeenAt, known.toldSilentAt, now), since: sweepSeenAt });
  await tellOverdue(world, memory, untoldSince);
  await attempt2(world, "beacon", () => world.beacon());
}
async function tell2(world, memory, { kind, since }) {
  if (kind === null || !await warn(world, { kind, finder: "sweep", since })) return;
  remember2(memory, { toldSilentAt: kind === "silent" ? world.clock.now() : null });
}
async function tellOverdue(world, memory, since) {
  const toldAt = memory.read()?.toldOverdueAt ?? null;
  const late = since !== null && world.clock.now() - since >= NOT_READY_AFTER_MS - WATCH_EVERY_MS;
  if (!late) {
    if (toldAt !== null) remember2(memory, { toldOverdueAt: null });
    return;
  }
  const warning = { kind: "overdue", since };
  if (newsOf(since, toldAt, world.clock.now()) === "silent" && await warn(world, warning))
    remember2(memory, { toldOverdueAt: world.clock.now() });
}
function remember2(memory, change) {
  const state = memory.read();
  if (state !== null) memory.replace({ ...state, ...change });
}
export {
  createCommands,
  hold,
  release,
  releaseFromMemory,
  runCron,
  sweep,
  wake,
  wakeEntitlement,
  wakeRequest,
  wakeWatchdog
};
