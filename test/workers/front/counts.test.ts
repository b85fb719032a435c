// What each interaction costs: D1 round trips with their statements, calls of objects, calls of Slack, first for the answer
// that somebody waits for, then for what follows from it. A change to this table is a change to what people wait for.
import { expect, test } from "vitest";
import { cardOn, receiptOf } from "../../journeys/reading.ts";
import { HOUR, Stage } from "../../journeys/stage.ts";
import { askForDatabase, fillIn, press, REASON } from "../../journeys/steps.ts";
import { ADA, ANA, BEN, CLEO, GENERAL, OTTO } from "../../journeys/workspace.ts";

/**
 * Three columns: D1 (`read 2`: one round trip with two statements; `write 4`: one batch of four, or a single statement),
 * calls of objects, calls of Slack. `-`: none.
 */
type Cost = readonly [d1: string, objects: string, slack: string];

interface Row {
  readonly name: string;
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly act: (stage: Stage) => Promise<unknown>;
  /** Until the answer is back; a ring is begun by then and not waited for. */
  readonly answer: Cost;
  /** What alarms then do, counted: round trips to D1, calls of objects, calls of Slack. */
  readonly after: readonly [d1: number, objects: number, slack: number];
}

const filled = { "Access to": "Orders, read only", "Why do you need it?": REASON, "For how long?": "1 hour" };
const active = async (stage: Stage): Promise<void> => {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
};
const click = (who: string, button: string) => (stage: Stage) => stage.as(who).click(cardOn(stage), { text: button });

const rows: readonly Row[] = [
  {
    name: "/sym req",
    act: (stage) => stage.as(ANA).command("/sym req", GENERAL),
    answer: ["-", "-", "views.open"],
    after: [0, 0, 0],
  },
  {
    name: "/sym req FLOW",
    act: (stage) => stage.as(ANA).command("/sym req database", GENERAL),
    answer: ["-", "-", "views.open"],
    after: [0, 0, 0],
  },
  {
    name: "the shortcut",
    act: (stage) => stage.as(ANA).shortcut("sym_request"),
    answer: ["-", "-", "views.open"],
    after: [0, 0, 0],
  },
  {
    name: "typing into a long select",
    before: (stage) => stage.as(ANA).command("/sym req server", GENERAL),
    act: (stage) => stage.as(ANA).suggest("target", "form.target", "a1"),
    answer: ["-", "-", "-"],
    after: [0, 0, 0],
  },
  {
    name: "submit",
    before: (stage) => fillIn(stage, "database", filled),
    act: (stage) => stage.as(ANA).submit(),
    // With the link that is kept, since nobody has asked for this person before.
    answer: ["read 2, write 5", "request.arm, request.ring", "users.info"],
    after: [4, 0, 3],
  },
  {
    name: "submit, where a field is wrong",
    before: (stage) => fillIn(stage, "database", { ...filled, Ticket: "x" }),
    act: (stage) => stage.as(ANA).submit(),
    // Its entry in the audit trail, which the answer does not wait for.
    answer: ["write 2", "-", "-"],
    after: [0, 0, 0],
  },
  {
    name: "approve, by somebody whom the rule names",
    before: (stage) => askForDatabase(stage),
    act: click(BEN, "Approve"),
    answer: ["read 1, write 3", "request.arm, request.ring", "users.info"],
    after: [14, 4, 9],
  },
  {
    name: "approve, by a member of a group",
    before: (stage) => askForDatabase(stage),
    act: click(CLEO, "Approve"),
    answer: ["read 1, write 3", "request.arm, request.ring", "users.info, usergroups.users.list"],
    after: [14, 4, 10],
  },
  {
    name: "approve, by somebody who may not",
    before: (stage) => askForDatabase(stage),
    act: async (stage) => {
      await click(OTTO, "Approve")(stage);
      await stage.settle();
    },
    // Its entry in the audit trail is written behind the answer.
    answer: ["read 1, write 2", "request.arm", "users.info, usergroups.users.list, response_url"],
    after: [0, 0, 0],
  },
  {
    name: "deny, and its form",
    before: (stage) => askForDatabase(stage),
    act: async (stage) => {
      await click(CLEO, "Deny")(stage);
      await stage.settle();
    },
    answer: ["read 1", "-", "users.info, usergroups.users.list, views.open"],
    after: [0, 0, 0],
  },
  {
    name: "deny, sent",
    before: async (stage) => {
      await askForDatabase(stage);
      await press(stage, CLEO, "Deny");
    },
    act: (stage) => stage.as(CLEO).submit(),
    answer: ["read 1, write 3", "request.arm, request.ring", "users.info, usergroups.users.list"],
    after: [5, 0, 4],
  },
  {
    name: "cancel",
    before: (stage) => askForDatabase(stage),
    act: (stage) => stage.as(ANA).click(receiptOf(stage, ANA), { text: "Cancel request" }),
    answer: ["read 1, write 3", "request.arm, request.ring", "-"],
    after: [5, 0, 4],
  },
  {
    name: "revoke",
    before: active,
    act: click(BEN, "Revoke"),
    answer: ["read 1, write 3", "request.arm, request.ring, entitlement.release", "-"],
    after: [13, 3, 7],
  },
  {
    name: "revoke, by an admin",
    before: active,
    act: (stage) => stage.as(ADA, { clientLimits: false }).click(cardOn(stage), { text: "Revoke" }),
    answer: ["read 1, write 3", "request.arm, request.ring, entitlement.release", "users.info"],
    after: [13, 3, 7],
  },
  {
    name: "the end by the clock, which nobody waits for",
    before: active,
    act: (stage) => stage.skip(HOUR),
    answer: [
      "read 1, write 3, write 1, read 2, write 2, write 2, write 1, read 2",
      "request.arm, request.ring",
      "chat.update, chat.getPermalink, chat.update, chat.postMessage",
    ],
    after: [0, 0, 0],
  },
  {
    name: "/sym list",
    before: active,
    act: (stage) => stage.as(ANA).command("/sym list", GENERAL),
    answer: ["read 2", "-", "-"],
    after: [0, 0, 0],
  },
  {
    name: "/sym freeze",
    act: (stage) => stage.as(ADA).command("/sym freeze", GENERAL),
    answer: ["read 1, write 1", "-", "users.info"],
    after: [0, 0, 0],
  },
];

/** What has been spent since the last time that it was asked. */
function meter({ record, objects, slack }: Stage) {
  let seen = { trips: record.trips.length, objects: objects.calls.length, slack: slack.calls.length };
  return () => {
    const spent = {
      d1: record.trips
        .slice(seen.trips)
        .map(({ session, statements }) => `${session === null ? "write" : "read"} ${statements.length}`),
      objects: objects.calls.slice(seen.objects).map(({ kind, method }) => `${kind}.${method}`),
      slack: slack.calls.slice(seen.slack).map(({ method }) => method),
    };
    seen = { trips: record.trips.length, objects: objects.calls.length, slack: slack.calls.length };
    return spent;
  };
}

const column = (calls: readonly string[]): string => calls.join(", ") || "-";

test.for(rows)("$name", async ({ before, act, answer, after }) => {
  const stage = new Stage();
  try {
    // Which workspace the token belongs to is asked once, and Flow versions are stored once: both lie behind us.
    await askForDatabase(stage, { who: OTTO });
    await before?.(stage);
    const spent = meter(stage);
    await act(stage);
    const { d1, objects, slack } = spent();
    expect([column(d1), column(objects), column(slack)]).toEqual(answer);
    await stage.settle();
    const rest = spent();
    expect([rest.d1.length, rest.objects.length, rest.slack.length]).toEqual(after);
  } finally {
    stage.leave();
  }
});

test("the first request of all asks Slack once more, and tells the operators of the Flow version", async () => {
  const stage = new Stage();
  try {
    await fillIn(stage, "database", filled);
    const spent = meter(stage);
    await stage.as(ANA).submit();
    const { d1, slack } = spent();
    expect([column(d1), column(slack)]).toEqual(["read 2, write 5", "auth.test, users.info"]);
    await stage.settle();
    expect(column(spent().slack)).toBe(
      "chat.postMessage, chat.getPermalink, chat.postMessage, chat.getPermalink, chat.postMessage",
    );
  } finally {
    stage.leave();
  }
});
