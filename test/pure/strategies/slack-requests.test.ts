// What `slack_usergroup` sends is what Slack's own client sends: method, address, arguments, the token in its place. Both are caught
// before they leave; the answers to ours come from the simulator.
import { WebClient } from "@slack/web-api";
import { expect, onTestFinished, test } from "vitest";
import { slackUsergroup } from "../../../src/strategies/slack-usergroup/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { listen } from "./real-port.ts";
import { ana, GROUP, KEEPER, started, TOKEN } from "./slack/usergroup-world.ts";

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly token: string | null;
}

const recorded = async (request: Request): Promise<Recorded> => ({
  method: request.method,
  path: new URL(request.url).pathname,
  form: Object.fromEntries(new URLSearchParams(await request.clone().text())),
  token: request.headers.get("authorization"),
});

test("Slack is asked as its own client asks", async () => {
  const world = await started();
  onTestFinished(world.close);
  const ours: Recorded[] = [];
  const outside = {
    secret: () => TOKEN,
    signal: new AbortController().signal,
    now: () => NOW,
    async fetch(request: Request) {
      ours.push(await recorded(request));
      return fetch(request);
    },
  };
  const at = callerOf({ ...world, fetch: outside.fetch });
  await at.call("grant", ana);
  await slackUsergroup.check?.(world.settings, outside);

  const theirs: Recorded[] = [];
  const recorder = await listen(async (request) => {
    theirs.push(await recorded(request));
    return Response.json({ ok: true });
  });
  onTestFinished(recorder.close);
  const client = new WebClient(TOKEN, { slackApiUrl: `${recorder.origin}/api/`, allowAbsoluteUrls: false });
  await client.usergroups.users.list({ usergroup: GROUP });
  await client.usergroups.users.update({ usergroup: GROUP, users: `${KEEPER},${ana.id}` });
  await client.usergroups.users.list({ usergroup: GROUP, include_disabled: true });
  await client.usergroups.users.list({ usergroup: GROUP });
  await client.users.info({ user: KEEPER });
  expect(ours).toEqual(theirs);
});
