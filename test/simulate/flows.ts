// The Flows of the simulated deployment, as they were when the history began and as somebody may have edited them.
import type { FlowVersion } from "../../src/domain/flow.ts";
import { HOUR_MS, MINUTE_MS, sampleApprovalOnlyFlow, sampleFlow, sampleVersion } from "../fakes/samples.ts";
import type { FlowName, FlowState } from "./history.ts";

/** The second of two places; the first is home. */
export const SECOND_PLACE = "db2";

const target = (name: string, level: string, slot: string) => ({
  name,
  label: name,
  strategy: "memory",
  level,
  settings: { slot },
  endRemovesStanding: false,
});
const TARGETS = [
  target("read", "read", "sim"),
  target("write", "write", "sim"),
  target("admin", "admin", "sim"),
  { ...target("second", "write", SECOND_PLACE), endRemovesStanding: true },
];
const DURATIONS_MS = [5, 30, 60, 240].map((minutes) => minutes * MINUTE_MS);

const database = sampleFlow({
  targets: TARGETS,
  durationsMs: DURATIONS_MS,
  approvers: {
    kind: "any_of",
    rules: [
      { kind: "people", ids: ["U0CLEO"] },
      { kind: "usergroup", id: "S0DBA" },
    ],
  },
});
/** Where people may approve what they asked for themselves. */
const own = sampleFlow({
  name: "own",
  label: "Own",
  targets: TARGETS,
  durationsMs: DURATIONS_MS,
  selfApproval: true,
  approvers: { kind: "people", ids: ["U0ANA", "U0BEN", "U0CLEO"] },
  grantWithinMs: HOUR_MS,
});

/** Which needs two. */
const pair = sampleFlow({
  name: "pair",
  label: "Pair",
  targets: TARGETS,
  durationsMs: DURATIONS_MS,
  approvers: {
    kind: "any_of",
    rules: [
      { kind: "people", ids: ["U0ANA", "U0CLEO"] },
      { kind: "usergroup", id: "S0DBA" },
    ],
  },
  approvals: 2,
});
/** First one of the group, then one by name who may be in it too. */
const stages = [
  { label: "Group", approvers: { kind: "usergroup", id: "S0DBA" }, approvals: 1 },
  { label: "Names", approvers: { kind: "people", ids: ["U0ANA", "U0BEN", "U0CLEO"] }, approvals: 1 },
] as const;
const staged = sampleFlow({
  ...pair,
  name: "staged",
  label: "Staged",
  approvers: { kind: "any_of", rules: stages.map(({ approvers }) => approvers) },
  stages,
});

const edited: Readonly<Record<Exclude<FlowState, "gone">, typeof database>> = {
  as_made: database,
  tightened: { ...database, approvers: { kind: "people", ids: ["U0CLEO"] } },
  loosened: { ...database, approvers: { kind: "people", ids: ["U0CLEO", "U0BEN", "U0EVE"] } },
  moved: { ...database, targets: TARGETS.map((one) => ({ ...one, settings: { slot: "elsewhere" } })) },
};

const VERSIONS = {
  database: Object.fromEntries(Object.entries(edited).map(([state, flow]) => [state, sampleVersion(flow)])) as Readonly<
    Record<Exclude<FlowState, "gone">, FlowVersion>
  >,
  own: sampleVersion(own),
  pair: sampleVersion(pair),
  staged: sampleVersion(staged),
  release: sampleVersion(sampleApprovalOnlyFlow()),
};

/** What is deployed in this state. */
export const deployed = (state: FlowState): readonly FlowVersion[] =>
  state === "gone"
    ? [VERSIONS.release]
    : [VERSIONS.database[state], VERSIONS.own, VERSIONS.release, VERSIONS.pair, VERSIONS.staged];

/** The version that a form was drawn from. */
export const versionFor = (flow: FlowName, state: FlowState): FlowVersion =>
  flow === "database" ? VERSIONS.database[state === "gone" ? "as_made" : state] : VERSIONS[flow];
