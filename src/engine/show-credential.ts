// "Show the sign-in": for the requester alone, while they hold it. That it was asked for is in the record before a secret is
// set; the secret itself passes through here on its way to one person, and is neither kept nor logged.
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { Click, Credential } from "../ports.ts";
import { apply, begun } from "./apply.ts";
import { keyAmong } from "./facts.ts";
import { look } from "./look.ts";
import type { World } from "./world.ts";

export async function showCredential(world: World, click: Click): Promise<Result<Credential>> {
  const found = await begun(world, click.requestId);
  if (!found.ok) return found;
  const { snapshot, wake } = found.value;
  const by = await keyAmong(world, click, [snapshot.request.requester]);
  const commandId = world.chance.id();
  const noted = await apply(
    world,
    snapshot,
    ({ request }) => {
      if (request.requester !== by) return refused({ kind: "not_holder" });
      const strategy = request.access && world.strategies(request.access.strategy);
      if (!strategy?.credential) return refused({ kind: "no_credential", why: "none" });
      return accepted({ kind: "show_credential", commandId, by });
    },
    wake,
  );
  if (!noted.ok) return noted;
  const request = noted.value;
  const { access, hold } = request;
  if (access === null || hold === null) return refused({ kind: "no_credential", why: "none" });
  const order = { access, requestId: request.id, sequence: hold.sequence };
  const answer = await look(() => world.entitlements.credential(order));
  if (answer === "unavailable") return refused({ kind: "no_credential", why: "failed" });
  switch (answer.kind) {
    case "shown":
      return accepted({ request, lines: answer.lines });
    case "not_held":
      return refused({ kind: "no_credential", why: "over" });
    case "unsure":
    case "failed":
      return refused({ kind: "no_credential", why: answer.kind });
  }
}
