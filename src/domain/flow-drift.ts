// What a Target may say of those who have its access and were not given it by Sym. Kept beside the Flows and not in them: no request
// is judged by it, so that changing it makes no new version of any. Shape only.
import * as z from "zod";
import { must, yesOrNo } from "./flow-check-values.ts";

const ALLOWED_MAX = 1_000;

export const driftShape = z.strictObject(
  {
    /** Are members held against the record at all? */
    look: yesOrNo.default(true),
    remove: z.literal("not_ours", must('"not_ours", or left out')).optional(),
    except: z
      .array(z.string(must("an account, as the target names it")).min(1), must('a list of accounts such as ["root"]'))
      .max(ALLOWED_MAX, { error: `lists more than ${ALLOWED_MAX} accounts` })
      .default([]),
  },
  must('what is to be done about others\' access, such as { remove: "not_ours", except: ["root"] }'),
);

export interface TargetDrift {
  readonly environment: string;
  readonly target: string;
  readonly looks: boolean;
  readonly removes: boolean;
  /** Accounts that may be there without Sym. */
  readonly allowed: readonly string[];
}
