// Links of people to accounts, out and in, for the holder of a token of its own: the one that monitoring knows reads figures and
// may move nobody. Without such a token there is nothing here.
import { Hono } from "hono/tiny";
import * as z from "zod";
import { type LinkFile, type LinkPlan, type TokenShown, TransientError } from "../ports.ts";
import { showsToken } from "./bearer.ts";

export interface Identities {
  readonly token: string;
  readonly shown: TokenShown;
  readonly file: LinkFile;
}

const BODY_MAX = 4_000_000;
const ROWS_MAX = 20_000;

const text = z.string().max(1_000);
const sent = z.strictObject({
  rows: z
    .array(z.strictObject({ line: z.int().min(1), person: text, realm: text, flow: text.default(""), account: text }))
    .max(ROWS_MAX),
  /** The plan that was shown; left out: only say what would change. */
  apply: z.string().max(100).optional(),
});

export function identityRoutes<E extends object>(identitiesOf: (env: E) => Identities | null): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.get("/identities", async (c) => {
    const identities = identitiesOf(c.env);
    if (identities === null) return c.notFound();
    if (!(await showsToken(c.req.raw, identities, "read_links"))) return c.text("unauthorized", 401);
    const offset = z.coerce
      .number()
      .int()
      .min(0)
      .safeParse(c.req.query("offset") ?? "0");
    if (!offset.success) return c.text("offset must be a whole number", 400);
    return recorded(async () => {
      const { links, total } = await identities.file.page(offset.data);
      const shown = links.map(({ person, realm, flow, account, source, by, at }) => ({
        person,
        realm,
        flow,
        account: account.id,
        label: account.label,
        source,
        by,
        at,
      }));
      return Response.json({ links: shown, total });
    });
  });
  routes.post("/identities", async (c) => {
    const identities = identitiesOf(c.env);
    if (identities === null) return c.notFound();
    if (!(await showsToken(c.req.raw, identities, "write_links"))) return c.text("unauthorized", 401);
    const body = sent.safeParse(await jsonIn(c.req.raw));
    if (!body.success) return c.text("this is no list of links", 400);
    const { rows, apply } = body.data;
    return recorded(async () => {
      const plan = apply === undefined ? await identities.file.plan(rows) : await identities.file.apply(rows, apply);
      if (plan === "changed_meanwhile") return new Response("links have changed meanwhile", { status: 409 });
      return Response.json(summary(plan, apply !== undefined), { status: plan.problems.length > 0 ? 422 : 200 });
    });
  });
  return routes;
}

const summary = ({ plan, changes, ...counts }: LinkPlan, asked: boolean) => ({
  ...counts,
  plan,
  applied: asked && counts.problems.length === 0,
  changes: changes.map(({ person, realm, flow, before, after }) => ({
    person,
    realm,
    flow,
    before: before?.id ?? null,
    after: after?.id ?? null,
  })),
});

/** Null where it is too long or no JSON. */
async function jsonIn(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? BODY_MAX + 1) > BODY_MAX) return null;
  try {
    const bytes = await request.arrayBuffer();
    return bytes.byteLength > BODY_MAX ? null : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

async function recorded(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TransientError) return new Response("the record does not answer", { status: 503 });
    throw error;
  }
}
