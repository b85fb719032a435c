// Why the bot could not be built or started, in words for the person who just saved a file.
// Never more than that: what the bot itself says about src/flows comes from the bot.
import type { unstable_DevEnv as DevEnv } from "wrangler";
import * as z from "zod";

type Event = Parameters<DevEnv["dispatch"]>[0];

const esbuildErrors = z.object({
  errors: z.array(
    z.object({
      text: z.string(),
      location: z.object({ file: z.string(), line: z.number(), column: z.number() }).nullish(),
    }),
  ),
});

/** Null: this event is no failure of the bot. */
export function sayFailure(event: Event): string | null {
  if (event.type !== "error") return null;
  if (event.source === "ProxyController") return null;
  const built = esbuildErrors.safeParse(event.cause);
  if (!built.success) return sayUncaught(event.cause.message) ?? (event.cause.message || event.reason);
  return built.data.errors
    .map(({ text, location }) =>
      location ? `${location.file}, line ${location.line}, column ${location.column + 1}: ${text}` : text,
    )
    .join("\n");
}

/** What the code itself threw while it was loaded, out of the runtime's report about it. */
function sayUncaught(report: string): string | undefined {
  const thrown = /Uncaught ((?:[^"\\\n]|\\[^n])+)/.exec(report)?.[1];
  return thrown === undefined ? undefined : `while its code was loaded: ${thrown.replaceAll('\\"', '"')}`;
}
