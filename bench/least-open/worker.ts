// The least that can open a form in Slack: is the request signed, and one `views.open` with a view that never changes. It
// reads nothing, knows no Flow and survives no surprise: the floor that Sym is measured against.
import { isSigned } from "./signature.ts";

interface Env {
  readonly SLACK_SIGNING_SECRET: string;
  readonly SLACK_BOT_TOKEN: string;
  readonly SLACK_API_URL: string;
  /** JSON of the view: the very one that Sym opens. */
  readonly VIEW: string;
}

export default {
  async fetch(request, env) {
    const body = await request.text();
    if (!(await isSigned(request, body, env.SLACK_SIGNING_SECRET))) return new Response(null, { status: 401 });
    const trigger = new URLSearchParams(body).get("trigger_id");
    const opened = await fetch(`${env.SLACK_API_URL}views.open`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${env.SLACK_BOT_TOKEN}`,
        "content-type": "application/json; charset=utf-8",
      },
      body: `{"trigger_id":${JSON.stringify(trigger)},"view":${env.VIEW}}`,
    });
    const { ok } = await opened.json<{ ok: boolean }>();
    return new Response(null, { status: ok ? 200 : 502 });
  },
} satisfies ExportedHandler<Env>;
