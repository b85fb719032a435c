// Finds what src/flows still has from the playground: its people, groups and channels, and addresses that can belong to nobody.
// A bot that is published with them would ask people who are not there.

import { worldSeed } from "../../playground/world-seed.ts";
import { exampleOf } from "../../src/domain/bound-target.ts";
import type { Json } from "../../src/domain/canonical.ts";
import type { CheckedDeployment } from "../../src/domain/flow-check.ts";
import { namedIds, sayUses } from "./named-ids.ts";
import type { SourceFile } from "./project.ts";

const world = worldSeed({ signingSecret: "", botToken: "" });

/** Id to what it is in the playground. */
const invented = new Map<string, string>([
  ...world.people.map(({ id, realName }): [string, string] => [id, realName]),
  ...world.channels.map(({ id, name }): [string, string] => [id, `#${name}`]),
  ...(world.usergroups ?? []).map(({ id, handle }): [string, string] => [id, `@${handle}`]),
]);

/** Domains that are set aside for examples (RFC 2606). */
const EXAMPLE = /(?:^|[@./])example\.(?:com|net|org)(?=$|[/:])/;

/** One line each: what it is, and where it stands. */
export function playgroundNames(deployment: CheckedDeployment, sources: readonly SourceFile[]): string[] {
  const ids = namedIds(deployment).flatMap(({ id, uses }) => {
    const who = invented.get(id);
    if (who === undefined) return [];
    return `${id} (${who}): ${linesWith(id, sources).join(", ") || sayUses(uses)}`;
  });
  const addresses = new Set(
    deployment.flows.flatMap(({ flow }) =>
      flow.targets
        .map(exampleOf)
        .flatMap((target) =>
          exampleSettings(target.settings).map(
            (setting) => `Environment "${flow.environment}", Target "${target.name}", ${setting}`,
          ),
        ),
    ),
  );
  return [...ids, ...addresses];
}

/** `src/flows/people.ts:6` */
function linesWith(id: string, sources: readonly SourceFile[]): string[] {
  const quoted = new RegExp(`["'\`]${id}["'\`]`);
  return sources.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, at) => (quoted.test(line) ? `${path}:${at + 1}` : [])),
  );
}

/** `emailDomain: example.com` */
function exampleSettings(settings: Json): string[] {
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) return [];
  return Object.entries(settings).flatMap(([name, value]) =>
    typeof value === "string" && EXAMPLE.test(value) ? `${name}: ${value}` : [],
  );
}
