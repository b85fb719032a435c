// The least that can take a submission or an approval and be sure of it: is the request signed, the same question to Slack
// that Sym asks, one read, one object armed, one batch in D1. It judges nothing, draws nothing and owes nothing afterwards.
import { DurableObject } from "cloudflare:workers";
import { isSigned } from "../least-open/signature.ts";

interface Env {
  readonly SLACK_SIGNING_SECRET: string;
  readonly SLACK_BOT_TOKEN: string;
  readonly SLACK_API_URL: string;
  readonly DB: D1Database;
  readonly REQUESTS: DurableObjectNamespace<RequestObject>;
}

interface Payload {
  readonly type: string;
  readonly user: { readonly id: string };
  readonly view: {
    readonly id: string;
    readonly private_metadata: string;
    readonly blocks: readonly unknown[];
    readonly state: Readonly<Record<string, unknown>>;
  };
  readonly actions: readonly [{ readonly value: string }];
}

export class RequestObject extends DurableObject<Env> {
  arm(at: number): Promise<void> {
    return this.ctx.storage.setAlarm(at);
  }

  override async alarm(): Promise<void> {}
}

async function userInfo(env: Env, user: string): Promise<{ ok: boolean; user: { profile: { email: string } } }> {
  const answer = await fetch(`${env.SLACK_API_URL}users.info`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${env.SLACK_BOT_TOKEN}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: `user=${user}`,
  });
  return answer.json();
}

const arm = (env: Env, id: string): Promise<void> => env.REQUESTS.getByName(id).arm(Date.now() + 60_000);

/** Whether the same is asked already can only be read once Slack has said whose account it is. */
async function submit(env: Env, { view, user }: Payload): Promise<Response> {
  const id = view.id;
  const [asked] = await Promise.all([userInfo(env, user.id), arm(env, id)]);
  if (!asked.ok) return new Response(null, { status: 409 });
  const account = asked.user.profile.email;
  const read = env.DB.prepare("SELECT id FROM requests WHERE id = ? OR account = ?").bind(id, account);
  if ((await read.all()).results.length > 0) return new Response(null, { status: 409 });
  const now = Date.now();
  const body = JSON.stringify({ ...view.state, ...asked.user });
  await env.DB.batch([
    env.DB.prepare("INSERT INTO versions VALUES (?, ?) ON CONFLICT DO NOTHING").bind(
      view.private_metadata,
      JSON.stringify(view.blocks),
    ),
    env.DB.prepare("INSERT INTO requests VALUES (?, 1, 'pending', ?, ?, ?)").bind(id, account, now, body),
    env.DB.prepare("INSERT INTO events VALUES (?, 1, 'submitted', ?, ?)").bind(id, now, user.id),
    env.DB.prepare("INSERT INTO effects SELECT ? || key, value, ? FROM json_each(?)").bind(
      `${id}:1:`,
      now,
      '["card","receipt"]',
    ),
  ]);
  return Response.json({ response_action: "clear" });
}

/** All three are asked at once. */
async function approve(env: Env, { actions, user }: Payload): Promise<Response> {
  const id = actions[0].value;
  const read = env.DB.prepare("SELECT * FROM requests WHERE id = ?").bind(id);
  const [asked, before] = await Promise.all([userInfo(env, user.id), read.all(), arm(env, id)]);
  const [row] = before.results;
  if (!asked.ok || row?.["state"] !== "pending") return new Response(null, { status: 409 });
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare("UPDATE requests SET seq = 2, state = 'granting', body = ? WHERE id = ? AND seq = 1").bind(
      row["body"],
      id,
    ),
    env.DB.prepare("INSERT INTO events VALUES (?, 2, 'approved', ?, ?)").bind(
      id,
      now,
      JSON.stringify(asked.user.profile),
    ),
    env.DB.prepare("INSERT INTO effects SELECT ? || key, value, ? FROM json_each(?)").bind(
      `${id}:2:`,
      now,
      '["hold","card","note"]',
    ),
  ]);
  return new Response(null);
}

export default {
  async fetch(request, env) {
    const body = await request.text();
    if (!(await isSigned(request, body, env.SLACK_SIGNING_SECRET))) return new Response(null, { status: 401 });
    const payload: Payload = JSON.parse(new URLSearchParams(body).get("payload") ?? "");
    return payload.type === "view_submission" ? submit(env, payload) : approve(env, payload);
  },
} satisfies ExportedHandler<Env>;
