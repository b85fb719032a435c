// An AWS of our own behind a real port: one account with IAM, STS and Identity Center. Nobody gets past it without the signature
// that AWS would ask for, made for the right interface, in time, by a key that may do what is asked. Keeps state; judges nothing.
import { NOW } from "../../../contracts/strategy-world.ts";
import { listen } from "../real-port.ts";
import { ACCOUNT, SAYS } from "./account.ts";
import { escaped, FakeIam } from "./fake-iam.ts";
import { FakeLambda, refusal } from "./fake-lambda.ts";
import { type Signed, type SigningKey, signerOf } from "./signature-check.ts";

export { ACCOUNT, SAYS };
export const KEY = { accessKeyId: "AKIAPLANTED234567ABC", secretAccessKey: "aws/Planted+Secret/wJalrXUtnFEMIK7MDENG0" };
export const SECRET = `${KEY.accessKeyId}:${KEY.secretAccessKey}`;

const VERSIONS: Readonly<Record<string, string>> = { iam: "2010-05-08", sts: "2011-06-15" };
const PREFIXES: Readonly<Record<string, string>> = { SWBExternalService: "sso", AWSIdentityStore: "identitystore" };

export interface Role {
  readonly arn: string;
  /** Whom it trusts: an access key's ID, or the ARN of another role. */
  readonly trusts: string;
  readonly externalId?: string;
}

/** What answers in JSON. */
export interface JsonSide {
  readonly to: "sso" | "identitystore";
  answer(action: string, asked: Readonly<Record<string, unknown>>): JsonSaid;
}
export type JsonSaid = { readonly result: object } | { readonly code: string; readonly about?: object };

export class FakeAws {
  iam = new FakeIam(ACCOUNT);
  readonly keys = new Map<string, SigningKey & { readonly is: string }>([
    [KEY.accessKeyId, { ...KEY, is: KEY.accessKeyId }],
  ]);
  readonly roles: Role[] = [];
  readonly json: JsonSide[] = [];
  readonly lambda = new FakeLambda();
  /** What nobody may do. */
  readonly denied = new Set<string>();
  /** What was asked, in order: `iam:GetUser`. */
  readonly asked: string[] = [];
  account = ACCOUNT;
  now: () => number = () => NOW;
  #sessions = 0;

  inPartition(partition: string): void {
    this.iam = new FakeIam(ACCOUNT, partition);
  }

  async open(): Promise<{ readonly origin: string; close(): Promise<void> }> {
    return listen((request) => this.receive(request));
  }

  async receive(request: Request): Promise<Response> {
    const body = await request.text();
    const target = request.headers.get("x-amz-target");
    const isJson = target !== null;
    const signed = await signerOf(request, body, this.now(), (id) => this.keys.get(id) ?? null);
    if (typeof signed === "string") return this.#refusal(isJson, signed, 403);
    if (signed.to === "lambda") return this.#invoke(request, body);
    const [prefix = "", action = ""] = isJson ? target.split(".") : ["", new URLSearchParams(body).get("Action") ?? ""];
    const to = isJson ? PREFIXES[prefix] : signed.to;
    if (request.method !== "POST" || new URL(request.url).pathname !== "/" || to !== signed.to)
      return this.#refusal(isJson, "UnknownOperationException", 400);
    this.asked.push(`${to}:${action}`);
    if (this.denied.has(`${to}:${action}`))
      return this.#refusal(isJson, isJson ? "AccessDeniedException" : "AccessDenied", isJson ? 400 : 403);
    return isJson ? this.#json(to, action, body, request) : this.#query(signed, action, new URLSearchParams(body));
  }

  async #invoke(request: Request, body: string): Promise<Response> {
    this.asked.push("lambda:InvokeFunction");
    if (this.denied.has("lambda:InvokeFunction")) return refusal("AccessDeniedException", 403);
    return (await this.lambda.answer(request, body)) ?? refusal("UnknownOperationException", 404);
  }

  #query(signed: Signed, action: string, asked: URLSearchParams): Response {
    if (asked.get("Version") !== VERSIONS[signed.to]) return this.#refusal(false, "InvalidAction", 400);
    const said = signed.to === "iam" ? this.iam.answer(action, asked) : this.#sts(signed, action, asked);
    if ("code" in said) return this.#refusal(false, said.code, said.status);
    const result = said.result === null ? "" : `<${action}Result>${said.result}</${action}Result>`;
    return xml(
      `<${action}Response xmlns="https://iam.amazonaws.com/doc/${VERSIONS[signed.to]}/">\n  ${result}<ResponseMetadata><RequestId>r1</RequestId></ResponseMetadata></${action}Response>`,
      200,
    );
  }

  #sts(signed: Signed, action: string, asked: URLSearchParams): { result: string } | { code: string; status: number } {
    const by = this.keys.get(signed.accessKeyId)?.is;
    if (action === "GetCallerIdentity")
      return {
        result: `<Arn>arn:aws:iam::${this.account}:user/sym</Arn><UserId>AIDASYM</UserId><Account>${this.account}</Account>`,
      };
    const role = this.roles.find(({ arn }) => arn === asked.get("RoleArn"));
    const mayBe =
      role !== undefined && role.trusts === by && (asked.get("ExternalId") ?? undefined) === role.externalId;
    if (action !== "AssumeRole" || !mayBe || !/^\d{3,5}$/.test(asked.get("DurationSeconds") ?? ""))
      return { code: "AccessDenied", status: 403 };
    this.#sessions += 1;
    const key = {
      accessKeyId: `ASIA${String(this.#sessions).padStart(16, "7")}`,
      secretAccessKey: `session/secret+${this.#sessions}`.padEnd(40, "x"),
      sessionToken: `FwoGZXIvYXdzE+token/${this.#sessions}==`,
      is: role.arn,
    };
    this.keys.set(key.accessKeyId, key);
    const ends = new Date(this.now() + Number(asked.get("DurationSeconds")) * 1_000).toISOString();
    return {
      result: `<Credentials><AccessKeyId>${key.accessKeyId}</AccessKeyId><SecretAccessKey>${key.secretAccessKey}</SecretAccessKey><SessionToken>${escaped(key.sessionToken)}</SessionToken><Expiration>${ends}</Expiration></Credentials>`,
    };
  }

  #json(to: string, action: string, body: string, request: Request): Response {
    if (request.headers.get("content-type") !== "application/x-amz-json-1.1")
      return this.#refusal(true, "SerializationException", 400);
    const said = this.json
      .find((side) => side.to === to)
      ?.answer(action, JSON.parse(body) as Readonly<Record<string, unknown>>) ?? { code: "UnknownOperationException" };
    return "code" in said ? this.#refusal(true, said.code, 400, said.about) : Response.json(said.result);
  }

  #refusal(isJson: boolean, code: string, status: number, about: object = {}): Response {
    if (isJson) return Response.json({ __type: code, message: SAYS, ...about }, { status });
    return xml(
      `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${SAYS}</Message></Error><RequestId>r1</RequestId></ErrorResponse>`,
      status,
    );
  }
}

const xml = (text: string, status: number): Response =>
  new Response(text, { status, headers: { "content-type": "text/xml" } });

const GRANTS = /\b(?:AddUserToGroup|CreateAccountAssignment|CreateGroupMembership)$/;
const REVOKES = /\b(?:RemoveUserFromGroup|DeleteAccountAssignment|DeleteGroupMembership)$/;

/** For the faults of the suite. */
export async function awsVerbOf(request: Request): Promise<"grant" | "revoke" | "inspect"> {
  if (new URL(request.url).pathname.endsWith("/invocations"))
    return ((await request.json()) as { action: "grant" | "revoke" | "inspect" }).action;
  const action = request.headers.get("x-amz-target") ?? new URLSearchParams(await request.text()).get("Action") ?? "";
  if (GRANTS.test(action)) return "grant";
  return REVOKES.test(action) ? "revoke" : "inspect";
}
