// Every answer of GitHub's, one after the other, is lost, delayed, repeated or broken while access is given and taken: whoever
// tries again, as the engine does, always ends with nothing left behind.
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { PermanentError, TransientError } from "../../../src/ports.ts";
import { githubTeam } from "../../../src/strategies/github-team/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { APP, APP_KEY, startEmulatedGithub } from "./github/emulated-github.ts";

beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
afterAll(() => void vi.useRealTimers());

type Receive = (request: Request) => Promise<Response>;
type Fault = (receive: Receive, request: Request, later: (work: () => Promise<unknown>) => void) => Promise<Response>;

const lost = (): never => {
  throw new TypeError("connection reset");
};
const faults: Record<string, Fault> = {
  "never arrives": async () => lost(),
  "is done, and its answer is lost": async (receive, request) => {
    await receive(request);
    return lost();
  },
  "is given up, and done later": async (receive, request, later) => {
    later(() => receive(request));
    return lost();
  },
  "is done twice": async (receive, request) => {
    await receive(request.clone());
    return receive(request);
  },
  "is done, and answered with half of its answer": async (receive, request) => {
    const answer = await receive(request);
    const text = await answer.text();
    return new Response(answer.status === 204 ? null : text.slice(0, text.length / 2), { status: answer.status });
  },
  "is done, and answered with HTML": async (receive, request) => {
    await receive(request);
    return new Response("<html>unicorn</html>", { status: 502 });
  },
  "is answered with nothing": async () => new Response("", { status: 200 }),
  "is answered with another's 404": async () => new Response("no such page", { status: 404 }),
  "is not allowed": async () => Response.json({ message: "Resource not accessible by integration" }, { status: 403 }),
  "comes too often": async () => new Response("", { status: 429, headers: { "retry-after": "7" } }),
  "is not authenticated": async () => Response.json({ message: "Bad credentials" }, { status: 401 }),
};

test.each(Object.keys(faults))("a request that %s, whichever it is, leaves nothing behind", async (kind) => {
  const github = await startEmulatedGithub(["ana", "ben"]);
  onTestFinished(github.close);
  await github.put("ben", "maintainer");
  let hit = 0;
  let count = 0;
  const owed: (() => Promise<unknown>)[] = [];
  const receive: Receive = async (request) => {
    for (const work of owed.splice(0)) await work().catch(() => null);
    return count++ === hit
      ? (faults[kind] ?? lost)(github.receive, request, (work) => owed.push(work))
      : github.receive(request);
  };
  const { organization, team, installation } = github;
  const settings = { organization, team, app: { ...APP, installation } };
  const secrets = { GITHUB_APP_KEY: APP_KEY };
  const { call, inspect } = callerOf({ strategy: githubTeam, settings, secrets, fetch: receive });
  const ana = { id: "ana", label: "Ana" };

  for (; hit === 0 || count > hit; hit++) {
    count = 0;
    // So that getting a new one is among the requests.
    github.withdrawTokens();
    const { ids } = await persistently(() => inspect(ana));
    await persistently(() => call("grant", ana, { ids, key: `give ${hit}` }));
    expect((await persistently(() => inspect(ana, { ids }))).level, `request ${hit}`).toBe("member");
    await persistently(() => call("revoke", ana, { ids, key: `take ${hit}` }));
    expect((await persistently(() => inspect(ana, { ids }))).level, `request ${hit}`).toBeNull();
    expect([await github.levelOf("ana"), await github.levelOf("ben")], `request ${hit}`).toEqual([null, "maintainer"]);
  }
  expect(hit).toBeGreaterThan(15);
});

/** Three times at the most: one fault makes one attempt fail, or two where what it left behind is tripped over. */
async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await attempt();
    } catch (error) {
      if (tries === 3 || !(error instanceof TransientError || error instanceof PermanentError)) throw error;
    }
}
