// The composition root: makes the engine's world from the bindings, once per isolate. What is wrong with the settings or the
// Flows closes the front door and is said in the log; it never stops what ends access.
import { waitUntil } from "cloudflare:workers";
import { pause, realChance, realClock } from "./clock.ts";
import { checkDeployment, sayProblems } from "./domain/flow-check.ts";
import { createCommands } from "./engine/commands.ts";
import { attempt, runCron } from "./engine/cron.ts";
import { linkFile } from "./engine/link-file.ts";
import { sweep } from "./engine/sweep.ts";
import { witness } from "./engine/witness.ts";
import type { World } from "./engine/world.ts";
import { readSettings, WrongSettings } from "./env.ts";
import definition from "./flows/index.ts";
import { consoleLog } from "./log.ts";
import { notaryOf } from "./notary.ts";
import { doorbellOf, entitlementsOf, gatesOf, lanesOf, watchdogOf } from "./objects/stubs.ts";
import { createOnCall } from "./on-call/on-call.ts";
import { metricsInto } from "./ops/analytics.ts";
import { beaconTo } from "./ops/beacon.ts";
import { callersBy, paceBy } from "./ops/callers.ts";
import { limitsIn } from "./ops/crowds.ts";
import { type OpsAnswers, opsAnswers, problemsOf } from "./ops/readiness.ts";
import { readOpsSettings } from "./ops/settings.ts";
import { tokenUse } from "./ops/token-use.ts";
import { createFormOptions } from "./options/form-options.ts";
import {
  type Callers,
  type Chance,
  type Clock,
  type Deployment,
  type LinkFile,
  type Log,
  PermanentError,
  type Strategies,
  type TokenShown,
  TransientError,
} from "./ports.ts";
import { createFrontDoor, createSlackSide, type FrontDoor, type SlackSide } from "./slack/app.ts";
import { createSources } from "./sources/sources.ts";
import { frozenFromOutside } from "./store/frozen-store.ts";
import { openStore } from "./store/open-store.ts";
import { recordBytes } from "./store/size.ts";
import { readTallies } from "./store/tallies.ts";
import { strategiesOf } from "./strategies/custom/strategy.ts";
import { strategies as deployedStrategies } from "./strategies/registry.ts";

/** What another entry (the playground's, a test's) may put in place of the real thing. */
export interface Parts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly strategies: Strategies;
  readonly definition: unknown;
  /** Begins work once the answer is on its way, and keeps the Worker alive for it. */
  readonly defer: (work: () => Promise<unknown>) => void;
  /** The sweep and the watchdog wait for each other. Not where time is moved by hand, since each would seem silent. */
  readonly watched: boolean;
}

const real: Parts = {
  clock: realClock,
  chance: realChance,
  log: consoleLog,
  strategies: deployedStrategies,
  definition,
  defer: (work) => waitUntil(pause(ANSWER_LEAVES_WITHIN_MS).then(work)),
  watched: true,
};

/** What begins in the turn of the answer goes out ahead of it, and whatever that sets off in this isolate may be done first too. */
const ANSWER_LEAVES_WITHIN_MS = 10;

export interface Wiring {
  readonly ops: OpsAnswers;
  readonly callers: Callers;
  /** Links of people to accounts, for the holder of a token. */
  readonly identities: { readonly token: string; readonly shown: TokenShown; readonly file: LinkFile } | null;
  /** The engine's world. Always there: ends must go on whatever is wrong with the settings. */
  readonly world: World;
  /** Throws an error that names every wrong setting and every problem of src/flows. */
  frontDoor(): FrontDoor;
  /** What the timer does, every minute. */
  sweep(): Promise<unknown>;
}

/** `wire(env)`, made once for each set of bindings. */
export function createWiring(parts: Partial<Parts> = {}): (env: Cloudflare.Env) => Wiring {
  const known = new WeakMap<object, Wiring>();
  const given = { ...real, ...parts };
  const once = saysOnce(given.log);
  return (env) => {
    const wiring = known.get(env) ?? make(env, given, once);
    known.set(env, wiring);
    return wiring;
  };
}

/** What is wrong is wrong for as long as the isolate lives, however often it is wired: each line is said once. */
function saysOnce(log: Log): Log {
  const said = new Set<string>();
  return (name, fields) => {
    const line = JSON.stringify([name, fields]);
    if (!said.has(line)) log(name, fields);
    said.add(line);
  };
}

/** Wrong Flows, as the front door says it; the log has named each problem by then. */
class WrongFlows extends Error {
  override readonly name = "WrongFlows";
}

/** `once`: for what is wrong with the deployment. */
function make(env: Cloudflare.Env, parts: Parts, once: Log): Wiring {
  const { clock, chance, log, defer } = parts;
  const strategies = strategiesOf(parts.definition, parts.strategies);
  const checked = checkDeployment(parts.definition, strategies);
  // A problem names Flow, Environment and setting, and repeats no value that could be a secret.
  if (!checked.ok) for (const problem of checked.problems) once("deployment.flows.refused", { problem });
  const ops = readOpsSettings(env);
  for (const problem of ops.problems) once("deployment.settings.refused", { problem });
  const deployment: Deployment = checked.ok ? checked.deployment : noDeployment;
  const slackOptions = () => {
    const settings = readSettings(env);
    return {
      botToken: settings.SLACK_BOT_TOKEN,
      apiUrl: settings.SLACK_API_URL,
      teamId: settings.SLACK_TEAM_ID,
      deployment,
      strategies,
      clock,
      log,
    };
  };
  // Whatever it says: whoever sets it wants nothing granted.
  const frozen = Boolean(Reflect.get(env, "SYM_FREEZE"));
  if (frozen) once("deployment.freeze.imposed", { setting: "SYM_FREEZE" });
  const outside: World["outside"] = { secret: (name) => secretOf(env, name), fetch: (request) => fetch(request) };
  const world: World = {
    clock,
    chance,
    log,
    strategies,
    deployment,
    store: frozen ? frozenFromOutside(openStore(env.DB)) : openStore(env.DB),
    doorbell: doorbellOf(env.REQUESTS),
    entitlements: entitlementsOf(env.ENTITLEMENTS),
    gates: gatesOf(env.GATES),
    lanes: lanesOf(env.GATES),
    ...slackOrSilence(() => createSlackSide(slackOptions()), once),
    sources: createSources({ clock, log, outside }),
    formOptions: createFormOptions({ clock, log, deployment, outside }),
    watchdog: watchdogOf(env.WATCHDOG),
    beacon: beaconTo(ops.heartbeatUrl, { clock, log, send: (url, init) => fetch(url, init) }),
    metrics: metricsInto(env),
    pace: paceBy(env.PEOPLE ?? null),
    outside,
    onCall: createOnCall({ channels: deployment.onCall, clock, outside }),
    defer,
    notary: notaryOf(env, log),
  };
  let door: FrontDoor | null = null;
  const has = (name: string): boolean => {
    try {
      return secretOf(env, name) !== "";
    } catch {
      return false;
    }
  };
  const callers = callersBy(env.CALLERS ?? null);
  return {
    world,
    callers,
    identities:
      ops.identitiesToken === null
        ? null
        : {
            token: ops.identitiesToken,
            shown: tokenUse(world, "IDENTITIES_TOKEN"),
            file: linkFile(world, "token/IDENTITIES_TOKEN"),
          },
    ops: opsAnswers(world, {
      token: ops.token,
      shown: tokenUse(world),
      frozen,
      bytes: () => recordBytes(env.DB),
      limitBytes: ops.recordLimitBytes,
      watched: parts.watched,
      problems: () => problemsOf({ settings: ops.problems, checked, strategies, read: () => readSettings(env), has }),
      tallies: () => readTallies(env.DB, clock.now()),
      limitsOf: limitsIn(deployment.flows, strategies),
    }),
    frontDoor() {
      if (!checked.ok) throw new WrongFlows(sayProblems(checked.problems));
      // Also where cron has never run: whoever asks for access has somebody who looks after its end.
      if (door === null && parts.watched) defer(() => attempt(world, "wake", () => world.watchdog.wake()));
      door ??= createFrontDoor({
        ...slackOptions(),
        signingSecret: readSettings(env).SLACK_SIGNING_SECRET,
        callers,
        metrics: world.metrics,
        commands: createCommands(world),
        witness: (seen) => witness(world, seen),
      });
      return door;
    },
    sweep: () => (parts.watched ? runCron(world) : sweep(world)),
  };
}

/** Nobody may ask, nobody may approve; what was given still ends. */
const noDeployment: Deployment = {
  admins: { people: [], usergroup: null },
  operatorsChannel: "",
  onCall: [],
  stopWhenStuck: true,
  emailDomains: [],
  environments: [],
  defaultEnvironment: "",
  flows: [],
  limits: { pendingPerPerson: 0, requestsPerDay: 0 },
  account: () => null,
  options: () => null,
  rule: () => null,
};

function slackOrSilence(make: () => SlackSide, once: Log): SlackSide {
  try {
    return make();
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    const wrong = error instanceof WrongSettings ? error.problems : [{ class: name }];
    for (const fields of wrong) once("deployment.settings.refused", fields);
    const silent = (): Promise<never> =>
      Promise.reject(new TransientError("Slack is not set up", { effect: "no", cause: error }));
    return {
      directory: { person: silent, actingAs: silent, isMember: silent },
      messenger: {
        card: silent,
        receipt: silent,
        note: silent,
        operators: silent,
        notice: silent,
        orderProgress: silent,
        digest: silent,
        warning: silent,
      },
    };
  }
}

/** Read when it is needed, so that a rotated secret is used at once; its value goes nowhere but to the strategy. */
function secretOf(env: Cloudflare.Env, name: string): string {
  const bound: unknown = Reflect.get(env, name);
  // A Hyperdrive binding stands for the secret that it holds. Its query cache must be off: a cached read-back proves nothing.
  const value =
    typeof bound === "object" && bound !== null && "connectionString" in bound ? bound.connectionString : bound;
  if (typeof value !== "string" || value === "")
    throw new PermanentError(`the Worker secret ${name} is not set`, { class: "auth" });
  return value;
}
