// The small modals: the reason for a denial, the second thought before a revoke-all, and what is said after sending.
import { describe, expect, test } from "vitest";
import { parseDenyForm, renderDenyForm } from "../../../src/slack/views/deny-form.ts";
import { parseRevokeAllForm, renderRevokeAllForm } from "../../../src/slack/views/revoke-all-form.ts";
import { renderSent } from "../../../src/slack/views/sent.ts";
import { submitted } from "./fill-in.ts";
import { FLOW, HASH, ID } from "./flows.ts";
import { viewAloud } from "./read-aloud.ts";
import { stateNamed } from "./states.ts";
import { faultsOfView } from "./within-limits.ts";

const VERSION = { hash: HASH, flow: FLOW };

describe("the form behind Deny", () => {
  const { request } = stateNamed("pending");
  const view = renderDenyForm(request, { seq: 1 });

  test("asks for an optional reason", () => {
    expect(viewAloud(view)).toMatchSnapshot();
    expect(faultsOfView(view)).toEqual([]);
  });

  test("is read as the request, the version of the button, and the reason if there is one", () => {
    expect(parseDenyForm(submitted(view))).toEqual({ requestId: ID, seq: 1, reason: null });
    expect(parseDenyForm(submitted(view, { reason: { value: "  Not today.\n" } }))).toEqual({
      requestId: ID,
      seq: 1,
      reason: "Not today.",
    });
  });

  test("is not read from another view or another button", () => {
    expect(parseDenyForm({ ...submitted(view), callback_id: "request_form" })).toBeNull();
    expect(parseDenyForm({ ...submitted(view), private_metadata: "x.1" })).toBeNull();
    expect(parseDenyForm(null)).toBeNull();
  });
});

describe("the confirmation of a revoke-all", () => {
  const scopes = [
    { kind: "everything" },
    { kind: "person", userId: "U0ANA" },
    { kind: "target", target: "orders-db" },
  ] as const;

  test.each(scopes)("counts what it ends and is read as what was asked for: %j", (scope) => {
    const view = renderRevokeAllForm(scope, { pending: 1, open: scope.kind === "person" ? 0 : 12 });
    expect(viewAloud(view)).toMatchSnapshot();
    expect(faultsOfView(view)).toEqual([]);
    expect(parseRevokeAllForm(submitted(view))).toEqual(scope);
  });

  test("says so where there is nothing to end", () => {
    expect(viewAloud(renderRevokeAllForm({ kind: "everything" }, { pending: 0, open: 0 }))).toMatchSnapshot();
  });

  test.each(["", "{}", '{"kind":"person","userId":"<!channel>"}', '{"kind":"everything","more":1}'])(
    "%j confirms nothing",
    (scope) => {
      expect(parseRevokeAllForm({ callback_id: "revoke_all_form", private_metadata: scope })).toBeNull();
    },
  );
});

test("a request for what is already held says until when, any other closes the form without a word", () => {
  const view = renderSent(stateNamed("pending, already held").request, VERSION);
  expect(view === null ? "" : viewAloud(view)).toMatchSnapshot();
  expect(view === null ? [] : faultsOfView(view)).toEqual([]);
  expect(renderSent(stateNamed("pending").request, VERSION)).toBeNull();
});

test("of access whose time is up already, though it is not gone yet, nothing is promised after sending", () => {
  const { request } = stateNamed("pending");
  expect(renderSent({ ...request, alreadyHeld: { level: "read", until: request.createdAt } }, VERSION)).toBeNull();
});
