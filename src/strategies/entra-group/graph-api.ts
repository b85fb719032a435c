// Microsoft Graph as far as one group needs it: who a person is, what kind of group it is, who is in it, and one member more or
// less. Never follows an address that an answer names, and never removes but a reference: without `$ref` the person is deleted.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { notOfTheForm, readJson } from "../outbound-json.ts";
import { type TokenSource, withToken } from "../with-token.ts";
import { forgetToken, tokenFor } from "./app-token.ts";
import { CODED_STATUSES, codeIn, saysAlready, saysNotFound, troubleOf } from "./graph-status.ts";
import { graphOf, objectId, type Settings } from "./settings.ts";

/** A group of 50,000 is more than is read. */
const PAGE = 999;
const MAX_PAGES = 50;
const MAX_PAGE_BYTES = 512 * 1024;

const user = z.looseObject({
  id: z.string().regex(objectId),
  userPrincipalName: z.string(),
  accountEnabled: z.boolean().nullish(),
});
const group = z.looseObject({
  id: z.string(),
  groupTypes: z.array(z.string()),
  mailEnabled: z.boolean(),
  isAssignableToRole: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  visibility: z.string().nullish(),
});
const members = z.looseObject({
  value: z.array(z.looseObject({ id: z.string(), userPrincipalName: z.string().nullish() })),
  "@odata.nextLink": z.string().optional(),
});
const ids = z.looseObject({ value: z.array(z.string()) });

/** Only people have a `userPrincipalName`. */
export type Listed = z.output<typeof members>["value"][number];
export type EntraUser = z.output<typeof user>;
export type EntraGroup = z.output<typeof group>;

interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the version, with a slash in front. */
  readonly path: string;
  readonly body?: object;
  readonly onlyReads?: boolean;
  readonly maxBytes?: number;
}

export class GraphApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;
  readonly #group: string;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
    this.#group = `/groups/${settings.group}`;
  }

  /** `key`: an object ID or a userPrincipalName. Null where there is no such user. */
  user(key: string): Promise<EntraUser | null> {
    return this.#read(user, `/users/${encodeURIComponent(key)}?$select=id,userPrincipalName,accountEnabled`);
  }

  /** Nothing that is looked at: whether people may be read. */
  async mayReadUsers(): Promise<void> {
    await this.#read(members, "/users?$select=id&$top=1");
  }

  /** Null where there is no such group. */
  async group(): Promise<EntraGroup | null> {
    const select = "id,groupTypes,mailEnabled,isAssignableToRole,onPremisesSyncEnabled,visibility";
    const found = await this.#read(group, `${this.#group}?$select=${select}`);
    if (found === null || found.id === this.#settings.group) return found;
    throw new TransientError("the target answered with another group than the one asked for", { effect: "no" });
  }

  /** Whether the person is in the group itself; null where there is no such group. */
  hasMember(id: string): Promise<boolean | null> {
    return this.#pages("id", (page) => page.some((one) => one.id === id));
  }

  /** Everybody and everything in the group itself; null where there is no such group. */
  async members(): Promise<readonly Listed[] | null> {
    const found: Listed[] = [];
    const isWhole = await this.#pages("id,userPrincipalName", (page) => {
      found.push(...page);
      return false;
    });
    return isWhole === null ? null : found;
  }

  /** Reads until `isEnough` of a page, which is true, or the end, which is false; null where there is no such group. */
  async #pages(select: string, isEnough: (page: readonly Listed[]) => boolean): Promise<boolean | null> {
    let more = "";
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const path = `${this.#group}/members?$select=${select}&$top=${PAGE}${more}`;
      const page: z.output<typeof members> | null = await this.#read(members, path, MAX_PAGE_BYTES);
      if (page === null) return null;
      if (isEnough(page.value)) return true;
      const next = page["@odata.nextLink"];
      if (next === undefined) return false;
      more = `&${goesOnAt(next)}`;
    }
    throw new PermanentError("the group's list is longer than is read: 50,000 members", { class: "impossible" });
  }

  /** Also through other groups; false where there is no such person. */
  async isTransitively(id: string): Promise<boolean> {
    const body = { groupIds: [this.#settings.group] };
    const answer = await this.#call({ method: "POST", path: `/users/${id}/checkMemberGroups`, body, onlyReads: true });
    if (saysNotFound(answer)) return false;
    return this.#success(ids, answer).value.includes(this.#settings.group);
  }

  /** `already` where Entra says that the person is a member; false where it does not find the person or the group. */
  async add(id: string): Promise<boolean | "already"> {
    const body = { "@odata.id": `${graphOf(this.#settings)}/v1.0/directoryObjects/${id}` };
    const answer = await this.#call({ method: "POST", path: `${this.#group}/members/$ref`, body });
    return saysAlready(answer) ? "already" : this.#changed(answer);
  }

  /** False where Entra does not find the member or the group. */
  async remove(id: string): Promise<boolean> {
    return this.#changed(await this.#call({ method: "DELETE", path: `${this.#group}/members/${id}/$ref` }));
  }

  #changed(answer: Answer): boolean {
    if (saysNotFound(answer)) return false;
    // Whatever else stands in between may answer 200 to anything.
    if (answer.status === 204) return true;
    if (answer.status >= 300) throw troubleOf(answer, this.#context.now(), "unknown");
    throw notOfTheForm("unknown");
  }

  async #read<S extends z.ZodType>(schema: S, path: string, maxBytes?: number): Promise<z.output<S> | null> {
    const answer = await this.#call({ method: "GET", path, ...(maxBytes === undefined ? {} : { maxBytes }) });
    return saysNotFound(answer) ? null : this.#success(schema, answer);
  }

  #success<S extends z.ZodType>(schema: S, answer: Answer): z.output<S> {
    if (answer.status < 300) return readJson(schema, answer.text, "no");
    throw troubleOf(answer, this.#context.now(), "no");
  }

  #call(call: Call): Promise<Answer> {
    const source: TokenSource = {
      get: () => tokenFor(this.#settings, this.#context),
      forget: () => forgetToken(this.#settings),
      refuses: (answer) => codeIn(answer) === "InvalidAuthenticationToken",
    };
    return withToken(source, (token) => this.#send(call, token));
  }

  #send({ path, body, ...call }: Call, token: string): Promise<Answer> {
    return ask(
      {
        ...call,
        url: `${graphOf(this.#settings)}/v1.0${path}`,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        alsoAnswers: CODED_STATUSES,
        allowLoopback: this.#settings.allowLoopback,
      },
      this.#context,
    );
  }
}

/** Of the address of the next page only this is used. It is written in either way. */
function goesOnAt(next: string): string {
  const query = URL.canParse(next) ? new URL(next).searchParams : new URLSearchParams();
  for (const name of ["$skiptoken", "$skipToken"]) {
    const token = query.get(name) ?? "";
    if (token !== "") return `${name}=${encodeURIComponent(token)}`;
  }
  throw new TransientError("the target's list goes on where it does not say", { effect: "no", class: "bug" });
}
