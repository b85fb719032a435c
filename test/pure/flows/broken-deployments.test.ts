// Every mistake of the table, made in every Flow, Environment and Target of the sample: refused, with the one sentence that
// names the place, and with no other.
import { expect, test } from "vitest";
import { problemsOf } from "./checking.ts";
import { type Mutation, ofDeployments, ofFlowEnvironments, ofFlows, ofTargets } from "./mutations.ts";
import { environmentNames, flowNames, put, sample } from "./sample.ts";

const brokenTargets = ["read", "hook", "edit"];

const sayPath = (path: readonly (string | number)[]) =>
  path.map((part, at) => (typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`)).join("");

/** What is wrong with the answer to a deployment with this one mistake; empty where it is as it should be. */
function wrongAbout({ at, to, named, says }: Mutation, below: readonly (string | number)[], where: string): string[] {
  const [problem, ...more] = problemsOf(put(sample(), [...below, ...at], to));
  const place = `${where}, ${named ?? sayPath(at)}: `;
  if (problem === undefined) return [`${place}was accepted`];
  if (!problem.startsWith(place) || !says.test(problem.slice(place.length)))
    return [`${place}${says} is not what was said: ${problem}`];
  return more.map((other) => `${place}also said: ${other}`);
}

test("the sample itself is accepted", () => {
  expect(problemsOf(sample())).toEqual([]);
});

test("a mistake in a Flow is refused by the name of the Flow and the setting", () => {
  const wrong = flowNames.flatMap((name, at) =>
    ofFlows.flatMap((mutation) => wrongAbout(mutation, ["flows", at], `Flow "${name}"`)),
  );
  expect(wrong).toEqual([]);
});

test("a mistake in one Environment of a Flow is refused by the names of Flow, Environment and setting", () => {
  const wrong = flowNames.flatMap((name, at) =>
    environmentNames.flatMap((environment) =>
      ofFlowEnvironments.flatMap((mutation) =>
        wrongAbout(mutation, ["flows", at, "environments", environment], `Flow "${name}" in ${environment}`),
      ),
    ),
  );
  expect(wrong).toEqual([]);
});

test("a mistake in a Target is refused by the names of Environment, Target and setting", () => {
  const wrong = environmentNames.flatMap((environment) =>
    brokenTargets.flatMap((target) =>
      ofTargets.flatMap((mutation) =>
        wrongAbout(
          mutation,
          ["environments", environment, "targets", target],
          `Environment "${environment}", Target "${target}"`,
        ),
      ),
    ),
  );
  expect(wrong).toEqual([]);
});

test("a mistake in the deployment is refused by the name of the setting", () => {
  expect(ofDeployments.flatMap((mutation) => wrongAbout(mutation, [], "Deployment"))).toEqual([]);
});

test("the table makes more than 200 broken deployments", () => {
  const made = flowNames.length * (ofFlows.length + environmentNames.length * ofFlowEnvironments.length);
  expect(
    made + environmentNames.length * brokenTargets.length * ofTargets.length + ofDeployments.length,
  ).toBeGreaterThan(200);
});
