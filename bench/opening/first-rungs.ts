// The first two rungs to the least Worker: one that answers and no more, and one that checks the signature first. What they
// take is what workerd takes, before any bot does anything.
import { isSigned } from "../least-open/signature.ts";

interface Env {
  readonly SLACK_SIGNING_SECRET: string;
  readonly RUNG: "answer" | "signature";
}

export default {
  async fetch(request, env) {
    if (env.RUNG === "answer") return new Response(null);
    const signed = await isSigned(request, await request.text(), env.SLACK_SIGNING_SECRET);
    return new Response(null, { status: signed ? 200 : 401 });
  },
} satisfies ExportedHandler<Env>;
