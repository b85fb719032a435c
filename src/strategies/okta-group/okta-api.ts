// Okta's API as far as one group needs it: who a person is, which groups they are in, and one member more or less. Absence is
// believed only where the API says it with its own code. Never follows an address that an answer names.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { notOfTheForm, readJson } from "../outbound-json.ts";
import { type OktaCall, OktaCaller } from "./caller.ts";
import { isLogin, type Name } from "./login.ts";
import { saysNotFound } from "./okta-status.ts";
import { type Settings, userId } from "./settings.ts";

/** A page holds 200 entries; a person in 10,000 groups, or a group of 10,000, is more than is read. */
const MAX_PAGES = 50;
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

const user = z.looseObject({
  id: z.string().regex(userId),
  status: z.string(),
  profile: z.looseObject({ login: z.string() }),
});
const group = z.looseObject({ id: z.string(), type: z.string() });
const entries = z.array(z.looseObject({ id: z.string() }));
const users = z.array(user);

export type OktaUser = z.output<typeof user>;

export class OktaApi {
  readonly #caller: OktaCaller;
  readonly #context: StrategyContext;
  readonly #group: string;

  constructor(settings: Settings, context: StrategyContext) {
    this.#caller = new OktaCaller(settings, context);
    this.#context = context;
    this.#group = settings.group;
  }

  /** Null where there is no such user. */
  async user(by: Name): Promise<OktaUser | null> {
    const answer = await this.#read(`/api/v1/users/${encodeURIComponent(by.id ?? by.login)}`);
    if (answer === null) return null;
    const found = readJson(user, answer.text, "no");
    if (by.id === undefined ? isLogin(found.profile.login, by.login) : found.id === by.id) return found;
    throw new PermanentError("Okta finds somebody under this name whose name is another");
  }

  /** The id of whoever the API token belongs to; null where Okta does not say. */
  async whoCalls(): Promise<string | null> {
    const answer = await this.#read("/api/v1/users/me");
    return answer === null ? null : readJson(user, answer.text, "no").id;
  }

  /** How the group's members come about; null where there is no such group. */
  async groupType(): Promise<string | null> {
    const answer = await this.#read(`/api/v1/groups/${this.#group}`);
    if (answer === null) return null;
    const found = readJson(group, answer.text, "no");
    if (found.id === this.#group) return found.type;
    throw new TransientError("the target answered with another group than the one asked for", { effect: "no" });
  }

  /** Whether the group is among the user's; null where there is no such user. */
  isInGroup(id: string): Promise<boolean | null> {
    return this.#listed(`/api/v1/users/${id}/groups`, this.#group);
  }

  /** Whether the user is among the group's; null where there is no such group. */
  hasMember(id: string): Promise<boolean | null> {
    return this.#listed(`/api/v1/groups/${this.#group}/users`, id);
  }

  /** Everybody in the group; null where there is no such group. */
  async members(): Promise<readonly OktaUser[] | null> {
    const found: OktaUser[] = [];
    const isWhole = await this.#pages(`/api/v1/groups/${this.#group}/users`, users, (members) => {
      found.push(...members);
      return false;
    });
    return isWhole === null ? null : found;
  }

  /** False where the user or the group does not exist. */
  add(id: string): Promise<boolean> {
    return this.#change("PUT", id);
  }

  /** False where the user or the group does not exist; true also for somebody who was no member. */
  remove(id: string): Promise<boolean> {
    return this.#change("DELETE", id);
  }

  async #change(method: "PUT" | "DELETE", id: string): Promise<boolean> {
    const answer = await this.#caller.call({ method, path: `/api/v1/groups/${this.#group}/users/${id}` });
    if (saysNotFound(answer, this.#context.now(), "unknown")) return false;
    // Whatever else stands in between may answer 200 to anything.
    if (answer.status === 204) return true;
    throw notOfTheForm("unknown");
  }

  #listed(path: string, wanted: string): Promise<boolean | null> {
    return this.#pages(path, entries, (page) => page.some(({ id }) => id === wanted));
  }

  /** Reads until `isEnough` of a page, which is true, or the end, which is false; null where there is no such list. */
  async #pages<S extends z.ZodType>(
    path: string,
    schema: S,
    isEnough: (page: z.output<S>) => boolean,
  ): Promise<boolean | null> {
    let page = path;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const answer = await this.#read(page, MAX_PAGE_BYTES);
      if (answer === null) return null;
      if (isEnough(readJson(schema, answer.text, "no"))) return true;
      const cursor = cursorIn(answer.headers.get("link"));
      if (cursor === null) return false;
      page = `${path}?${new URLSearchParams({ after: cursor, limit: "200" })}`;
    }
    throw new PermanentError("Okta's list is longer than is read: 10,000 entries", { class: "impossible" });
  }

  async #read(path: string, maxBytes?: number): Promise<Answer | null> {
    const call: OktaCall = { method: "GET", path, ...(maxBytes === undefined ? {} : { maxBytes }) };
    const answer = await this.#caller.call(call);
    return saysNotFound(answer, this.#context.now(), "no") ? null : answer;
  }
}

/** Where the list goes on (RFC 8288); only the cursor of that address is used. Throws where there is none in it. */
function cursorIn(link: string | null): string | null {
  const next = /<([^<>]*)>\s*;\s*rel="?next"?/i.exec(link ?? "")?.[1];
  if (next === undefined) return null;
  const cursor = URL.canParse(next) ? new URL(next).searchParams.get("after") : null;
  if (cursor !== null && cursor !== "") return cursor;
  throw new TransientError("the target's list goes on where it does not say", { effect: "no", class: "bug" });
}
