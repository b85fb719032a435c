// Short histories in which something is broken to begin with: what is told again, found by the sweep, put off, or done with
// a part of the world down. Together with the plain ones they pass every place where the engine calls out of itself.

import { KEPT_AN_HOUR } from "../../src/domain/audit-entry.ts";
import { HOUR_MS, MINUTE_MS, sampleVersion, TEAM } from "../fakes/samples.ts";
import type { Plan } from "./points.ts";
import { ask, find, insist, PLAIN, press, type Scenario, scenario, VERSION } from "./scenarios.ts";
import type { SimWorld } from "./world.ts";

const ADA = { userId: "U0ADA", teamId: TEAM };
const BY_ON_CALL = sampleVersion({
  ...VERSION.flow,
  approvers: {
    kind: "outside",
    source: {
      kind: "pagerduty_schedule",
      label: "Database",
      schedule: "PDAILY1",
      token: "PAGERDUTY_TOKEN",
      region: "us",
    },
  },
});
/** By name, or by what a function says; two of them. */
const BY_TWO = sampleVersion({
  ...VERSION.flow,
  approvers: {
    kind: "any_of",
    rules: [
      { kind: "people", ids: ["U0CLEO"] },
      { kind: "function", label: "a colleague", source: "5e", secrets: [] },
    ],
  },
  approvals: 2,
});
const BY_GROUP = sampleVersion({ ...VERSION.flow, approvers: { kind: "usergroup", id: "S0DBA" } });

/** Besides the plan, until it is over, this. */
async function during(world: SimWorld, also: Plan, work: () => Promise<void>): Promise<void> {
  const { plan } = world;
  world.plan = (point) => plan(point) ?? also(point);
  await work();
  world.plan = plan;
}
const down =
  (prefix: string): Plan =>
  ({ name }) =>
    name.startsWith(prefix) ? "error" : null;
const once = (name: string, fault: ReturnType<Plan>): Plan => {
  let met = false;
  return (point) => {
    if (met || point.name !== name) return null;
    met = true;
    return fault;
  };
};

async function approved(world: SimWorld, view: string, level: string, durationMs: number): Promise<void> {
  await ask(world, view, level, durationMs);
  await press(world, view, "approve", "U0BEN");
}
const LASTING = sampleVersion({ ...VERSION.flow, durationsMs: [72 * HOUR_MS] });

function loseAlarms(world: SimWorld, memories: Iterable<{ alarm: number | null }>): void {
  world.watch.lost();
  for (const memory of memories) memory.alarm = null;
}

export const HARD: Readonly<Record<string, Scenario>> = {
  "an admin freezes, counts, ends everything and lets it go on": scenario(["revoked", "cancelled"], async (world) => {
    await approved(world, "V1", "write", 4 * HOUR_MS);
    await ask(world, "V2", "read", HOUR_MS);
    await world.until(world.now + MINUTE_MS);
    await insist(world, (commands) => commands.freeze(ADA, true, "1.1"));
    await insist(world, (commands) => commands.listAll(ADA));
    await insist(world, (commands) => commands.countUnder(ADA, { kind: "everything" }));
    await insist(world, (commands) => commands.revokeAll(ADA, { kind: "everything" }, "V0ALL"));
    await world.until(world.now + 5 * MINUTE_MS);
    await insist(world, (commands) => commands.freeze(ADA, false, "1.2"));
    await world.until(world.now + 5 * MINUTE_MS);
  }),
  "an admin says whose account is whose, by hand and by a table, while there is access": scenario(
    ["expired"],
    async (world) => {
      await approved(world, "V1", "write", HOUR_MS);
      await world.until(world.now + MINUTE_MS);
      world.begin();
      const cleo = { userId: "U0CLEO", target: "read" };
      await insist(world, (commands) => commands.ownLinks({ userId: "U0ANA", teamId: TEAM }));
      await insist(world, (commands) => commands.listLinks(ADA, null, 1));
      await insist(world, (commands) => commands.setLink(ADA, { ...cleo, account: "cleo-2" }, "1.1"));
      await insist(world, (commands) => commands.setLink(ADA, { ...cleo, account: null }, "1.2"));
      const row = { line: 2, person: `${TEAM}/U0CLEO`, realm: "read", flow: "", account: "cleo-3" };
      for (let attempt = 0; attempt < 3; attempt++) {
        const taken = await world.table(async (file) => {
          await file.page(0);
          await file.apply([row], (await file.plan([row])).plan);
        });
        if (taken) break;
        await world.until(world.now + 5_000);
      }
      await world.until(world.now + 2 * HOUR_MS);
    },
  ),
  "others' access is found and taken away where the Targets say so, and what is allowed or ours is not": scenario(
    ["expired", "externally_removed"],
    async (world) => {
      world.target.put("U0EVE", "admin", world.now);
      await approved(world, "V1", "read", 30 * MINUTE_MS);
      await world.until(world.now + 5 * MINUTE_MS);
      world.begin();
      await insist(world, (commands) => commands.drift(ADA, "read"));
      await world.overnight(24 * HOUR_MS - 10 * MINUTE_MS);
      await approved(world, "V2", "read", 4 * HOUR_MS);
      world.cron = false;
      await world.until(world.now + 10 * MINUTE_MS);
      world.cron = true;
      world.target.put("U0ANA", null, world.now);
      await world.until(world.now + 10 * MINUTE_MS);
      await world.until(world.now + 2 * HOUR_MS);
    },
    {
      standing: { U0ROOT: "admin" },
      drift: ["read", "write", "admin"].map((target) => ({
        ...{ environment: "prod", target, looks: true, removes: true, allowed: ["u0root"] },
      })),
    },
  ),
  "an admin revokes what nobody has answered": scenario(["cancelled"], async (world) => {
    await ask(world, "V1", "write", 4 * HOUR_MS);
    await press(world, "V1", "revoke", "U0ADA");
    await world.until(world.now + 5 * MINUTE_MS);
  }),
  "two approve at once, one of them without an answer from the record": scenario(
    ["expired"],
    async (world) => {
      await ask(world, "V1", "write", 30 * MINUTE_MS, BY_GROUP);
      const id = find(world, "V1")?.id ?? "";
      const approve = (userId: string) =>
        insist(world, (commands) => commands.approve({ requestId: id, seq: 1, userId, teamId: TEAM, reason: null }));
      await during(world, once("record.commit", "lose"), async () => {
        await Promise.all([approve("U0BEN"), approve("U0BEN")]);
      });
      await insist(world, (commands) => commands.list({ userId: "U0ANA", teamId: TEAM }));
      await world.until(world.now + 2 * HOUR_MS);
    },
    { version: BY_GROUP },
  ),
  "whoever is on call approves, and the shift ends before another asks": scenario(
    ["expired", "lapsed"],
    async (world) => {
      await ask(world, "V1", "write", 30 * MINUTE_MS, BY_ON_CALL);
      await press(world, "V1", "approve", "U0CLEO");
      await press(world, "V1", "approve", "U0BEN");
      await world.until(world.now + HOUR_MS);
      world.watch.rules.beforeChange();
      world.onCall = new Set();
      await ask(world, "V2", "write", 30 * MINUTE_MS, BY_ON_CALL);
      await press(world, "V2", "approve", "U0BEN");
      await world.until(world.now + HOUR_MS);
    },
    { version: BY_ON_CALL },
  ),
  "two approve, one of them by what a function says": scenario(
    ["expired"],
    async (world) => {
      await ask(world, "V1", "write", 30 * MINUTE_MS, BY_TWO);
      await press(world, "V1", "approve", "U0BEN");
      await press(world, "V1", "approve", "U0BEN");
      await press(world, "V1", "approve", "U0CLEO");
      await world.until(world.now + 2 * HOUR_MS);
    },
    { version: BY_TWO },
  ),
  "ended early while the record is down": scenario(["revoked"], async (world) => {
    await approved(world, "V1", "write", 4 * HOUR_MS);
    await world.until(world.now + 2 * MINUTE_MS);
    await during(world, down("record."), async () => {
      await press(world, "V1", "revoke", "U0BEN");
      await world.until(world.now + 3 * MINUTE_MS);
      // Whoever was not heard presses once more when the record is back.
    });
    await press(world, "V1", "revoke", "U0BEN");
    await world.until(world.now + 5 * MINUTE_MS);
  }),
  "neither the entitlement nor Slack can be reached for a while, and one message never": scenario(
    ["expired"],
    async (world) => {
      await ask(world, "V1", "write", 30 * MINUTE_MS);
      await during(world, down("entitlement."), async () => {
        await press(world, "V1", "approve", "U0BEN");
        await world.until(world.now + MINUTE_MS);
      });
      await during(world, down("slack.card"), async () => {
        await world.until(world.now + 31 * MINUTE_MS);
      });
      await during(world, once("slack.card", "undeliverable"), async () => world.until(world.now + HOUR_MS));
      await world.until(world.now + HOUR_MS);
    },
  ),
  "an end that the target refuses for half an hour is told again": scenario(["revoked"], async (world) => {
    await approved(world, "V1", "write", 4 * HOUR_MS);
    await world.until(world.now + 2 * MINUTE_MS);
    await during(world, down("target.revoke"), async () => {
      await press(world, "V1", "revoke", "U0BEN");
      await world.until(world.now + 30 * MINUTE_MS);
    });
    await world.until(world.now + 30 * MINUTE_MS);
  }),
  "the entitlement's alarm is lost before the grant, and before the end": scenario(
    ["failed", "expired"],
    async (world) => {
      await during(world, down("target."), async () => {
        await approved(world, "V1", "read", 30 * MINUTE_MS);
        await world.until(world.now + MINUTE_MS);
        loseAlarms(world, world.entitlements.values());
        await world.until(world.now + 30 * MINUTE_MS);
      });
      await world.until(world.now + 30 * MINUTE_MS);
      await approved(world, "V2", "write", 30 * MINUTE_MS);
      await world.until(world.now + 20 * MINUTE_MS);
      loseAlarms(world, world.entitlements.values());
      await world.until(world.now + 30 * MINUTE_MS);
    },
  ),
  "every alarm is lost, and a slot is left that nobody holds": scenario(["revoked", "expired"], async (world) => {
    await ask(world, "V1", "write", 30 * MINUTE_MS);
    await during(world, once("target.grant", "late"), async () => {
      await press(world, "V1", "approve", "U0BEN");
      await world.until(world.now + 30_000);
    });
    await press(world, "V1", "revoke", "U0BEN");
    await world.until(world.now + 2 * MINUTE_MS);
    for (const memory of world.entitlements.values()) await memory.forget();
    world.watch.lost();
    await world.until(world.now + 30 * MINUTE_MS);
    await approved(world, "V2", "read", 30 * MINUTE_MS);
    await world.until(world.now + 5 * MINUTE_MS);
    loseAlarms(world, world.objects.all());
    await world.until(world.now + HOUR_MS);
  }),
  "somebody who may not keeps pressing, the channel of digests is gone, and the bucket holds something else": scenario(
    ["denied"],
    async (world) => {
      world.notary.bucket.set("digests/0000000001.json", "not ours");
      await ask(world, "V1", "write", 30 * MINUTE_MS);
      for (let n = 0; n <= KEPT_AN_HOUR; n++)
        await world.act((commands) =>
          commands.freeze({ userId: "U0EVE", teamId: "T0OTHER" }, true, "1.3").then(() => commands.list(ADA)),
        );
      await press(world, "V1", "deny", "U0BEN");
      await during(world, once("slack.digest", "undeliverable"), async () => world.until(world.now + 2 * HOUR_MS));
      world.notary.bucket.clear();
      await world.until(world.now + HOUR_MS);
    },
  ),
  "cron stops while alarms are lost, then the watchdog does, then an end is late that nobody speaks of": scenario(
    ["expired", "expired"],
    async (world) => {
      await approved(world, "V1", "write", 30 * MINUTE_MS);
      await world.until(world.now + 2 * MINUTE_MS);
      world.cron = false;
      loseAlarms(world, world.objects.all());
      await world.until(world.now + 50 * MINUTE_MS);
      world.cron = true;
      await world.until(world.now + 6 * MINUTE_MS);
      await during(world, down("watchdog."), async () => {
        loseAlarms(world, [world.objects.watchdog]);
        await world.until(world.now + 20 * MINUTE_MS);
      });
      await world.until(world.now + 3 * MINUTE_MS);
      await approved(world, "V2", "read", 30 * MINUTE_MS);
      await world.until(world.now + 2 * MINUTE_MS);
      await during(world, down("entitlement."), async () => {
        loseAlarms(world, world.objects.all());
        await world.until(world.now + 50 * MINUTE_MS);
      });
      await world.until(world.now + 30 * MINUTE_MS);
    },
    { watchdog: true },
  ),
};

/** What takes a day, or goes wrong with words: after the others, since cron rests meanwhile. */
const LONG: Readonly<Record<string, Scenario>> = {
  "an end that never comes is closed by hand by two, is there after all, and is removed": scenario(
    ["closed_by_hand"],
    async (world) => {
      await approved(world, "V1", "write", 4 * HOUR_MS);
      await world.until(world.now + 2 * MINUTE_MS);
      const unheard = once("on_call.tell", "error");
      await during(
        world,
        (point) => down("target.revoke")(point) ?? unheard(point),
        async () => {
          await press(world, "V1", "revoke", "U0BEN");
          await world.until(world.now + 20 * MINUTE_MS);
          world.begin();
          const id = find(world, "V1")?.id ?? "";
          const click = { requestId: id, teamId: TEAM, reason: "because I looked" };
          await insist(world, (commands) => commands.mayClose({ ...click, seq: null, userId: "U0ADA" }));
          await insist(world, (commands) => commands.list(ADA));
          await insist(world, (commands) => commands.proposeClose({ ...click, seq: null, userId: "U0ADA" }));
          const seq = find(world, "V1")?.byHand?.seq ?? null;
          await insist(world, (commands) => commands.confirmClose({ ...click, seq, userId: "U0DORA" }));
          await world.until(world.now + MINUTE_MS);
          // Should an answer have been lost in all this, they come back until it is done.
          for (let again = 0; again < 3 && find(world, "V1")?.state !== "closed"; again++) {
            await insist(world, (commands) => commands.proposeClose({ ...click, seq: null, userId: "U0ADA" }));
            const newest = find(world, "V1")?.byHand?.seq ?? null;
            await insist(world, (commands) => commands.confirmClose({ ...click, seq: newest, userId: "U0DORA" }));
          }
        },
      );
      const key = find(world, "V1")?.access?.key ?? "";
      world.record.unreadable.add(key);
      await world.until(world.now + 3 * MINUTE_MS);
      world.record.unreadable.delete(key);
      await world.overnight(25 * HOUR_MS);
      await world.until(world.now + 5 * MINUTE_MS);
    },
  ),
  "others give access to somebody whose grant has ended": scenario(["expired"], async (world) => {
    await approved(world, "V1", "read", 30 * MINUTE_MS);
    await world.until(world.now + HOUR_MS);
    world.begin();
    world.target.put("U0ANA", "admin", world.now, true);
    await world.overnight(25 * HOUR_MS);
    await world.until(world.now + 5 * MINUTE_MS);
  }),
  "what was closed by hand and never read is found a month later, and removed": scenario(
    ["closed_by_hand"],
    async (world) => {
      await approved(world, "V1", "write", 4 * HOUR_MS);
      await world.until(world.now + 2 * MINUTE_MS);
      await during(world, down("target."), async () => {
        await press(world, "V1", "revoke", "U0BEN");
        await world.until(world.now + 20 * MINUTE_MS);
        const click = { requestId: find(world, "V1")?.id ?? "", teamId: TEAM, reason: "because I looked" };
        for (let again = 0; again < 3 && find(world, "V1")?.state !== "closed"; again++) {
          await insist(world, (commands) => commands.proposeClose({ ...click, seq: null, userId: "U0ADA" }));
          const seq = find(world, "V1")?.byHand?.seq ?? null;
          await insist(world, (commands) => commands.confirmClose({ ...click, seq, userId: "U0DORA" }));
        }
        await world.until(world.now + 2 * MINUTE_MS);
        world.begin();
        await world.overnight(30 * 24 * HOUR_MS + HOUR_MS);
      });
      await world.overnight(24 * HOUR_MS);
      await world.until(world.now + 5 * MINUTE_MS);
    },
  ),
  "a form is sent twice, and the same access is asked for twice": scenario(["cancelled"], async (world) => {
    await ask(world, "V1", "write", 4 * HOUR_MS);
    world.begin();
    await ask(world, "V1", "write", 4 * HOUR_MS);
    await ask(world, "V2", "write", 4 * HOUR_MS);
    await world.until(world.now + 15 * MINUTE_MS);
    await press(world, "V1", "cancel", "U0ANA");
    await press(world, "V2", "cancel", "U0ANA");
    await world.until(world.now + 5 * MINUTE_MS);
  }),
  "somebody leaves, and Slack says so": scenario(["revoked", "cancelled"], async (world) => {
    await approved(world, "V1", "write", 4 * HOUR_MS);
    await world.until(world.now + MINUTE_MS);
    await ask(world, "V2", "read", HOUR_MS);
    world.begin();
    world.watch.rules.beforeChange();
    world.people.set("U0ANA", { deactivated: true });
    for (let again = 0; again < 2; again++) {
      await world.act((commands) => commands.personChanged("U0ANA"));
      await world.until(world.now + MINUTE_MS);
    }
    await world.until(world.now + 5 * MINUTE_MS);
  }),
  "somebody leaves, and Slack is asked the next day": scenario(
    ["revoked"],
    async (world) => {
      await ask(world, "V1", "write", 72 * HOUR_MS, LASTING);
      await press(world, "V1", "approve", "U0BEN");
      await world.overnight(23 * HOUR_MS);
      world.begin();
      world.watch.rules.beforeChange();
      world.people.set("U0ANA", { deactivated: true });
      await world.overnight(2 * HOUR_MS);
      // Where the alarm that would have asked is lost, the end comes at its time.
      if (find(world, "V1")?.state !== "closed") await world.overnight(48 * HOUR_MS);
    },
    { version: LASTING },
  ),
  "a storm of notices is one message": scenario(
    Array.from({ length: 6 }, () => "failed"),
    async (world) => {
      await during(
        world,
        (point) => (point.name === "target.grant" ? "forbid" : down("slack.operators")(point)),
        async () => {
          for (let n = 1; n <= 6; n++) {
            if (n === 6) world.begin();
            await approved(world, `V${n}`, "write", HOUR_MS);
            await world.until(world.now + 2 * MINUTE_MS);
          }
        },
      );
      await world.until(world.now + 20 * MINUTE_MS);
    },
  ),
};

/** Everything that every await has to survive. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = { ...PLAIN, ...HARD, ...LONG };
