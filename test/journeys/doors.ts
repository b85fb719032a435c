// A service of somebody's own that takes signed grants and revocations and cannot be asked what it has. Keeps who it let in.
import * as z from "zod";

const order = z.object({ action: z.enum(["grant", "revoke"]), account: z.object({ id: z.string() }) });

export class Doors {
  static readonly url = "https://doors.example.com/hooks/sym";

  readonly open = new Set<string>();
  /** Does nothing, answers this status, and repeats all that it was sent, as careless services do. */
  refusing: number | null = null;

  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.refusing !== null)
      return new Response(`${JSON.stringify([...request.headers])} ${await request.text()}`, { status: this.refusing });
    const { action, account } = order.parse(await request.json());
    if (action === "grant") this.open.add(account.id);
    else this.open.delete(account.id);
    return new Response(null, { status: 204 });
  };
}
