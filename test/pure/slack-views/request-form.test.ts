// The request form: what it asks, that what comes back is read as what was filled in, and what is refused under which question.
import { describe, expect, test } from "vitest";
import type { Flow, FlowVersion } from "../../../src/domain/flow.ts";
import type { Refusal } from "../../../src/domain/refusal.ts";
import {
  fieldAsking,
  optionsFor,
  parseForm,
  readFormMetadata,
  renderForm,
  targetOptions,
} from "../../../src/slack/views/request-form.ts";
import { errorsFor } from "../../../src/slack/views/request-form-errors.ts";
import { sayRefusal } from "../../../src/slack/words/refusals.ts";
import { HOUR_MS, MINUTE_MS } from "../../fakes/samples.ts";
import { chosen, many, submitted } from "./fill-in.ts";
import { APPROVAL_ONLY, FLOW, HASH, ID } from "./flows.ts";
import { viewAloud } from "./read-aloud.ts";
import { faultsOfView } from "./within-limits.ts";

const VERSION: FlowVersion = { hash: HASH, flow: FLOW };

const FILLED = {
  target: chosen("people-db"),
  duration: chosen(String(HOUR_MS)),
  "field.reason": { value: "Order 4711 is stuck." },
  "field.rows": { value: "50" },
  "field.onlyLook": chosen("false"),
  "field.kind": chosen("orders"),
};

describe("the request form", () => {
  const oneTarget: Flow = { ...FLOW, targets: FLOW.targets.slice(0, 1), durationsMs: [HOUR_MS] };

  test.each([
    ["of a Flow with everything", VERSION, {}],
    ["with one Target and one duration", { hash: HASH, flow: oneTarget }, {}],
    ["of an approval-only Flow", { hash: HASH, flow: APPROVAL_ONLY }, {}],
    [
      "drawn again with a notice, keeping what was typed",
      VERSION,
      { notice: sayRefusal({ kind: "frozen" }), typed: submitted(renderForm(VERSION), FILLED).state.values },
    ],
  ] as const)("%s", (_name, version, options) => {
    const view = renderForm(version, options);
    expect(viewAloud(view)).toMatchSnapshot();
    expect(faultsOfView(view)).toEqual([]);
  });

  test("says once which Flow it is, and its description as it was written", () => {
    const view = renderForm({ hash: HASH, flow: { ...FLOW, description: "Look, and do not touch." } });
    const said = viewAloud(view);
    expect(said.match(new RegExp(FLOW.label, "g"))).toHaveLength(1);
    expect(said).toContain("In *Production*\nLook, and do not touch.\n");
  });

  test("is read as what was filled in", () => {
    const { private_metadata, state } = submitted(renderForm(VERSION), FILLED);
    expect(readFormMetadata(private_metadata)).toEqual({ flow: FLOW.name, environment: "prod", version: HASH });
    expect(parseForm(state.values, VERSION)).toEqual({
      ok: true,
      target: "people-db",
      answers: { reason: "Order 4711 is stuck.", ticket: null, rows: 50, onlyLook: false, kind: "orders" },
      durationMs: HOUR_MS,
    });
  });

  test("drawn again with what was typed, reads the same without a change", () => {
    const before = submitted(renderForm(VERSION), FILLED).state.values;
    const again = submitted(renderForm(VERSION, { typed: before })).state.values;
    expect(parseForm(again, VERSION)).toEqual(parseForm(before, VERSION));
  });

  test("of an approval-only Flow is read without Target and duration", () => {
    const version = { hash: HASH, flow: APPROVAL_ONLY };
    expect(parseForm(submitted(renderForm(version)).state.values, version)).toEqual({
      ok: true,
      target: null,
      answers: {},
      durationMs: null,
    });
  });

  test("left empty, says under each question what is missing", () => {
    const read = parseForm(submitted(renderForm(VERSION)).state.values, VERSION);
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual([
      "target",
      "field.reason",
      "field.rows",
      "field.onlyLook",
      "duration",
    ]);
  });

  test.each([
    ["target", chosen("their-db")],
    ["target", chosen("__proto__")],
    ["duration", chosen("1")],
    ["duration", chosen("1e309")],
    ["duration", chosen("-3600000")],
    ["field.kind", chosen("secrets")],
    ["field.onlyLook", chosen("maybe")],
    ["field.rows", { value: "501" }],
    ["field.rows", { value: "5e1" }],
    ["field.ticket", { value: "see <https://evil.example|OPS-1>" }],
    ["field.reason", { value: "   \n" }],
  ])("refuses under %s what it did not offer: %j", (blockId, change) => {
    const read = parseForm(submitted(renderForm(VERSION), { ...FILLED, [blockId]: change }).state.values, VERSION);
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual([blockId]);
  });

  test.each([
    undefined,
    null,
    [[]],
    "x",
    { target: null },
    { target: { a: 7 } },
    { target: { a: { selected_option: { value: 7 } } } },
  ])("takes %j for a form that holds nothing", (values) => {
    const read = parseForm(values, VERSION);
    expect(read.ok ? [] : Object.keys(read.errors)).toContain("target");
  });

  test.each([undefined, 7, "", "{", "[]", '{"flow":1}', '{"flow":"a","environment":"b"}'])(
    "%j names no form",
    (metadata) => {
      expect(readFormMetadata(metadata)).toBeNull();
    },
  );

  test("with more than 100 Targets or options searches through them", () => {
    const flow: Flow = {
      ...FLOW,
      targets: many(120).map((index) => ({
        name: `db-${index}`,
        label: `Database ${index}`,
        strategy: "memory",
        level: "read",
        settings: {},
        endRemovesStanding: false,
      })),
      fields: [
        {
          name: "kind",
          label: "Kind",
          hint: null,
          required: true,
          type: "choice",
          options: many(500).map((index) => ({ value: `v${index}`, label: `Choice ${index}` })),
        },
      ],
    };
    const version = { hash: HASH, flow };
    const view = renderForm(version, {
      typed: { target: { a: chosen("db-119") }, "field.kind": { a: chosen("v499") } },
    });
    expect(viewAloud(view)).toMatchSnapshot();
    expect(faultsOfView(view)).toEqual([]);
    expect(targetOptions(version, "119").map(({ value }) => value)).toEqual(["db-119"]);
    expect(targetOptions(version, "")).toHaveLength(100);
    const kind = fieldAsking(version, "field.kind");
    expect(kind && optionsFor(kind, "choice 499").map(({ value }) => value)).toEqual(["v499"]);
    expect(fieldAsking(version, "field.other")).toBeNull();
    expect(fieldAsking(version, "target")).toBeNull();
  });

  test("puts a refusal under the question that it is about, with a link to what is already waiting", () => {
    const duplicate: Refusal = { kind: "duplicate", requestId: ID, card: null };
    const permalink = "https://example.slack.com/archives/C0REQUESTS/p1";
    expect(errorsFor(duplicate, VERSION, { permalink })).toEqual({
      target: `The same access is already waiting for an answer (/sym list shows it): ${permalink}`,
    });
    expect(errorsFor(duplicate, VERSION)).toEqual({ target: expect.stringContaining("already waiting") });
    expect(errorsFor({ kind: "no_account", detail: "Slack shows no e-mail" }, VERSION)).toEqual({
      target: expect.stringContaining("Slack shows no e-mail"),
    });
    expect(errorsFor({ kind: "target_gone", target: "orders-db" }, VERSION)).toEqual({
      target: expect.stringContaining("no longer offered"),
    });
    expect(errorsFor({ kind: "frozen" }, VERSION)).toBeNull();
    expect(errorsFor(duplicate, { hash: HASH, flow: APPROVAL_ONLY })).toBeNull();
  });
});

test("a form shows each length of time in words", () => {
  const view = renderForm({
    hash: HASH,
    flow: { ...FLOW, durationsMs: [30 * MINUTE_MS, 90 * MINUTE_MS, 24 * HOUR_MS] },
  });
  for (const said of ["30 minutes", "1 hour 30 minutes", "1 day"]) expect(viewAloud(view)).toContain(`- ${said} =`);
});
