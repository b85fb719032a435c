// Mutant: the size of a body. Without it anybody can make Sym reckon over megabytes.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a body of any size is read whole and hashed",
  edits: [
    {
      in: "src/slack/verify.ts",
      from: "if (declared !== null && !(Number(declared) <= BODY_MAX_BYTES)) return null;\n",
      to: "",
    },
    {
      in: "src/slack/verify.ts",
      from: "return body.length <= BODY_MAX_BYTES ? body : null;",
      to: "return body;",
    },
    {
      in: "src/slack/verify.ts",
      from: "    if (length > BODY_MAX_BYTES) return null;\n",
      to: "",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/slack-front/verify.test.ts",
    test: "a larger body",
  },
  threats: ["T16"],
} satisfies Mutant;
