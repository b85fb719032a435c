// Every answer of GitHub's, one after the other, is lost, delayed, repeated or broken while access is given and taken: whoever
// tries again, as the engine does, always ends with nothing left behind.
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { PermanentError, type Strategy, TransientError } from "../../../src/ports.ts";
import { githubRepo } from "../../../src/strategies/github-repo/strategy.ts";
import { githubTeam } from "../../../src/strategies/github-team/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { APP, APP_KEY, startEmulatedGithub } from "./github/emulated-github.ts";
import { FakeRepository, ID } from "./github/fake-repository.ts";

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

interface Side {
  readonly strategy: Strategy;
  readonly settings: object;
  readonly receive: Receive;
  levelOf(login: string): Promise<string | null>;
  withdrawTokens(): void;
  /** What Ben has, who is never asked about. */
  readonly bens: string;
}

async function team(): Promise<Side> {
  const github = await startEmulatedGithub(["ana", "ben"]);
  onTestFinished(github.close);
  await github.put("ben", "maintainer");
  const { organization, team: id, installation } = github;
  const settings = { organization, team: id, app: { ...APP, installation } };
  return { ...github, strategy: githubTeam, settings, bens: "maintainer" };
}

let installations = 2_000;

/** With an invitation, which takes the most requests. */
async function repository(): Promise<Side> {
  const github = new FakeRepository(["ana", "ben"]);
  github.account("ana").member = false;
  github.collaborate("ben", "admin");
  const settings = { repository: ID, app: { ...APP, installation: ++installations } };
  return {
    strategy: githubRepo,
    settings,
    receive: github.receive,
    levelOf: async (login) => github.levelOf(login),
    withdrawTokens: () => github.withdrawTokens(),
    bens: "admin",
  };
}

const all = Object.keys(faults).flatMap((kind) => [
  { kind, at: "a team", side: team },
  { kind, at: "a repository", side: repository },
]);

test.each(all)("at $at, a request that $kind, whichever it is, leaves nothing behind", async ({ kind, side }) => {
  const { strategy, settings, receive: arrived, levelOf, withdrawTokens, bens } = await side();
  let hit = 0;
  let count = 0;
  const owed: (() => Promise<unknown>)[] = [];
  const receive: Receive = async (request) => {
    for (const work of owed.splice(0)) await work().catch(() => null);
    return count++ === hit ? (faults[kind] ?? lost)(arrived, request, (work) => owed.push(work)) : arrived(request);
  };
  const secrets = { GITHUB_APP_KEY: APP_KEY };
  const { call, inspect } = callerOf({ strategy, settings, secrets, fetch: receive });
  const ana = { id: "ana", label: "Ana" };
  const level = strategy.levels[0] ?? "";

  for (; hit === 0 || count > hit; hit++) {
    count = 0;
    // So that getting a new one is among the requests.
    withdrawTokens();
    const { ids } = await persistently(() => inspect(ana));
    await persistently(() => call("grant", ana, { ids, key: `give ${hit}` }));
    expect((await persistently(() => inspect(ana, { ids }))).level, `request ${hit}`).toBe(level);
    await persistently(() => call("revoke", ana, { ids, key: `take ${hit}` }));
    expect((await persistently(() => inspect(ana, { ids }))).level, `request ${hit}`).toBeNull();
    expect([await levelOf("ana"), await levelOf("ben")], `request ${hit}`).toEqual([null, bens]);
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
