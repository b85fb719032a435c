// Stands between a strategy and moto and plays what moto does not know: assignments that take their time, fail or meet another
// change, that are made twice and are one, and permission sets that are gone. Passes on the rest byte for byte, signature and all.
import { type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { listen } from "../pure/strategies/real-port.ts";

interface Heard {
  readonly action: string;
  readonly body: string;
}
interface Played {
  readonly status: number;
  readonly body: object;
}

export class AwsDoor {
  /** So often a change is said to be under way. */
  looks = 0;
  /** Why the next change fails. */
  fails: string | null = null;
  /** So many changes are refused because of another. */
  conflicts = 0;
  /** ARNs of permission sets that are not there any more. */
  readonly gone = new Set<string>();
  readonly #assigned = new Set<string>();
  readonly #looked = new Map<string, number>();
  readonly #to: number;

  constructor(to: number) {
    this.#to = to;
  }

  open(): Promise<{ readonly origin: string; close(): Promise<void> }> {
    const first = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<true> => {
      await this.#pass(incoming, outgoing);
      return true;
    };
    return listen(() => Promise.reject(new Error("passed already")), { first });
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const heard = { action: String(incoming.headers["x-amz-target"] ?? "").replace("SWBExternalService.", ""), body };
    const played = this.#instead(heard);
    if (played !== null) return void outgoing.writeHead(played.status).end(JSON.stringify(played.body));
    const { status, headers, text } = await this.#forward(incoming, body);
    outgoing.writeHead(status, headers).end(status < 300 ? this.#slowed(heard, text) : text);
  }

  #instead({ action, body }: Heard): Played | null {
    const change = /^(Create|Delete)AccountAssignment$/.exec(action)?.[1];
    if (change === undefined && !["ListAccountAssignments", "DescribePermissionSet"].includes(action)) return null;
    const { PermissionSetArn } = JSON.parse(body) as { PermissionSetArn: string };
    if (this.gone.has(PermissionSetArn)) return { status: 400, body: { __type: "ResourceNotFoundException" } };
    if (change === undefined) return null;
    if (this.conflicts > 0) {
      this.conflicts -= 1;
      return { status: 400, body: { __type: "ConflictException" } };
    }
    const name = change === "Create" ? "AccountAssignmentCreationStatus" : "AccountAssignmentDeletionStatus";
    if (this.fails !== null)
      return { status: 200, body: { [name]: { Status: "FAILED", RequestId: "r1", FailureReason: this.fails } } };
    const isThere = this.#assigned.has(body);
    if (change === "Delete") this.#assigned.delete(body);
    else this.#assigned.add(body);
    return change === "Create" && isThere
      ? { status: 200, body: { [name]: { Status: "SUCCEEDED", RequestId: "r1" } } }
      : null;
  }

  /** moto has done it by now; AWS would still be at it. */
  #slowed({ action }: Heard, text: string): string {
    if (this.looks === 0 || !/AccountAssignment(?:CreationStatus|DeletionStatus)?$/.test(action)) return text;
    const told = JSON.parse(text) as Record<string, { Status: string; RequestId: string }>;
    for (const one of Object.values(told)) {
      const looked = this.#looked.get(one.RequestId) ?? 0;
      this.#looked.set(one.RequestId, looked + 1);
      if (looked < this.looks) one.Status = "IN_PROGRESS";
    }
    return JSON.stringify(told);
  }

  #forward(
    incoming: IncomingMessage,
    body: string,
  ): Promise<{ status: number; headers: Record<string, string>; text: string }> {
    const { method = "GET", url = "/", headers } = incoming;
    return new Promise((resolve, reject) => {
      // With the headers as they came: the signature covers the host.
      const outgoing = send(
        { host: "127.0.0.1", port: this.#to, method, path: url, headers, agent: false },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () => {
            const type = answer.headers["content-type"];
            resolve({
              status: answer.statusCode ?? 500,
              headers: type === undefined ? {} : { "content-type": type },
              text: Buffer.concat(chunks).toString(),
            });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
