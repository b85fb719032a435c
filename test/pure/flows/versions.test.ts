// The version of a Flow is the hash of what it says: the same words give the same version, wherever and in whatever order
// they are written, and another word gives another.

import { expect, test } from "vitest";
import forms from "../../../examples/forms.ts";
import { hashOf } from "../../../src/domain/canonical.ts";
import { storedFlow } from "../../../src/store/stored-flow.ts";
import { onCallIn, pagerDutySchedule } from "../../../src/sym.ts";
import { deploymentOf } from "./checking.ts";
import { put, sample } from "./sample.ts";

const schedule = { label: "Database", schedule: "PABC123", token: "PAGERDUTY_TOKEN" };
const hashesOf = (definition: unknown): readonly string[] => deploymentOf(definition).flows.map(({ hash }) => hash);

/** The same value with the members of every object the other way round, but for the objects under these names. */
function turned(value: unknown, keep: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => turned(item, keep));
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  const members = Object.entries(value).map(
    ([name, member]) => [name, keep.includes(name) ? member : turned(member, keep)] as const,
  );
  return Object.fromEntries(members.reverse());
}

test("two readings of one deployment give the same versions, each the hash of its Flow", () => {
  const { flows } = deploymentOf(sample());
  expect(hashesOf(sample())).toEqual(flows.map(({ hash }) => hash));
  expect(flows.map(({ flow }) => hashOf(flow))).toEqual(flows.map(({ hash }) => hash));
  expect(flows.filter(({ hash }) => !/^[0-9a-f]{64}$/.test(hash))).toEqual([]);
});

test("every Flow in every Environment has a version of its own", () => {
  expect(new Set(hashesOf(sample())).size).toBe(6);
});

test("the order in which settings are written does not change a version", () => {
  const other = turned(sample(), ["fields", "environments"]);
  expect(JSON.stringify(other)).not.toBe(JSON.stringify(sample()));
  expect(hashesOf(other)).toEqual(hashesOf(sample()));
});

test("the order of the form's fields is what people see, and changes the version", () => {
  const { reason, ...rest } = sample().flows[0]?.fields ?? {};
  expect(hashesOf(put(sample(), ["flows", 0, "fields"], { ...rest, reason }))[0]).not.toBe(hashesOf(sample())[0]);
});

test.each([
  [["label"], "Access to the database"],
  [["description"], "For whoever is on call!"],
  [["fields", "reason", "label"], "Why now?"],
  [["fields", "ticket", "pattern", "regex"], /[A-Z]+-\d{1,9}/],
  [["fields", "rows", "max"], 101],
  [["fields", "kind", "options", "small"], "Tiny"],
  [["grantWithin"], "11m"],
  [["howToUse"], undefined],
  [["requesters"], { kind: "people", ids: ["U0ANA"] }],
  [["account"], (person: { name: string }) => person.name.toLowerCase()],
  [["account"], undefined],
  [["requesters"], onCallIn(pagerDutySchedule({ label: "Database", schedule: "PABC123", token: "PAGERDUTY_TOKEN" }))],
] as const)("a change of %j changes the versions of its Flow and no other", (path, to) => {
  const before = hashesOf(sample());
  const after = hashesOf(put(sample(), ["flows", 0, ...path], to));
  expect(after.map((hash, at) => hash === before[at])).toEqual([false, false, true, true, true, true]);
});

test("each word of a rule over a list outside is part of the version, and what is left out is what it means", () => {
  const hashOfRule = (rule: unknown) => hashesOf(put(sample(), ["flows", 0, "requesters"], rule))[0];
  const rules = [
    onCallIn(pagerDutySchedule(schedule)),
    onCallIn(pagerDutySchedule({ ...schedule, label: "Databases" })),
    onCallIn(pagerDutySchedule({ ...schedule, schedule: "PABC124" })),
    onCallIn(pagerDutySchedule({ ...schedule, token: "OTHER_TOKEN" })),
    onCallIn(pagerDutySchedule({ ...schedule, region: "eu" })),
  ];
  expect(new Set(rules.map(hashOfRule)).size).toBe(rules.length);
  expect(hashOfRule({ kind: "outside", source: { kind: "pagerduty_schedule", ...schedule } })).toBe(
    hashOfRule(rules[0]),
  );
});

test("a change for one Environment changes the version there and nowhere else", () => {
  const before = hashesOf(sample());
  const after = hashesOf(put(sample(), ["flows", 0, "environments", "sandbox", "selfApproval"], false));
  expect(after.map((hash, at) => hash === before[at])).toEqual([true, false, true, true, true, true]);
});

test("a change of a Target changes the versions of the Flows that offer it", () => {
  const before = hashesOf(sample());
  const after = hashesOf(put(sample(), ["environments", "prod", "targets", "write", "settings", "role"], "owner"));
  expect(after.map((hash, at) => hash === before[at])).toEqual([false, true, false, true, false, true]);
});

test("a default that is written out is the same version", () => {
  const before = hashesOf(put(sample(), ["flows", 0, "timeout"], undefined));
  const after = hashesOf(put(sample(), ["flows", 0, "timeout"], "24h"));
  expect(after).toEqual(before);
});

test("a version with every kind of question, and a Target that one of them says, is read as it was stored", () => {
  const [version] = deploymentOf(forms).flows;
  expect(version?.flow.fields.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["text", "int", "bool", "duration", "choice", "choices", "slack_user", "slack_users"]),
  );
  expect(version?.flow.targets.some(({ bound }) => bound !== undefined)).toBe(true);
  expect(storedFlow.parse(JSON.parse(JSON.stringify(version?.flow)))).toEqual(version?.flow);
});

test("a Flow that uses nothing new of a form keeps the version that it had", () => {
  const [version] = deploymentOf(sample()).flows;
  const said = JSON.stringify(version?.flow);
  for (const added of ["default", "shownWhen", "tick", "fetched", "maxDurationMs", "otherDuration", "header", "bound"])
    expect(said).not.toContain(`"${added}"`);
});
