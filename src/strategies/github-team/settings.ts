// What a Target of the type `github_team` must say: which team of which organisation, by the numbers that GitHub gives them.
import * as z from "zod";
import { checkConnection, connection, githubId } from "../github/settings.ts";

export const settings = z
  .strictObject({
    /** The organisation's `id`, which is not its name. */
    organization: githubId,
    /** The team's `id`, which is not its name. */
    team: githubId,
    ...connection,
  })
  .superRefine(checkConnection);

/** What a Flow says of a Target of this type. */
export type GithubTeamSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;
