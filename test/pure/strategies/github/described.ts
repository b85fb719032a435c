// Holds every request to GitHub's own description of its REST API: one that the description does not know never reaches the
// target. The description names teams by organisation and slug, and says in words that ids do as well; so do we.
import { OpenAPIBackend } from "openapi-backend";
import description from "../../../oracles/github/rest.openapi.json" with { type: "json" };

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** Throws, which no strategy takes for an answer, where GitHub's description does not have this request. */
export type Describe = (request: Request) => Promise<Seen>;

/** `names`: the organisation and the slug that the ids in a path stand for. */
export async function describer(names: (team: number) => string = () => "none/teams/none"): Promise<Describe> {
  const backend = new OpenAPIBackend({
    definition: structuredClone(description) as never,
    quick: true,
    coerceTypes: true,
    handlers: {
      notFound: () => "no such path or method",
      methodNotAllowed: () => "no such method",
      notImplemented: () => null,
      validationFail: (context: { readonly validation: { readonly errors?: unknown } }) =>
        JSON.stringify(context.validation.errors),
    },
  });
  await backend.init();

  return async (request) => {
    const url = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const text = await request.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const seen = { method: request.method, path: url.pathname, query: url.search.slice(1), headers, body };
    for (const [name, value] of Object.entries(ASKED_FOR))
      if (!value.test(headers[name] ?? "")) throw new Error(`GitHub asks for the header ${name}`);
    // No part of that description: GraphQL, and the route by a repository's id, which GitHub's own redirects lead to.
    if (url.pathname === "/graphql" || /^\/repositories\/\d+$/.test(url.pathname)) return seen;
    const path = url.pathname.replace(
      /^\/organizations\/\d+\/team\/(\d+)/,
      (_, team: string) => `/orgs/${names(Number(team))}`,
    );
    const wrong: unknown = await backend.handleRequest({ ...seen, path, body: body as never });
    if (wrong !== null) throw new Error(`not in GitHub's description: ${request.method} ${path}: ${String(wrong)}`);
    return seen;
  };
}

const ASKED_FOR = {
  "user-agent": /^sym-/,
  accept: /^application\/vnd\.github\+json$/,
  "x-github-api-version": /^2022-11-28$/,
  authorization: /^Bearer \S+$/,
} as const;
