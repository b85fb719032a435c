// A submission, in the ack: who is asking, may they, for which account, and one row in the record. The record is asked while
// Slack still says who it is; what that answer rests on is judged once more in the batch that writes.
import type { Access } from "../domain/access.ts";
import { checkDuration } from "../domain/asked-duration.ts";
import { canonicalJson } from "../domain/canonical.ts";
import type { AnswerLabels } from "../domain/field.ts";
import { type Flow, isApprovalOnly } from "../domain/flow.ts";
import { type Choice, chooseAccount, type Linked, NOT_LINKED } from "../domain/identity.ts";
import type { PersonFacts } from "../domain/person.ts";
import { mayRequest } from "../domain/policy.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { NewRequest, Request } from "../domain/request.ts";
import type { Matter } from "../domain/rule.ts";
import type { Ask, Room } from "../ports.ts";
import { type Armed, armed, create, disarmed, ring } from "./apply.ts";
import { type Asked, accessFor, askedOf, realmAsked } from "./asked-access.ts";
import { type Before, type Draft, fits, readAgain, readAhead, standing } from "./before-submit.ts";
import { actorNow, factsFor } from "./facts.ts";
import { labelsOf } from "./fetched-options.ts";
import { wrongAnswer } from "./people-named.ts";
import type { World } from "./world.ts";

const ROUNDS = 3;

export async function submit(world: World, ask: Ask): Promise<Result<Request>> {
  const { flow } = ask.flow;
  const current = world.deployment.flows.find(
    (v) => v.flow.name === flow.name && v.flow.environment === flow.environment,
  );
  if (!current) return refused({ kind: "flow_gone", flow: flow.name, environment: flow.environment });
  if (current.hash !== ask.flow.hash) return refused({ kind: "form_changed" });

  if (!offered(flow, ask)) return refused({ kind: "form_changed" });

  const draft: Draft = { id: world.chance.id(), sentAt: world.clock.now(), tried: false };
  const [person, wake, ahead] = await Promise.all([
    actorNow(world, ask),
    armed(world, draft.id),
    readAhead(world, ask, draft, realmAsked(world, flow, ask.target, ask.answers)),
  ]);
  const done = await submitAs(world, ask, draft, person, wake, ahead);
  if (wake !== null && !draft.tried) world.defer(() => disarmed(world, draft.id, wake));
  return done;
}

async function submitAs(
  world: World,
  ask: Ask,
  draft: Draft,
  person: PersonFacts | "unavailable",
  wake: Armed | null,
  ahead: Before | "unavailable",
): Promise<Result<Request>> {
  const { flow } = ask.flow;
  const facts = await factsFor(world, person, [flow.requesters], matterAsked(ask, person));
  const allowed = mayRequest(flow, facts);
  if (!allowed.ok) return allowed;
  if (wake === null) return refused({ kind: "not_known_yet" });

  const named = wrongAnswer(world, ask);
  const wrong = named && (await named);
  if (wrong !== null) return refused(wrong);
  const called = labelsOf(world, ask, allowed.value);
  const labels = called && (await called);
  if (labels?.ok === false) return labels;

  const asked = await askedOf(world, flow, ask.target, allowed.value, { answers: ask.answers, labels: labels?.value });
  if (!asked.ok) return asked;
  return write(world, ask, draft, wake, allowed.value, asked.value, ahead, labels?.value ?? null);
}

/** What is asked for, before it is a request. */
const matterAsked = (ask: Ask, person: PersonFacts | "unavailable"): Matter | null =>
  person === "unavailable"
    ? null
    : {
        requester: person.key,
        flow: ask.flow.flow.name,
        environment: ask.flow.flow.environment,
        target: ask.target,
        level: ask.flow.flow.targets.find(({ name }) => name === ask.target)?.level ?? null,
        durationMs: ask.durationMs,
        answers: ask.answers,
      };

/** Access has a Target and a time that the Flow offers for it; an approval alone has neither. */
const offered = (flow: Flow, { target: name, durationMs }: Ask): boolean =>
  isApprovalOnly(flow)
    ? name === null && durationMs === null
    : name !== null &&
      durationMs !== null &&
      checkDuration(flow, durationMs, flow.targets.find((target) => target.name === name) ?? null).ok;

async function write(
  world: World,
  ask: Ask,
  draft: Draft,
  wake: Armed,
  person: PersonFacts,
  asked: Asked | null,
  ahead: Before | "unavailable",
  labels: AnswerLabels | null,
): Promise<Result<Request>> {
  const { flow } = ask.flow;
  const { id, sentAt } = draft;
  const { pendingPerPerson, requestsPerDay } = world.deployment.limits;
  const choose = (linked: Linked): Result<Choice> | null =>
    asked && chooseAccount(asked.seeker, linked, asked.found, world.clock.now());
  // As far as is known; where the record then says otherwise, it is asked again about the slot of that account.
  const known = ahead !== "unavailable" && ahead.requester === person.key ? ahead.linked : NOT_LINKED;
  let access = accessBy(asked, choose(known));
  for (let round = 0; round < ROUNDS; round++) {
    const isAhead = round === 0 && fits(ahead, person.key);
    const seek = asked && { realm: asked.seeker.realm, account: access?.account ?? null };
    const before = isAhead ? ahead : await readAgain(world, ask, draft, person.key, access, seek);
    if (before === "unavailable") return refused({ kind: "not_known_yet" });
    if (before.submitted) {
      const { submitted } = before;
      if (!sameAsk(submitted, ask)) return refused({ kind: "already_sent", request: submitted, flowLabel: flow.label });
      // Whoever wrote it may have died before it rang, and this person is waiting for the card.
      world.defer(() => ring(world, submitted.id));
      return accepted(submitted);
    }
    if (before.frozen) return refused({ kind: "frozen" });
    if (before.endOrdered) return refused({ kind: "end_ordered" });
    const chosen = choose(before.linked);
    if (chosen?.ok === false) return chosen;
    const into = asked && chosen && accessFor(asked, chosen.value.account);
    if (into?.ok === false) return into;
    const isOfAnother = into !== null && into.value.key !== access?.key;
    access = into?.value ?? null;
    if (isOfAnother) continue;
    const { duplicate, held, holders } = standing(before, access);
    if (duplicate === null && before.unreadable > 0) {
      world.log("submission.rows.unreadable", { problems: before.unreadable });
      return refused({ kind: "unreadable_record" });
    }
    if (duplicate !== null)
      return refused({ kind: "duplicate", requestId: duplicate.request.id, card: duplicate.card });
    if (before.asked.pending >= pendingPerPerson)
      return refused({ kind: "too_many", what: "pending", most: pendingPerPerson });
    if (before.asked.recent >= requestsPerDay) return refused({ kind: "too_many", what: "day", most: requestsPerDay });
    // Asked of the record again in the batch itself: of many at once only so many get in.
    const room: Room = { pending: pendingPerPerson, recent: requestsPerDay, since: before.since, sentAt, holders };
    const request: NewRequest = {
      id,
      flow: flow.name,
      environment: flow.environment,
      version: ask.flow.hash,
      requester: person.key,
      requesterTz: person.tz,
      teamId: ask.teamId,
      viewId: ask.viewId,
      answers: ask.answers,
      ...(labels && { answerLabels: labels }),
      access,
      durationMs: ask.durationMs,
      alreadyHeld: strongestClaim(held, (access && world.strategies(access.strategy)?.levels) ?? []),
      timeoutMs: flow.timeoutMs,
      firstOfVersion: !before.versionKnown,
      ...linkWords(chosen?.value ?? null),
    };
    draft.tried = true;
    const submitting = { kind: "submit", commandId: id, request } as const;
    const outcome = await create(world, submitting, ask.flow, wake, room, chosen?.value.note ?? null);
    if (outcome !== "conflict") return outcome;
  }
  return refused({ kind: "not_known_yet" });
}

/** Null where there is none that is certain. */
function accessBy(asked: Asked | null, chosen: Result<Choice> | null): Access | null {
  const into = asked && chosen?.ok ? accessFor(asked, chosen.value.account) : null;
  return into?.ok ? into.value : null;
}

const linkWords = (choice: Choice | null): Pick<NewRequest, "link" | "accountKept" | "accountNews"> => {
  if (choice === null) return {};
  const { link, kept } = choice;
  return { ...(link && { link }), ...(kept && { accountKept: { since: kept.since }, accountNews: kept.isNews }) };
};

/** A form that was corrected after it became a request is not what was asked, and must not pass for it. */
const sameAsk = (sent: Request, { flow: { flow }, target, answers, durationMs }: Ask): boolean =>
  sent.flow === flow.name &&
  sent.environment === flow.environment &&
  (sent.access?.target ?? null) === target &&
  sent.durationMs === durationMs &&
  canonicalJson(sent.answers) === canonicalJson(answers);

/** The strongest level, and of those the one that lasts longest. A level that the strategy has no more counts as the strongest. */
function strongestClaim(held: readonly Request[], levels: readonly string[]): NewRequest["alreadyHeld"] {
  const rank = ({ access }: Request): number => {
    const at = levels.indexOf(access?.level ?? "");
    return at === -1 ? levels.length : at;
  };
  const until = ({ granted }: Request): number => granted?.until ?? 0;
  const [strongest] = [...held].sort((a, b) => rank(b) - rank(a) || until(b) - until(a));
  return strongest?.access ? { level: strongest.access.level, until: strongest.granted?.until ?? null } : null;
}
