// A SCIM 2.0 service as far as one group needs it (RFC 7644): find a user, read the group's members, add one, remove one.
// Absence is believed only where the service says it twice, and one member is named in every change: a removal without a filter
// empties the group at a strict service.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { type Answer, type Asking, ask } from "../outbound.ts";
import { readJson } from "../outbound-json.ts";
import { baseOf, type Settings, scimId } from "./settings.ts";

/** A group's members come in one answer: some 30,000 of them. */
const MAX_GROUP_BYTES = 4 * 1024 * 1024;

const id = z.union([z.string(), z.number()]).transform(String);
/** Services differ in the spelling of numbers and in what they leave out. */
const count = z.coerce.number().int().nonnegative();
const listed = z.looseObject({ totalResults: count, Resources: z.array(z.record(z.string(), z.json())).default([]) });
const resource = z.record(z.string(), z.json());
const group = z.looseObject({
  id: id.nullish(),
  members: z.array(z.looseObject({ value: id })).nullish(),
});
const memberships = z.looseObject({
  groups: z.array(z.looseObject({ value: id, type: z.string().nullish() })).nullish(),
});
const address = z.array(z.looseObject({ value: z.string() }));

export class ScimApi {
  readonly #settings: Settings;
  readonly #context: StrategyContext;

  constructor(settings: Settings, context: StrategyContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** The id of the one user whose matching attribute is this; null where the service lists none. Throws where there are more. */
  async userId(account: string): Promise<string | null> {
    const { match } = this.#settings;
    const { totalResults, Resources } = await this.#list("Users", `${match} eq ${JSON.stringify(account)}`);
    if (totalResults === 0) return null;
    // Some services take no notice of a filter and list everybody.
    const fitting = Resources.filter((user) => spelt(user, match).some((value) => same(match, value, account)));
    if (fitting.length > 1) throw new PermanentError("more than one user at the target has this account's name");
    if (fitting.length === 1) return idIn(fitting[0]);
    if (totalResults > Resources.length)
      throw new PermanentError(
        "the target lists users that were not asked for: it cannot be searched by this attribute",
      );
    return null;
  }

  /** Ids of the group's members, each once; null where the group is gone. */
  async members(): Promise<ReadonlySet<string> | null> {
    const answer = await this.#ask({
      method: "GET",
      path: `${this.#groupPath()}?attributes=members`,
      alsoAnswers: [404],
      maxBytes: MAX_GROUP_BYTES,
    });
    if (answer.status === 404) return this.#groupIsGone();
    const read = readJson(group, answer.text, "no");
    if ((read.id ?? this.#settings.group) !== this.#settings.group)
      throw new TransientError("the target answered with another group than the one asked for", { effect: "no" });
    return new Set((read.members ?? []).map(({ value }) => value));
  }

  /** What the user with this id is called by, where Targets look for people; null where the service has no such user. */
  async nameOf(user: string): Promise<string | null> {
    const { match } = this.#settings;
    if (!scimId.test(user)) throw new PermanentError("an id at the target cannot be spelt in a path");
    const path = `Users/${encodeURIComponent(user)}?attributes=id,${match.split(".")[0]}`;
    const answer = await this.#ask({ method: "GET", path, alsoAnswers: [404] });
    return answer.status === 404 ? null : (spelt(readJson(resource, answer.text, "no"), match)[0] ?? null);
  }

  /** Whether the user is in the group by way of another group, as far as the service tells. */
  async inherits(user: string): Promise<boolean> {
    const path = `Users/${encodeURIComponent(user)}?attributes=groups`;
    const answer = await this.#ask({ method: "GET", path, alsoAnswers: [404] });
    if (answer.status === 404) return false;
    const { groups } = readJson(memberships, answer.text, "no");
    return (groups ?? []).some(
      ({ value, type }) => value === this.#settings.group && type?.toLowerCase() === "indirect",
    );
  }

  add(user: string): Promise<void> {
    return this.#change({ op: "add", path: "members", value: [{ value: user }] });
  }

  remove(user: string): Promise<void> {
    return this.#change({ op: "remove", path: `members[value eq ${JSON.stringify(user)}]` });
  }

  async #change(operation: { readonly op: "add" | "remove" } & Readonly<Record<string, unknown>>): Promise<void> {
    const op = this.#settings.dialect === "entra" ? { add: "Add", remove: "Remove" }[operation.op] : operation.op;
    await this.#ask({
      method: "PATCH",
      path: this.#groupPath(),
      body: JSON.stringify({
        Operations: [{ ...operation, op }],
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      }),
      maxBytes: MAX_GROUP_BYTES,
    });
  }

  /** A mistyped URL answers 404 too; only a service that lists no such group says that it is gone. */
  async #groupIsGone(): Promise<null> {
    const { totalResults, Resources } = await this.#list("Groups", `id eq ${JSON.stringify(this.#settings.group)}`);
    const listedStill = Resources.some((one) => idIn(one) === this.#settings.group);
    if (listedStill || totalResults > Resources.length)
      throw new PermanentError("the target does not know the group that its list may still hold");
    return null;
  }

  async #list(of: "Users" | "Groups", filter: string): Promise<z.output<typeof listed>> {
    const { match } = this.#settings;
    const attributes = of === "Users" ? `id,${match.split(".")[0]}` : "id";
    const query = new URLSearchParams({ filter, attributes, count: "10" });
    const answer = await this.#ask({ method: "GET", path: `${of}?${query}` });
    return readJson(listed, answer.text, "no");
  }

  #groupPath(): string {
    return `Groups/${encodeURIComponent(this.#settings.group)}`;
  }

  #ask({
    path,
    ...asking
  }: Omit<Asking, "url" | "headers" | "allowLoopback"> & { readonly path: string }): Promise<Answer> {
    const { token, allowLoopback } = this.#settings;
    return ask(
      {
        ...asking,
        url: `${baseOf(this.#settings)}/${path}`,
        headers: {
          authorization: `Bearer ${this.#context.secret(token)}`,
          accept: "application/scim+json, application/json",
          ...(asking.body === undefined ? {} : { "content-type": "application/scim+json" }),
        },
        allowLoopback,
      },
      this.#context,
    );
  }
}

function idIn(resource: Readonly<Record<string, unknown>> | undefined): string {
  const read = id.safeParse(resource?.["id"]);
  if (read.success && scimId.test(read.data)) return read.data;
  throw new PermanentError("the target gives ids that cannot be put into a path");
}

function spelt(user: Readonly<Record<string, unknown>>, match: Settings["match"]): readonly string[] {
  if (match === "emails.value") {
    const read = address.safeParse(user["emails"]);
    return read.success ? read.data.map(({ value }) => value) : [];
  }
  const value = user[match];
  return typeof value === "string" ? [value] : [];
}

/** `userName` and addresses do not tell capitals apart (RFC 7643, 4.1.1). */
const same = (match: Settings["match"], one: string, other: string): boolean =>
  match === "externalId" ? one === other : one.toLowerCase() === other.toLowerCase();
