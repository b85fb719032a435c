// Everything of a run that is not the Worker: Slack, the target, the time, the secrets; and the Worker put between them. All
// of it but the Worker lives in this process, and so outlives every kill.

import { TEAM } from "../../bench/harness/slack-requests.ts";
import { Dice } from "../simulate/dice.ts";
import { durations, type Plan, SECRET_NAME } from "./flows.ts";
import { Ledger } from "./ledger.ts";
import { command, type Post, postsTo } from "./posts.ts";
import { type Runtime, startRuntime } from "./runtime.ts";
import { type ScaledTime, scaledNow } from "./scaled-time.ts";
import { type Slack, startSlack } from "./slack.ts";
import { startTarget, type Target } from "./target.ts";
import { UnderWay } from "./under-way.ts";

type Form = Readonly<Record<string, unknown>>;

export interface WorldAround {
  readonly time: ScaledTime;
  readonly slack: Slack;
  readonly target: Target;
  readonly ledger: Ledger;
  readonly runtime: Runtime;
  readonly underWay: UnderWay;
  readonly post: Post;
  readonly signingSecret: string;
  /** The form of a Flow, as the Worker opened it. */
  readonly form: (flow: string) => Form;
  /** What the Worker logged that it must never log, and what nothing in it caught. */
  readonly complaints: readonly string[];
  stop(): Promise<void>;
}

export interface AroundOptions {
  readonly plan: Plan;
  readonly speed: number;
  readonly seed: number;
  readonly standing: Iterable<string>;
  /** Longest times of the target, before and after an effect, and of Slack, in the machine's milliseconds. */
  readonly slowestMs: number;
}

export const REASON = "A reason that nobody may read in a log";
const secrets = {
  SLACK_SIGNING_SECRET: "signing-secret-of-these-runs",
  SLACK_BOT_TOKEN: "xoxb-token-of-these-runs",
  [SECRET_NAME]: "target-secret-of-these-runs",
};
/** E-mails and reasons are people's own; secrets are nobody's. No log may hold them. */
export const UNSPEAKABLE = [...Object.values(secrets), "@example.com", REASON];

export async function startAround({ plan, speed, seed, standing, slowestMs }: AroundOptions): Promise<WorldAround> {
  const time: ScaledTime = { start: Date.now(), speed };
  const underWay = new UnderWay();
  const complaints = new Set<string>();
  const ledger = new Ledger(standing, () => scaledNow(time));
  const secret = secrets[SECRET_NAME];
  const target = await startTarget({ secret, ledger, underWay, dice: new Dice(seed + 1), slowestMs });
  const forbidden = Object.values(secrets);
  const slack = await startSlack({ underWay, dice: new Dice(seed + 2), slowestMs, forbidden });
  const runtime = await startRuntime({
    bindings: {
      ...secrets,
      SLACK_API_URL: `${slack.address}/api/`,
      SLACK_TEAM_ID: TEAM,
      RUN_START: String(time.start),
      RUN_SPEED: String(speed),
      RUN_TARGET: target.address,
      RUN_PLAN: plan,
    },
    onLog: (line) => {
      if (UNSPEAKABLE.some((text) => line.includes(text))) complaints.add("the log holds what it must not hold");
      // What cannot be read at all fails in whoever tries, and is answered with 400.
      if (line.includes('"slack.payload.unreadable"')) return;
      if (/"class":"(?:TypeError|RangeError|ReferenceError|SyntaxError)"/.test(line)) complaints.add(`logged: ${line}`);
    },
    onUncaught: (error) => complaints.add(`not caught: ${error.message}`),
  });
  const post = postsTo(() => runtime.address, secrets.SLACK_SIGNING_SECRET, time);
  const forms = new Map<string, Form>();
  for (const flow of Object.keys(durations[plan])) forms.set(flow, await openedForm(post, slack, flow));
  return {
    time,
    slack,
    target,
    ledger,
    runtime,
    underWay,
    post,
    signingSecret: secrets.SLACK_SIGNING_SECRET,
    form: (flow) => forms.get(flow) ?? {},
    get complaints() {
      return [...complaints];
    },
    async stop() {
      await runtime.stop();
      await Promise.all([slack.stop(), target.stop()]);
    },
  };
}

async function openedForm(post: Post, slack: Slack, flow: string): Promise<Form> {
  const answer = await post(command(`req ${flow}`, "U0OPENER"));
  const form = slack.lastForm();
  if (form === null) throw new Error(`no form was opened: ${answer?.status} ${answer?.body}`);
  return form;
}
