// Cloudflare's API of our own as far as groups of Access go. Answers as Cloudflare documents it: developers.cloudflare.com/api,
// Zero Trust, Access, Groups, read in November 2026. Keeps state and judges nothing.
import { type Asked, FakeApi, type Said } from "./fake-api.ts";
import { SAYS } from "./judged.ts";

export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
export const GROUP = "699d9864-2c56-4d2e-855e-9661899b7252";
export const TOKEN = "planted-cloudflare-token";

type Rule = Readonly<Record<string, unknown>>;
export interface Group {
  name: string;
  include: Rule[];
  exclude: Rule[];
  require: Rule[];
}

/** Of kinds that Sym knows and does not know. */
export const OTHERS: readonly Rule[] = [
  { email: { email: "Owner@Example.com" } },
  { okta: { name: "engineers", identity_provider_id: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" } },
  { any_valid_service_token: {} },
];

const said = (status: number, result: unknown, more: object = {}): Said => ({
  status,
  body: {
    success: status < 300,
    errors: status < 300 ? [] : [{ code: 12130, message: SAYS }],
    messages: [],
    result,
    ...more,
  },
});

export class FakeCloudflare extends FakeApi {
  readonly groups = new Map<string, Group>([
    ["1c0c9c25-5d3f-4f0f-8f25-000000000001", { name: "Other", include: [{ everyone: {} }], exclude: [], require: [] }],
    [GROUP, { name: "Engineers", include: [...OTHERS], exclude: [], require: [{ geo: { country_code: "DE" } }] }],
  ]);
  /** Whose sessions were ended, in order. */
  readonly ended: string[] = [];

  levelOf(address: string): string | null {
    const include = this.groups.get(GROUP)?.include ?? [];
    return include.some((one) => (one["email"] as Rule | undefined)?.["email"] === address) ? "member" : null;
  }

  protected answer({ method, path, query, headers, text }: Asked): Said {
    if (headers.get("authorization") !== `Bearer ${TOKEN}`) return said(403, null);
    const [, account, what, id] = /^\/client\/v4\/accounts\/([^/]+)\/access\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
    if (account !== ACCOUNT) return said(404, null);
    if (what === "organizations" && id === "revoke_user") {
      this.ended.push((JSON.parse(text) as { email: string }).email);
      return said(200, true);
    }
    if (what !== "groups") return said(404, null);
    if (id === undefined) return this.#list(Number(query.get("page")), Number(query.get("per_page")));
    const group = this.groups.get(id);
    if (group === undefined) return said(404, null);
    if (method === "PUT") {
      const { name, include = [], exclude = [], require = [] } = JSON.parse(text) as Partial<Group>;
      if (name === undefined || include.length === 0) return said(400, null);
      Object.assign(group, { name, include, exclude, require });
    }
    return said(200, { id, ...group });
  }

  #list(number: number, size: number): Said {
    const all = [...this.groups].map(([id, group]) => ({ id, ...group }));
    const result = all.slice((number - 1) * size, number * size);
    const info = { page: number, per_page: size, count: result.length, total_count: all.length };
    return said(200, result, { result_info: info });
  }
}

/** For the faults of the suite. */
export async function cloudflareVerbOf(request: Request): Promise<"grant" | "revoke" | "inspect"> {
  if (request.method === "POST") return "revoke";
  if (request.method === "GET") return "inspect";
  const { include } = (await request.json()) as Group;
  return include.some((one) => JSON.stringify(one).includes("ana@example.com")) ? "grant" : "revoke";
}
