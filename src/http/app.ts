// The routes. Everything of Slack comes to one address; whoever asks for health hears one word. Nothing that is answered
// here may be shown in a page, kept by anybody, or read as anything but what it says it is.
import { Hono } from "hono/tiny";
import type { Callers, Log } from "../ports.ts";
import { EVENTS_PATH } from "../slack/entry-points.ts";
import { type Identities, identityRoutes } from "./identities.ts";
import { type Ops, opsRoutes } from "./ops.ts";

export interface FrontDoor {
  handle(request: Request, context: { waitUntil(work: Promise<unknown>): void }): Promise<Response>;
}

/** What the routes lead to. */
export interface House {
  /** Asked for per request, so that a start with wrong settings still answers for its health. */
  frontDoor(): FrontDoor;
  readonly ops: Ops;
  /** Null: nobody may read or write links but in Slack. */
  readonly identities: Identities | null;
  readonly callers: Callers;
}

/** Slack is told by these too, and does not mind. */
const HEADERS: readonly (readonly [string, string])[] = [
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["x-content-type-options", "nosniff"],
  ["cache-control", "no-store"],
  ["referrer-policy", "no-referrer"],
];

export function createApp<E extends object>(house: (env: E) => House, log: Log): Hono<{ Bindings: E }> {
  const app = new Hono<{ Bindings: E }>();
  app.use(async (c, next) => {
    // What is posted for Slack is counted behind its signature, and only where that is not one.
    if (c.req.path === EVENTS_PATH || (await callersOf(() => house(c.env))(c.req.raw))) await next();
    else c.res = new Response("too many requests", { status: 429, headers: { "retry-after": "60" } });
    for (const [name, value] of HEADERS) c.res.headers.set(name, value);
  });
  app.get("/healthz", (c) => c.text("ok"));
  app.route(
    "/",
    opsRoutes<E>((env) => house(env).ops),
  );
  app.route(
    "/",
    identityRoutes<E>((env) => house(env).identities),
  );
  app.post(EVENTS_PATH, (c) => house(c.env).frontDoor().handle(c.req.raw, c.executionCtx));
  app.notFound((c) => c.text("not found", 404));
  app.onError((error, c) => {
    log("http.request.failed", { path: c.req.path, class: error.name });
    return c.text("something went wrong", 500);
  });
  return app;
}

/** A house that cannot be built counts nobody: it still has to answer that it is up. */
function callersOf(house: () => House): Callers {
  try {
    return house().callers;
  } catch {
    return async () => true;
  }
}
