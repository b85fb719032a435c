// What the playground binds besides the bot's own bindings, and the secrets that its Flows name.
// Never a real secret: each of these works on this machine alone.
import { exampleOf } from "../../src/domain/bound-target.ts";
import { checkDeployment } from "../../src/domain/flow-check.ts";
import definition from "../../src/flows/index.ts";
import { strategiesOf } from "../../src/strategies/custom/strategy.ts";
import { strategies as deployed } from "../../src/strategies/registry.ts";
import { isPostgres } from "../run/postgres-targets.ts";
import { WEBHOOK_SECRET } from "../webhook-secret.ts";

export interface PlaygroundEnv extends Cloudflare.Env {
  /** Opens the playground's door; new at each start. */
  readonly PLAYGROUND_KEY: string;
  /** Connection URL of the embedded PostgreSQL. */
  readonly PLAYGROUND_DATABASE_URL: string;
  /** The process that runs the playground: answers `GET /clock`. */
  readonly PLAYGROUND_HOST: Fetcher;
}

const filled = new WeakMap<object, PlaygroundEnv>();

/** The bindings, with a value under every secret name that src/flows mentions: databases are the embedded one. */
export function withSecrets(env: PlaygroundEnv): PlaygroundEnv {
  const known = filled.get(env) ?? { ...secretsFor(env.PLAYGROUND_DATABASE_URL), ...env };
  filled.set(env, known);
  return known;
}

function secretsFor(databaseUrl: string): Record<string, string> {
  const strategies = strategiesOf(definition, deployed);
  const checked = checkDeployment(definition, strategies);
  const targets = checked.ok ? checked.deployment.flows.flatMap(({ flow }) => flow.targets.map(exampleOf)) : [];
  return Object.fromEntries(
    targets.flatMap(({ strategy, settings }) =>
      (strategies(strategy)?.secrets(settings) ?? []).map((name): [string, string] => [
        name,
        isPostgres(strategy) ? databaseUrl : WEBHOOK_SECRET,
      ]),
    ),
  );
}
