// The routes. Everything of Slack comes to one address; whoever asks for health hears one word.
import { Hono } from "hono/tiny";
import type { Log } from "../ports.ts";
import { EVENTS_PATH } from "../slack/entry-points.ts";

export interface FrontDoor {
  handle(request: Request, context: { waitUntil(work: Promise<unknown>): void }): Promise<Response>;
}

/** `door` is asked for per request, so that a start with wrong settings still answers for its health. */
export function createApp<E extends object>(door: (env: E) => FrontDoor, log: Log): Hono<{ Bindings: E }> {
  const app = new Hono<{ Bindings: E }>();
  app.get("/healthz", (c) => c.text("ok"));
  app.post(EVENTS_PATH, (c) => door(c.env).handle(c.req.raw, c.executionCtx));
  app.notFound((c) => c.text("not found", 404));
  app.onError((error, c) => {
    log("http.request.failed", { path: c.req.path, class: error.name });
    return c.text("something went wrong", 500);
  });
  return app;
}
