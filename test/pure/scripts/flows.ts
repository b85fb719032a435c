// A deployment of somebody's own: real-looking ids, one Target with a secret, one Flow without any. Never the playground's names.
import {
  anyOf,
  approval,
  channel,
  type DeploymentDefinition,
  defineEnvironments,
  deployment,
  people,
  postgresRole,
  usergroup,
} from "../../../src/sym.ts";

export const MIA = "U01MIA0001";
export const NOA = "U01NOA0001";
export const DBA = "S01DBA0001";
export const CARDS = "C01CARDS01";
export const OPS = "C01OPS0001";

const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      reports: postgresRole({
        label: "Reports",
        cluster: "reports",
        url: "REPORTS_DATABASE_URL",
        role: "reports_reader",
        account: "email_local_part",
        emailDomain: "acme.dev",
      }),
    },
  },
});

const reports = approval(environments, {
  name: "reports",
  label: "Reports",
  durations: ["1h"],
  approvers: anyOf(people(MIA), usergroup(DBA)),
  route: channel(CARDS),
  environments: { prod: { targets: ["reports"] } },
});

const release = approval(environments, {
  name: "release",
  label: "Release",
  requesters: people(NOA),
  approvers: channel(CARDS),
  route: channel(CARDS),
  environments: { prod: {} },
});

export const ownFlows: DeploymentDefinition = deployment({
  environments,
  flows: [reports, release],
  admins: { people: [MIA] },
  operatorsChannel: OPS,
});
