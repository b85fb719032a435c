// The door of a run: reads the record, looks into objects, and does what the timer of every minute does. Opens only with the
// key of this start, and changes nothing that a sweep would not.
import * as z from "zod";
import type { RunEnv } from "./env.ts";
import type { Left } from "./left.ts";

export const DOOR = "/run/";

const rowsAsked = z.object({ query: z.string() });
const leftAsked = z.object({ of: z.enum(["REQUESTS", "ENTITLEMENTS"]), ids: z.array(z.string()) });

/** An object of these runs. */
interface Looked {
  left(): Promise<Left>;
}
/** What is used of a namespace; the runtime's own types of both are too deep to compare. */
interface Namespace {
  idFromString(id: string): DurableObjectId;
  get(id: DurableObjectId): unknown;
}

export async function leftIn(storage: DurableObjectStorage): Promise<Left> {
  return { keys: [...storage.kv.list()].map(([key]) => key), alarm: await storage.getAlarm() };
}

/** What goes wrong is said: whoever looks asks again, and tells it where it stays so. */
export async function answerAtDoor(request: Request, env: RunEnv, sweep: () => Promise<unknown>): Promise<Response> {
  if (request.headers.get("authorization") !== `Bearer ${env.RUN_KEY}`) return new Response(null, { status: 403 });
  try {
    return await answerTo(request, env, sweep);
  } catch (error) {
    return new Response(String(error), { status: 500 });
  }
}

async function answerTo(request: Request, env: RunEnv, sweep: () => Promise<unknown>): Promise<Response> {
  const asked: unknown = await request.json();
  switch (new URL(request.url).pathname.slice(DOOR.length)) {
    case "sweep":
      await sweep();
      return Response.json({});
    case "rows":
      return Response.json((await env.DB.prepare(rowsAsked.parse(asked).query).all()).results);
    case "left": {
      const { of, ids } = leftAsked.parse(asked);
      const namespace: Namespace = env[of];
      const stubs = ids.map((id) => namespace.get(namespace.idFromString(id)) as Looked);
      return Response.json(await Promise.all(stubs.map((stub) => stub.left())));
    }
    default:
      return new Response(null, { status: 404 });
  }
}
