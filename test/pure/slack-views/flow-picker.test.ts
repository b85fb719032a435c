// The Flow picker: what it offers, and that what comes back is read as what was chosen.
import { describe, expect, test } from "vitest";
import type { FlowVersion } from "../../../src/domain/flow.ts";
import {
  parsePicker,
  pickerOptions,
  renderPicker,
  unknownEnvironment,
  unknownFlow,
} from "../../../src/slack/views/flow-picker.ts";
import { chosen, many, submitted } from "./fill-in.ts";
import { APPROVAL_ONLY, FLOW, HASH } from "./flows.ts";
import { viewAloud } from "./read-aloud.ts";
import { faultsOfOptions, faultsOfView } from "./within-limits.ts";

const VERSION: FlowVersion = { hash: HASH, flow: FLOW };
const ENVIRONMENTS = [
  { name: "prod", label: "Production" },
  { name: "sandbox", label: "Sandbox" },
];
const flowsIn = (environment: string, count: number): FlowVersion[] =>
  many(count).map((index) => ({
    hash: HASH,
    flow: { ...FLOW, name: `flow-${index}`, label: `Flow number ${index}`, environment },
  }));

describe("the Flow picker", () => {
  const flows = [VERSION, { hash: HASH, flow: APPROVAL_ONLY }, ...flowsIn("sandbox", 1)];

  test.each([
    ["with two Environments", { environment: "prod", environments: ENVIRONMENTS }],
    ["in another Environment", { environment: "sandbox", environments: ENVIRONMENTS, flow: "flow-0" }],
    ["with one Environment", { environment: "prod", environments: ENVIRONMENTS.slice(0, 1) }],
    [
      "after an unknown Flow",
      { environment: "prod", environments: ENVIRONMENTS, notice: unknownFlow("<!channel> `prod`") },
    ],
    [
      "after an unknown Environment",
      { environment: "prod", environments: ENVIRONMENTS, notice: unknownEnvironment("moon") },
    ],
    ["where nothing is offered", { environment: "moon", environments: [{ name: "moon", label: "Moon" }] }],
  ])("%s", (_name, options) => {
    const view = renderPicker(flows, options);
    expect(viewAloud(view)).toMatchSnapshot();
    expect(faultsOfView(view)).toEqual([]);
  });

  test("shows the names that can be typed, whole however long the label", () => {
    const long = { name: "n".repeat(40), label: "L".repeat(60) };
    const environments = [...ENVIRONMENTS, long];
    const view = renderPicker([{ hash: HASH, flow: { ...FLOW, ...long, label: "L".repeat(24) } }], {
      environment: "prod",
      environments,
    });
    expect(faultsOfView(view)).toEqual([]);
    expect(JSON.stringify(view)).toContain(`${"L".repeat(24)} (${long.name})`);
    expect(JSON.stringify(view)).toContain(`${"L".repeat(31)}… (${long.name})`);
    expect(JSON.stringify(view)).toContain("Sandbox (sandbox)");
  });

  test("is read as the Flow and Environment that were chosen", () => {
    const view = renderPicker(flows, { environment: "prod", environments: ENVIRONMENTS });
    expect(parsePicker(submitted(view, { "flow.prod": chosen("release") }))).toEqual({
      flow: "release",
      environment: "prod",
    });
    expect(parsePicker(submitted(view, { environment: chosen("sandbox") }))).toEqual({
      flow: null,
      environment: "sandbox",
    });
  });

  test("lists 100 Flows and searches through more", () => {
    const some = renderPicker(flowsIn("prod", 100), { environment: "prod", environments: [] });
    const more = renderPicker(flowsIn("prod", 101), { environment: "prod", environments: [] });
    expect(faultsOfView(some)).toEqual([]);
    expect(faultsOfView(more)).toEqual([]);
    expect(viewAloud(some)).toContain("<static_select picker.flow>");
    expect(viewAloud(more)).toContain("<external_select picker.flow>");
  });

  test("suggests what matches in label or name, only of its Environment, at most 100", () => {
    const everything = [...flowsIn("prod", 250), ...flowsIn("sandbox", 10)];
    expect(pickerOptions(everything, "", "prod")).toHaveLength(100);
    expect(pickerOptions(everything, "NUMBER  249", "prod").map(({ value }) => value)).toEqual(["flow-249"]);
    expect(pickerOptions(everything, "24 w-9", "prod")).toEqual([]);
    expect(pickerOptions(everything, "flow-249", "sandbox")).toEqual([]);
    expect(faultsOfOptions(pickerOptions(everything, "", "prod"))).toEqual([]);
  });
});
