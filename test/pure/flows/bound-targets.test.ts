// A setting of a Target that a field says: what is refused when the deployment starts, and what an answer can never become.
import fc from "fast-check";
import { expect, test } from "vitest";
import { slotKey } from "../../../src/domain/access.ts";
import { boundTarget } from "../../../src/domain/bound-target.ts";
import { githubRepo as repositories } from "../../../src/strategies/github-repo/strategy.ts";
import {
  approval,
  channel,
  choice,
  defineEnvironments,
  deployment,
  type FieldDefinition,
  type FromField,
  fromField,
  githubRepo,
  int,
  memory,
  oktaGroup,
  oktaGroupMembers,
  people,
  type Rule,
  type TargetDefinition,
  text,
  webhook,
} from "../../../src/sym.ts";
import { deploymentOf, problemsOf } from "./checking.ts";

const repository = fromField("repository", { allow: /[1-9]\d{0,8}/, example: 7 });
const github = { token: "GITHUB_TOKEN", level: "write" } as const;

function written(
  targets: Readonly<Record<string, TargetDefinition>>,
  fields: Readonly<Record<string, FieldDefinition>> = {},
  approvers: Rule = people("U0BEN"),
) {
  const environments = defineEnvironments({ prod: { label: "Production", targets } });
  const flow = approval(environments, {
    name: "code",
    label: "Code",
    fields,
    durations: ["1h"],
    approvers,
    route: channel("C0REQUESTS"),
    environments: { prod: { targets: Object.keys(targets) } },
  });
  return deployment({ environments, flows: [flow], admins: { people: ["U0ADA"] }, operatorsChannel: "C0OPS" });
}

const code = (setting: FromField<number>) => ({ code: githubRepo({ label: "Code", ...github, repository: setting }) });
const fields = { repository: choice({ label: "Repository", options: { "7": "acme/shop", "8": "acme/billing" } }) };
const hook = (url: unknown) =>
  ({
    ...webhook({ label: "Hook", url: "https://example.com/", secret: "S", endRemovesStanding: true }),
    settings: { url, secret: "S" },
  }) as const;

test("a Target that a field says is taken, and what is kept of it holds no value for the setting", () => {
  expect(problemsOf(written(code(repository), fields))).toEqual([]);
  const [version] = deploymentOf(written(code(repository), fields)).flows;
  expect(version?.flow.targets[0]).toMatchObject({
    settings: { token: "GITHUB_TOKEN" },
    bound: { setting: "repository", field: "repository", as: "number", example: 7 },
  });
  expect(version?.flow.targets[0]?.settings).not.toHaveProperty("repository");
});

test.each<[string, unknown, RegExp]>([
  [
    "no field",
    written(code(repository)),
    /fields\.repository: is missing: the Target "code" takes its repository from the field/,
  ],
  [
    "typed text",
    written(code(repository), { repository: text({ label: "R" }) }),
    /must be a choice, or a whole number/,
  ],
  [
    "a field that may be left out",
    written(code(repository), { repository: int({ label: "R", required: false }) }),
    /must be required/,
  ],
  [
    "a field that is not always asked",
    written(code(repository), {
      why: choice({ label: "Why?", options: { a: "A", b: "B" } }),
      repository: choice({
        label: "R",
        options: { "7": "S" },
        shownWhen: { field: "why", is: "a" },
      }) as FieldDefinition,
    }),
    /must be asked whenever that Target is chosen/,
  ],
  [
    "an option that is not allowed",
    written(code(repository), { repository: choice({ label: "R", options: { "7": "S", "08": "B" } }) }),
    /offers "08", which the Target does not allow/,
  ],
  [
    "an example that is not allowed",
    written(code(fromField("repository", { allow: /\d/, example: 77 })), fields),
    /is not allowed by `allow`/,
  ],
  [
    "an example that the strategy does not take",
    written(code(fromField("repository", { allow: /\d/, example: 0 })), fields),
    /repository: /,
  ],
  [
    "a value that the strategy does not take",
    written(code(fromField("repository", { allow: [7, 0] })), fields),
    /does not take as it is/,
  ],
  [
    "a pattern that takes for ever",
    written(code(fromField("repository", { allow: /(\d+)+/, example: 7 })), fields),
    /must not repeat a group/,
  ],
  [
    "numbers below nothing",
    written(code(fromField("repository", { allow: [-7] })), fields),
    /whole numbers that are not negative/,
  ],
  [
    "a setting that people may never say",
    written(
      { hook: hook({ fromField: "url", allow: /.*/, example: "https://example.com/" }) },
      { url: text({ label: "Where?" }) },
    ),
    /url: cannot be said by a field: no setting of this strategy can/,
  ],
  [
    "the name of a secret",
    written(
      {
        code: {
          ...githubRepo({ label: "C", ...github, repository: 7 }),
          settings: { repository: 7, token: { fromField: "t", allow: /.*/, example: "T" } },
        },
      },
      fields,
    ),
    /token: cannot be said by a field: of this strategy only repository can/,
  ],
  [
    "two names for one access",
    written(
      {
        one: memory({ label: "One", level: "read", group: "a" }),
        any: memory({ label: "Any", level: "read", group: fromField("g", { allow: ["a", "b"] }) }),
      },
      { g: choice({ label: "G", options: { a: "A" } }) },
    ),
    /gives the same access as Target "one"/,
  ],
])("%s is refused at start", (_what, definition, says) => {
  expect(problemsOf(definition).join("\n")).toMatch(says);
});

test("a group that says who approves is given by no rule that lets it through, whatever the form offers", () => {
  const org = "https://example.okta.com";
  const group = "00g1emaKYZTWRYYRRTSK";
  const okta = (allow: RegExp) =>
    written(
      {
        group: oktaGroup({
          label: "Groups",
          org,
          apiToken: "OKTA_TOKEN",
          group: fromField("group", { allow, example: "00g1emaKYZTWRYYRRTAA" }),
        }),
      },
      { group: choice({ label: "Group", options: { "00g1emaKYZTWRYYRRTAA": "Engineers" } }) },
      oktaGroupMembers({ label: "Approvers", org, group, apiToken: "OKTA_TOKEN" }),
    );
  expect(problemsOf(okta(/00g[A-Za-z0-9]{17}/)).join("\n")).toMatch(
    /approvers: names a group of Okta that the Target "group" of the Flow "code" gives/,
  );
  expect(problemsOf(okta(/00g1emaKYZTWRYYRRTA[A-Z]/))).toEqual([]);
});

test("an answer becomes the setting letter by letter, or nothing", () => {
  const [version] = deploymentOf(written(code(repository), { repository: int({ label: "Repository" }) })).flows;
  const flow = version?.flow;
  const target = flow?.targets[0];
  if (flow === undefined || target === undefined) throw new Error("the deployment has no Target");
  const seed = 20261124;
  const keys = new Map<string, string>();
  const anything = fc.oneof(
    fc.integer(),
    fc.nat(1e12),
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constantFrom("7", "07", " 7", "7/../8", "1e1", "0x7", "__proto__", -0, 7.5, 1_000_000_000),
    fc.array(fc.string()),
  );
  fc.assert(
    fc.property(anything, (answer) => {
      const said = boundTarget(flow, target, { repository: answer });
      if (!said.ok) return;
      expect(typeof answer === "number" && Number.isInteger(answer) && answer >= 1 && answer < 1e9).toBe(true);
      expect(said.target.settings).toEqual({ ...(target.settings as object), repository: answer });
      expect(repositories.settings.safeParse(said.target.settings)).toMatchObject({ success: true });
      const key = slotKey("github_repo", repositories.slot(said.target.settings, { id: "ana", label: "ana" }));
      expect(keys.get(key) ?? String(answer)).toBe(String(answer));
      keys.set(key, String(answer));
    }),
    { seed, numRuns: 2_000 },
  );
  expect(keys.size, `seed ${seed}`).toBeGreaterThan(10);
});

test("an answer of a list is one that is offered and allowed, both", () => {
  const definition = written(code(repository), fields);
  const [version] = deploymentOf(definition).flows;
  const target = version?.flow.targets[0];
  if (version === undefined || target === undefined) throw new Error("the deployment has no Target");
  const says = (answer: string, allow = target.bound?.allow) =>
    boundTarget(
      version.flow,
      { ...target, ...(target.bound && allow && { bound: { ...target.bound, allow } }) },
      { repository: answer },
    );
  expect(says("8")).toMatchObject({ ok: true, target: { label: "Code: acme/billing", settings: { repository: 8 } } });
  expect(says("9")).toEqual({ ok: false, field: "repository" });
  expect(says("8", { kind: "list", values: [7] })).toEqual({ ok: false, field: "repository" });
  expect(boundTarget(version.flow, target, {})).toEqual({ ok: false, field: "repository" });
  expect(boundTarget({ fields: [] }, target, { repository: "8" })).toEqual({ ok: false, field: "repository" });
});
