// A simulated world with one approved grant of half an hour, for what the trail says of the calls to its target.
import { MINUTE_MS, sampleFlow, sampleVersion, TEAM } from "../../fakes/samples.ts";
import type { Plan } from "../../world/points.ts";
import { SimWorld } from "../../world/world.ts";

export async function approved(plan: Plan): Promise<SimWorld> {
  const [target] = sampleFlow().targets;
  if (target === undefined) throw new Error("the sample has no Target");
  const version = sampleVersion(sampleFlow({ targets: [{ ...target, settings: { slot: "sim" } }] }));
  const world = new SimWorld({ versions: [version], plan });
  const form = { flow: version, userId: "U0ANA", teamId: TEAM, viewId: "V1", target: target.name };
  const asked = await world.act((commands) =>
    commands.submit({ ...form, answers: { reason: "because" }, durationMs: 30 * MINUTE_MS }),
  );
  if (!asked?.ok) throw new Error("the request was not taken");
  const click = { requestId: asked.value.id, seq: 1, userId: "U0BEN", teamId: TEAM, reason: null };
  await world.act((commands) => commands.approve(click));
  return world;
}

export const runUntil = (world: SimWorld, at: number): Promise<void> => world.until(at);
