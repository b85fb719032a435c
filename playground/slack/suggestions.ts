// Options that the bot offers while somebody types into an external select.
// Never shows an answer that Slack would refuse.
import type { Acting } from "./acting.ts";
import { DEFAULT_MIN_QUERY_LENGTH, LIMITS } from "./block-limits.ts";
import { deliverInteraction, failure, jsonOf, outcomeOf } from "./delivery.ts";
import { isObject, type Json, type JsonObject, numberAt, objectAt, objectsAt, stringAt } from "./json.ts";
import { type MessagePlace, suggestionPayload } from "./payloads.ts";
import { list, type Problem } from "./shape.ts";
import { optionGroup, plainOption } from "./text-shapes.ts";
import type { SuggestedOption, Suggestion } from "./types.ts";
import { wordsOf } from "./validate-view.ts";
import type { View } from "./world.ts";

const problemsOf = (answer: JsonObject): Problem[] => {
  const problems: Problem[] = [];
  const { options, option_groups: groups } = answer;
  if (options !== undefined) list(plainOption, { max: LIMITS["select.options"] })(options, "/options", problems);
  else if (groups !== undefined)
    list(optionGroup, { max: LIMITS["select.optionGroups"] })(groups, "/option_groups", problems);
  else problems.push({ at: "", message: "missing required field: options or option_groups" });
  return problems;
};

const shownOption = (option: JsonObject, group?: string): SuggestedOption => {
  const description = stringAt(objectAt(option, "description"), "text");
  return {
    text: stringAt(objectAt(option, "text"), "text") ?? "",
    value: stringAt(option, "value") ?? "",
    ...(description === undefined ? {} : { description }),
    ...(group === undefined ? {} : { group }),
  };
};

/** Option objects with the label of their group. */
const optionsIn = (answer: JsonObject): { option: JsonObject; group?: string }[] => [
  ...objectsAt(answer, "options").map((option) => ({ option })),
  ...objectsAt(answer, "option_groups").flatMap((group) =>
    objectsAt(group, "options").map((option) => ({ option, group: stringAt(objectAt(group, "label"), "text") ?? "" })),
  ),
];

const understood = (answer: Json | undefined): answer is JsonObject =>
  isObject(answer) && problemsOf(answer).length === 0;

type Asked = { element: JsonObject; blockId: string; actionId: string; query: string };

/** Asks the bot; `keep` gets the options as Slack would send them back when one is chosen. */
export const askForOptions = async (
  { workspace, person }: Acting,
  where: View | MessagePlace,
  { element, blockId, actionId, query }: Asked,
  keep: (options: JsonObject[]) => void,
): Promise<Suggestion> => {
  const least = numberAt(element, "min_query_length") ?? DEFAULT_MIN_QUERY_LENGTH;
  if (query.length < least) return { ok: true, status: 0, options: [] };
  const payload = suggestionPayload(workspace, person, where, { blockId, actionId, query });
  const delivered = await deliverInteraction(workspace, payload);
  if (delivered.error !== null) return { ...outcomeOf(delivered), options: [] };
  const answer = jsonOf(delivered);
  if (!understood(answer)) {
    const words = isObject(answer) ? wordsOf(problemsOf(answer)).join(" ") : "no JSON object";
    workspace.blame("bad_options", "answer to a suggestion", words);
    return { ...failure("invalid_response", delivered.status), options: [] };
  }
  const found = optionsIn(answer);
  keep(found.map(({ option }) => option));
  return { ...outcomeOf(delivered), options: found.map(({ option, group }) => shownOption(option, group)) };
};
