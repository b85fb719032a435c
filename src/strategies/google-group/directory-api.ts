// Google's Directory API as far as one group needs it: who a person is, what they are in the group, and one member more or less.
// Absence is believed only where the API says it with its own word. Never asks about members by their address.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, ask } from "../outbound.ts";
import { notOfTheForm, readJson } from "../outbound-json.ts";
import { type TokenSource, withToken } from "../with-token.ts";
import { forgetToken, type Right, tokenFor } from "./delegated-token.ts";
import {
  REASONED_STATUSES,
  reasonIn,
  saysDuplicate,
  saysInvalid,
  saysNotFound,
  troubleOf,
} from "./directory-status.ts";
import { directoryOf, type Settings, userId } from "./settings.ts";

const user = z.looseObject({
  id: z.string().regex(userId),
  primaryEmail: z.string(),
  suspended: z.boolean().optional(),
  archived: z.boolean().optional(),
});
const member = z.looseObject({ id: z.string().regex(userId), role: z.enum(["MEMBER", "MANAGER", "OWNER"]) });
const members = z.looseObject({ kind: z.literal("admin#directory#members") });
const page = members.extend({
  members: z
    .array(
      z.looseObject({
        id: z.string().min(1),
        email: z.string().optional(),
        role: z.enum(["MEMBER", "MANAGER", "OWNER"]),
        type: z.string(),
        /** Of people alone. */
        status: z.string().optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});
const hasMember = z.looseObject({ isMember: z.boolean() });

export type GoogleUser = z.output<typeof user>;
/** A page holds 200; a group of 10,000 is more than is read. */
const MAX_PAGES = 50;
const MAX_PAGE_BYTES = 256 * 1024;

export type Listed = z.output<typeof page>["members"][number];
export type Role = z.output<typeof member>["role"];
export type Member = z.output<typeof member>;

interface Call {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the API, with a slash in front. */
  readonly path: string;
  readonly body?: object;
  readonly maxBytes?: number;
}

export class DirectoryApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;
  readonly #right: Right;

  constructor(settings: Settings, context: StrategyContext, right: Right = "change") {
    this.#settings = settings;
    this.#context = context;
    this.#right = right;
  }

  /** `key`: an id or an address. Null where there is no such user. */
  async user(key: string): Promise<GoogleUser | null> {
    const path = `/users/${encodeURIComponent(key)}?fields=id,primaryEmail,suspended,archived`;
    return this.#read(user, await this.#call({ method: "GET", path }), saysNotFound);
  }

  /** What the person is in the group itself; null where nothing, or where the group is not there. */
  async member(id: string): Promise<Member | null> {
    const found = this.#read(member, await this.#call({ method: "GET", path: this.#members(id) }), saysNotFound);
    if (found === null || found.id === id) return found;
    throw new TransientError("the target answered with another member than the one asked for", { effect: "no" });
  }

  /** Also through other groups. Null where that cannot be asked about this person. */
  async isMember(id: string): Promise<boolean | null> {
    const path = `/groups/${this.#settings.group}/hasMember/${id}`;
    const cannot = (answer: Answer): boolean => saysNotFound(answer) || saysInvalid(answer);
    return this.#read(hasMember, await this.#call({ method: "GET", path }), cannot)?.isMember ?? null;
  }

  /** Told by its list of members, for which no right is needed beyond the one that changes them. */
  async groupExists(): Promise<boolean> {
    const answer = await this.#call({ method: "GET", path: `${this.#members()}?maxResults=1` });
    return this.#read(members, answer, saysNotFound) !== null;
  }

  /** Everybody and every group in the group itself; null where there is no such group. */
  async members(): Promise<readonly Listed[] | null> {
    const found: Listed[] = [];
    let more = "";
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const path = `${this.#members()}?maxResults=200${more}`;
      const answer = await this.#call({ method: "GET", path, maxBytes: MAX_PAGE_BYTES });
      const read = this.#read(page, answer, saysNotFound);
      if (read === null) return null;
      found.push(...read.members);
      if (!read.nextPageToken) return found;
      more = `&pageToken=${encodeURIComponent(read.nextPageToken)}`;
    }
    throw new PermanentError("the group's list is longer than is read: 10,000 members", { class: "impossible" });
  }

  /** Who is a member now; `already` where somebody with this address was; null where there is no such group or user. */
  async add(email: string, role: Role): Promise<Member | "already" | null> {
    const answer = await this.#call({ method: "POST", path: this.#members(), body: { email, role } });
    if (saysDuplicate(answer)) return "already";
    if (saysNotFound(answer)) return null;
    return this.#success(member, answer, "unknown");
  }

  /** False where there is no such member or group. */
  async change(id: string, role: Role): Promise<boolean> {
    const answer = await this.#call({ method: "PATCH", path: this.#members(id), body: { role } });
    if (saysNotFound(answer)) return false;
    if (this.#success(member, answer, "unknown").role === role) return true;
    throw new TransientError("Google answered with another role than the one asked for", { effect: "unknown" });
  }

  /** False where there is no such member or group. */
  async remove(id: string): Promise<boolean> {
    const answer = await this.#call({ method: "DELETE", path: this.#members(id) });
    if (saysNotFound(answer)) return false;
    // Whatever else stands in between may answer 200 to anything.
    if (answer.status < 300 && answer.text === "") return true;
    if (answer.status >= 300) throw troubleOf(answer, this.#context.now(), "unknown");
    throw notOfTheForm("unknown");
  }

  readonly #members = (id?: string): string =>
    `/groups/${this.#settings.group}/members${id === undefined ? "" : `/${id}`}`;

  #read<S extends z.ZodType>(schema: S, answer: Answer, isAbsence: (answer: Answer) => boolean): z.output<S> | null {
    return isAbsence(answer) ? null : this.#success(schema, answer, "no");
  }

  #success<S extends z.ZodType>(schema: S, answer: Answer, effect: "no" | "unknown"): z.output<S> {
    if (answer.status < 300) return readJson(schema, answer.text, effect);
    throw troubleOf(answer, this.#context.now(), effect);
  }

  #call(call: Call): Promise<Answer> {
    const source: TokenSource = {
      get: () => tokenFor(this.#settings, this.#right, this.#context),
      forget: () => forgetToken(this.#settings, this.#right),
      refuses: (answer) => reasonIn(answer) === "authError",
    };
    return withToken(source, (token) => this.#send(call, token));
  }

  #send({ method, path, body, maxBytes }: Call, token: string): Promise<Answer> {
    return ask(
      {
        method,
        url: directoryOf(this.#settings) + path,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        alsoAnswers: REASONED_STATUSES,
        ...(maxBytes === undefined ? {} : { maxBytes }),
        allowLoopback: this.#settings.allowLoopback,
      },
      this.#context,
    );
  }
}

export const notInTheDirectory = (): PermanentError =>
  new PermanentError("Google has no user with this address in the organisation, or does not show them to Sym");
