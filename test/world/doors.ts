// The simulated world as the engine sees it: every port leads through one point, where the plan may let it go wrong. Holds
// no state of its own.
import type { Access } from "../../src/domain/access.ts";
import { personKey, userIdOf } from "../../src/domain/person.ts";
import type { World } from "../../src/engine/world.ts";
import type { Clock, EntitlementMemory, MessageOutcome, Snapshot } from "../../src/ports.ts";
import { TEAM } from "../fakes/samples.ts";
import type { Code } from "./code.ts";
import type { Life } from "./points.ts";
import { simStrategy } from "./target.ts";
import type { SimWorld } from "./world.ts";

export function doorsOf(sim: SimWorld, life: Life, defer: World["defer"]): World {
  const pass = <T>(name: string, call: () => Promise<T>, about: string | null = null, instead?: () => T): Promise<T> =>
    sim.pass(life, name, about, call, instead);
  const strategy = simStrategy(
    sim.target,
    () => sim.now,
    (name, place, call) => pass(name, () => sim.arrive(life, name, place, call), place),
    {
      place: (name) => sim.place(name),
      onSet: (call, level) => sim.watch.calling(call, level),
      limits: (place) => sim.limits(place),
      onSecret: (_label, secret) => sim.secrets.push(secret),
      ...(sim.drift === undefined ? {} : { listLacks: () => sim.listLacks() }),
      ...(sim.expires ? { expires: (call) => sim.tellEnd(call) } : {}),
    },
  );
  const send = (kind: string, { request }: Snapshot, ts: string): Promise<MessageOutcome> =>
    pass<MessageOutcome>(
      `slack.${kind}`,
      async () => {
        sim.said.push({ kind, requestId: request.id, state: request.state });
        return { kind: "sent", ref: { channel: "C0", ts } };
      },
      null,
      () => {
        sim.undeliverable.add(request.id);
        return { kind: "undeliverable", code: "is_archived" };
      },
    );
  const clock = clockOf(sim);
  /** The object of a slot, which runs whatever code it has come to. */
  const tell = (name: string, { key }: Access, work: (code: Code, memory: EntitlementMemory) => void): Promise<void> =>
    pass(`entitlement.${name}`, async () => work(sim.code(key), sim.objects.entitlement(key)));
  return {
    clock,
    chance: {
      id: () => sim.nextId(),
      fraction: () => sim.fraction(),
      bytes: (count) => new Uint8Array(count).fill(7),
    },
    store: new Proxy(sim.record, {
      get: (record, method) => {
        const value: unknown = Reflect.get(record, method);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) =>
          pass(`record.${String(method)}`, async () => {
            if (typeof args[0] === "string" && sim.poisoned.has(args[0])) throw new TypeError("an unreadable row");
            const answer: unknown = await Reflect.apply(value, record, args);
            if (method === "commit" && answer === "committed") sim.watch.committed(args[0]);
            return answer;
          });
      },
    }),
    doorbell: {
      arm: (id, at) => pass("doorbell.arm", async () => sim.objects.request(id).armAtMost(at)),
      disarm: (id, at) => pass("doorbell.disarm", async () => sim.objects.request(id).disarm(at)),
      ring: (id, armedFor = null) => pass("doorbell.ring", async () => sim.objects.request(id).ring(armedFor)),
      release: (id, by, isAdmin) =>
        pass("doorbell.release", () =>
          sim.inObject(id, (world, code) => code.releaseFromMemory(world, sim.objects.request(id), by, isAdmin)),
        ),
    },
    entitlements: {
      hold: (order) => {
        sim.watch.holding(order);
        return tell("hold", order.access, (code, memory) => code.hold({ clock }, memory, order));
      },
      release: (order) => tell("release", order.hold.access, (code, memory) => code.release({ clock }, memory, order)),
      letGo: (order) => tell("letGo", order.access, (code, memory) => code.letGo({ clock }, memory, order)),
      check: (access) => tell("check", access, (code, memory) => code.check({ clock }, memory, access)),
      credential: (order) =>
        pass("entitlement.credential", () =>
          sim.inObject(order.access.key, (world, code) =>
            code.setCredential(world, sim.objects.entitlement(order.access.key), order),
          ),
        ),
      wake: (access) => tell("wake", access, (code, memory) => code.wake({ clock }, memory, access)),
    },
    gates: {
      ask: (name, ask) => pass("gate.ask", async () => sim.askGate(name, ask)),
      told: (name, news) => pass("gate.told", async () => sim.objects.gate(name).told(news, sim.now)),
    },
    lanes: {
      enter: (name, ask) => pass("lane.enter", async () => sim.objects.lane(name).enter(ask, sim.now)),
      left: (name, news) => pass("lane.left", async () => sim.objects.lane(name).left(news, sim.now)),
    },
    watchdog: {
      wake: () =>
        pass("watchdog.wake", async () => {
          if (sim.watchdog) sim.objects.watchdog.ring();
        }),
    },
    beacon: () => pass("beacon", async () => void sim.beacons.push(sim.now)),
    onCall: {
      channels: ["pagerduty-1"],
      tell: (_channel, { action, requestId }) =>
        pass("on_call.tell", async () => {
          sim.said.push({ kind: `on_call.${action}`, requestId, state: null });
        }),
    },
    directory: {
      person: (userId) => pass("slack.users.info", async () => sim.facts(userId)),
      actingAs: () => pass("slack.users.info", async () => null),
      isMember: (question, userId) =>
        pass("slack.members", async () => question.id === "S0DBA" && sim.group.has(userId)),
    },
    sources: {
      names: (_source, address) => pass("sources.names", async () => sim.onCall.has(address)),
      says: (_rule, _decides, { person }) => pass("sources.says", async () => sim.group.has(userIdOf(person.key))),
    },
    formOptions: {
      offered: (_flow, _field, search) => pass("form.options", async () => [{ value: search, label: search }]),
    },
    messenger: {
      card: (s) => send("card", s, "1"),
      receipt: (s) => send("receipt", s, "2"),
      note: (s, note) => send(`note.${note}`, s, "3"),
      operators: (s, alarm) => send(`operators.${alarm}`, s, "4"),
      digest: ({ seq }, line) =>
        pass<MessageOutcome>(
          "slack.digest",
          async () => {
            sim.posted.push({ seq, line });
            return { kind: "sent", ref: { channel: "C0", ts: "6" } };
          },
          null,
          () => ({ kind: "undeliverable", code: "is_archived" }),
        ),
      notice: (notice) =>
        pass("slack.notice", async () => {
          const about = notice.kind === "many" ? notice.notices : [];
          for (const { pending, request } of about)
            if (pending.effect.body.kind === "operators")
              sim.said.push({
                kind: `operators.${pending.effect.body.alarm}`,
                requestId: request.id,
                state: request.state,
              });
          if (notice.kind === "found_slots")
            for (const { access } of notice.slots)
              sim.said.push({ kind: "operators.found", requestId: access.key, state: null });
          if (notice.kind === "drift")
            for (const finding of notice.findings)
              sim.said.push({ kind: "operators.drift", requestId: finding.targets.join(), state: null });
          return { kind: "sent", ref: { channel: "C0", ts: "6" } };
        }),
      orderProgress: (order) =>
        pass("slack.order", async () => {
          sim.said.push({ kind: "order", requestId: order.id, state: null });
          return { kind: "sent", ref: { channel: "C0", ts: "5" } };
        }),
      warning: (warning) =>
        pass("slack.warning", async () => {
          const about = "finder" in warning ? ` ${warning.finder}` : "";
          sim.said.push({ kind: `warning.${warning.kind}${about}`, requestId: "", state: null });
          sim.warned.push(sim.now);
          return { kind: "sent", ref: { channel: "C0", ts: "6" } };
        }),
    },
    strategies: (type) => (type === "memory" && sim.strategyDeployed ? strategy : null),
    deployment: {
      admins: { people: ["U0ADA", "U0DORA"], usergroup: null },
      operatorsChannel: "C0OPS",
      onCall: [],
      stopWhenStuck: true,
      emailDomains: [],
      environments: [{ name: "prod", label: "Production" }],
      defaultEnvironment: "prod",
      flows: sim.versions,
      drift: sim.drift ?? [],
      limits: { pendingPerPerson: 5, requestsPerDay: 30 },
      options: () => null,
      rule: () => () => true,
      account: () => (person) => pass("people.account", async () => sim.account(person.name)),
    },
    outside: { secret: () => "", fetch: async () => new Response() },
    notary: {
      key: () => pass("notary.key", async () => sim.notary.key),
      sign: (text) => pass("notary.sign", async () => sim.notary.sign(text)),
      archive: { put: (name, text) => pass("notary.put", async () => sim.notary.put(name, text)) },
    },
    defer,
    log: (name, fields) => sim.watch.logged(name, fields),
    pace: async () => true,
    metrics: (measure) => sim.watch.measured(measure),
  };
}

const NEVER_STOPPED = new AbortController().signal;
const clockOf = (sim: SimWorld): Clock => ({ now: () => sim.now, within: (_limit, work) => work(NEVER_STOPPED) });

/** What Slack says about somebody of whom nothing else is known. */
export const plainFacts = (userId: string) => ({
  key: personKey(TEAM, userId),
  name: userId,
  email: `${userId.toLowerCase()}@example.com`,
  tz: "UTC",
  deactivated: false,
  guest: false,
  stranger: false,
  bot: false,
});
