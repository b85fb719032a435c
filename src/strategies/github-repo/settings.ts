// What a Target of the type `github_repo` must say: which repository, by the number that GitHub gives it.
import * as z from "zod";
import { checkConnection, connection, githubId } from "../github/settings.ts";

export const settings = z
  .strictObject({
    /** The repository's `id`, which is not its name. */
    repository: githubId,
    ...connection,
  })
  .superRefine(checkConnection);

/** What a Flow says of a Target of this type. */
export type GithubRepoSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;
