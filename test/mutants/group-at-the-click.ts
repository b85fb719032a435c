// Mutant: groups are asked about at the click. Without it whoever was in a group once approves for ever.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a group is looked up once and remembered",
  edits: [
    {
      in: "src/shared-lookup.ts",
      from: "    } finally {\n      if (underWay.get(name) === own) underWay.delete(name);\n    }",
      to: "    } finally {\n      own.answer.catch(() => underWay.delete(name));\n    }",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/slack-front/directory.test.ts",
    test: "members of a user group are those whom Slack lists now",
  },
  threats: ["T24", "T26"],
} satisfies Mutant;
