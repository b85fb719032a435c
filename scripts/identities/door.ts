// The Worker's own way to links, over HTTP: what changes one goes through the Worker, so that it stands in the audit trail. Sends the
// token nowhere but to the address that was given.
import * as z from "zod";
import { Refused } from "../deploy/refused.ts";
import type { Problem, Row, Shown } from "./table.ts";

const page = z.object({
  links: z.array(
    z.object({
      person: z.string(),
      realm: z.string(),
      flow: z.string(),
      account: z.string(),
      label: z.string(),
      source: z.string(),
      by: z.string(),
      at: z.number(),
    }),
  ),
  total: z.number(),
});

const outcome = z.object({
  plan: z.string(),
  applied: z.boolean(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  unchanged: z.number(),
  changes: z.array(
    z.object({
      person: z.string(),
      realm: z.string(),
      flow: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
  problems: z.array(z.object({ line: z.number(), problem: z.string() })),
});
export type Outcome = z.infer<typeof outcome>;

export interface Door {
  all(): Promise<readonly Shown[]>;
  /** `plan` null: only says what would change. */
  send(rows: readonly Row[], plan: string | null): Promise<Outcome>;
}

const WITHIN_MS = 60_000;

export function doorAt(address: string, token: string): Door {
  const base = baseOf(address);
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    let response: Response;
    try {
      const signal = AbortSignal.timeout(WITHIN_MS);
      response = await fetch(new URL(path, base), { ...init, headers, redirect: "error", signal });
    } catch {
      throw new Refused(`${base.origin} does not answer.`);
    }
    if (response.ok || response.status === 422) return response;
    throw refusalOf(response.status, base.origin);
  };
  return {
    async all() {
      const found: Shown[] = [];
      for (;;) {
        const { links, total } = page.parse(await (await ask(`/identities?offset=${found.length}`)).json());
        found.push(...links);
        if (links.length === 0 || found.length >= total) return found;
      }
    },
    async send(rows, plan) {
      const body = JSON.stringify({ rows, ...(plan === null ? {} : { apply: plan }) });
      return outcome.parse(await (await ask("/identities", { method: "POST", body })).json());
    },
  };
}

function baseOf(address: string): URL {
  const url = URL.parse(address);
  const isLocal = url?.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url !== null && (url.protocol === "https:" || isLocal)) return url;
  throw new Refused("The address of the Worker must begin with https://.", "--url https://sym.example.workers.dev");
}

function refusalOf(status: number, origin: string): Refused {
  switch (status) {
    case 401:
      return new Refused(
        "The token is not the right one.",
        "IDENTITIES_TOKEN must be what the Worker has under that name.",
      );
    case 404:
      return new Refused(
        `${origin} lets nobody read links.`,
        "npx wrangler secret put IDENTITIES_TOKEN    at least 32 characters, such as from openssl rand -hex 32",
      );
    case 409:
      return new Refused(
        "Links have changed meanwhile; nothing was done.",
        "Run it again to see what it would change now.",
      );
    default:
      return new Refused(`${origin} answered ${status}; nothing was done.`);
  }
}

export const sayProblems = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ line, problem }) => (line > 0 ? `line ${line}: ${problem}` : problem));
