// What operators and their machines ask: is it ready, and the figures. In public one word; names and numbers only for the
// token's holder. Nothing here tells who has access to what.
import { Hono } from "hono/tiny";
import type { TokenShown } from "../ports.ts";
import { showsToken } from "./bearer.ts";

/** `ready`: one word in public. `details`: for the token's holder, as JSON. */
export interface Ops {
  /** Null: there are no details and no figures to be had. */
  readonly token: string | null;
  readiness(): Promise<{ readonly ready: boolean; readonly details: object }>;
  /** Prometheus text. Throws where the record does not answer. */
  figures(): Promise<string>;
  /** Whether Sym can still give and take at each Target. */
  targets(): Promise<readonly { readonly answer: string }[]>;
  /** For the audit trail. Whoever shows nothing at all is nobody, and not told of. */
  readonly shown: TokenShown;
}

/** Of the version of the text format that every Prometheus reads. */
const FIGURES_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export function opsRoutes<E extends object>(opsOf: (env: E) => Ops): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.get("/readyz", async (c) => {
    const ops = opsOf(c.env);
    const asksForDetails = c.req.header("authorization") !== undefined;
    if (asksForDetails && !(await showsToken(c.req.raw, ops, "read_readiness"))) return c.text("unauthorized", 401);
    const { ready, details } = await ops.readiness();
    const status = ready ? 200 : 503;
    return asksForDetails ? c.json({ ready, ...details }, status) : c.text(ready ? "ready" : "unready", status);
  });
  routes.get("/readyz/targets", async (c) => {
    const ops = opsOf(c.env);
    if (ops.token === null) return c.notFound();
    if (!(await showsToken(c.req.raw, ops, "read_targets"))) return c.text("unauthorized", 401);
    const targets = await ops.targets();
    return c.json({ targets }, targets.some(({ answer }) => answer === "trouble") ? 503 : 200);
  });
  routes.get("/metrics", async (c) => {
    const ops = opsOf(c.env);
    if (ops.token === null) return c.notFound();
    if (!(await showsToken(c.req.raw, ops, "read_figures"))) return c.text("unauthorized", 401);
    return c.body(await ops.figures(), 200, { "content-type": FIGURES_TYPE });
  });
  return routes;
}
