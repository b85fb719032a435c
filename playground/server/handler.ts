// The playground's front door as one function from Request to Response: the page, its state, its acts, and Slack's API.
// Never opens a socket and never decides anything of Slack's: that is the simulator's.
import type { Snapshot } from "../slack/types.ts";
import { perform, readAct } from "./acts.ts";
import { createGuide, type GuideMemory, type GuidePlan } from "./guide.ts";
import { refusalOf } from "./loopback.ts";
import type { PageFiles } from "./page-files.ts";
import type { ActAnswer, CastMember, PageState } from "./page-state.ts";
import type { Panel } from "./panel.ts";
import { readPanel } from "./read-panel.ts";
import { withSecurityHeaders } from "./security-headers.ts";
import type { SimulatedSlack } from "./simulated-slack.ts";
import { createTicks } from "./ticks.ts";

export type HandlerOptions = {
  simulator: SimulatedSlack;
  panel: Panel;
  files: PageFiles;
  /** Whom the visitor can be, in the order of the rail. */
  cast: { id: string; part: string }[];
  guide: GuidePlan;
  guideMemory?: GuideMemory;
  /** The port that requests must name. */
  port: number;
};

export type Handler = { handle(request: Request): Promise<Response>; close(): void };

/** Slack is to be out of reach: the caller's connection must break, as a network's would. */
export class Unanswered extends Error {}

/** Slack's Web API, and its response URLs for commands, clicks and submissions. */
const SLACK_PATHS = /^\/(?:api|commands|actions|app)\//;

/** The page holds this many messages of a conversation; older ones stay in the simulator. */
const MESSAGES_SHOWN = 200;

export const createHandler = ({
  simulator,
  panel,
  files,
  cast,
  guide: plan,
  guideMemory,
  port,
}: HandlerOptions): Handler => {
  const ticks = createTicks();
  const guide = createGuide(plan, guideMemory);
  const unsubscribe = [simulator.subscribe(ticks.changed), panel.subscribe(ticks.changed)];
  // In Slack an app stands in the sidebar before it has ever written.
  for (const { id } of cast) simulator.dmOf(id);
  const inCast = (id: string): boolean => cast.some((member) => member.id === id);

  const stateFor = async (id: string): Promise<PageState> => {
    const reading = await readPanel(panel);
    guide.look((userId) => simulator.snapshotFor(userId), reading.ok ? reading.state : undefined);
    return {
      snapshot: trimmed(simulator.snapshotFor(id)),
      cast: cast.map((member): CastMember => ({ ...member, unread: unreadOf(simulator.snapshotFor(member.id)) })),
      panel: reading,
      guide: guide.state(),
    };
  };

  const state = async (url: URL): Promise<Response> => {
    const id = url.searchParams.get("as") || (cast[0]?.id ?? "");
    if (!inCast(id)) return problem(404, "nobody of the cast has this id");
    return Response.json(await stateFor(id));
  };

  const act = async (request: Request): Promise<Response> => {
    if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) return problem(415, "JSON only");
    const read = readAct(await request.json().catch(() => undefined));
    if (!read.ok) return problem(400, read.problem);
    const { as, act: wanted } = read;
    if (!inCast(as)) return problem(404, "nobody of the cast has this id");
    if (wanted.act === "restartGuide") guide.restart();
    const before = simulator.snapshotFor(as);
    let answer: ActAnswer;
    try {
      answer = await perform(simulator.as(as), panel, wanted);
    } catch (impossible) {
      return problem(409, impossible instanceof Error ? impossible.message : String(impossible));
    }
    guide.did({ as, act: wanted, outcome: answer, before, after: simulator.snapshotFor(as) });
    ticks.changed();
    return Response.json(answer);
  };

  const fromSlack = async (request: Request): Promise<Response> => {
    try {
      return await simulator.fetch(request);
    } catch (cause) {
      throw new Unanswered("the simulated network lost the answer", { cause });
    }
  };

  const route = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const file = files.get(url.pathname);
    const refused = refusalOf(request.headers, port, { navigation: file !== undefined && request.method === "GET" });
    if (refused !== undefined) return problem(refused.status, refused.reason);
    if (SLACK_PATHS.test(url.pathname)) return fromSlack(request);
    if (request.method === "POST" && url.pathname === "/ui/act") return act(request);
    if (request.method !== "GET") return problem(405, "not with this method");
    if (file !== undefined) return new Response(file.body, { headers: { "content-type": file.type } });
    if (url.pathname === "/ui/state") return state(url);
    if (url.pathname === "/ui/events") return ticks.stream();
    return problem(404, "nothing here");
  };

  return {
    handle: async (request) => withSecurityHeaders(await route(request)),
    close: () => {
      for (const stop of unsubscribe) stop();
      ticks.close();
    },
  };
};

const problem = (status: number, message: string): Response => Response.json({ problem: message }, { status });

const unreadOf = ({ channels, dms }: Snapshot): number =>
  [...channels, ...dms].filter(({ isMember }) => isMember).reduce((sum, { unread }) => sum + unread, 0);

const trimmed = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  messages: Object.fromEntries(
    Object.entries(snapshot.messages).map(([id, messages]) => [id, messages.slice(-MESSAGES_SHOWN)]),
  ),
});
