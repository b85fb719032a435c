// Who has one permission set on one account: read whole, given and taken one user at a time. AWS says yes at once and does it
// later: here it counts as done only when AWS says so, and what is not known in time is said to be unknown.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { AwsCaller } from "../aws/caller.ts";
import type { Pause } from "../aws/pause.ts";
import { notOfTheForm } from "../outbound-json.ts";
import { failureOf, laterTrouble } from "./failure.ts";
import type { Gift, Settings } from "./settings.ts";

const assignments = z.looseObject({
  AccountAssignments: z.array(
    z.looseObject({
      AccountId: z.string(),
      PermissionSetArn: z.string(),
      PrincipalType: z.string(),
      PrincipalId: z.string(),
    }),
  ),
  NextToken: z.string().nullish(),
});
const provisioned = z.looseObject({ PermissionSets: z.array(z.string()), NextToken: z.string().nullish() });
const described = z.looseObject({ PermissionSet: z.looseObject({}) });
const status = z.looseObject({
  Status: z.enum(["IN_PROGRESS", "FAILED", "SUCCEEDED"]),
  RequestId: z.string().min(1).max(200),
  FailureReason: z.string().nullish(),
});
type Status = z.output<typeof status>;
const creation = z.looseObject({ AccountAssignmentCreationStatus: status });
const deletion = z.looseObject({ AccountAssignmentDeletionStatus: status });

const NOT_FOUND = ["ResourceNotFoundException"] as const;
const MAX_PAGES = 100;
const MAX_PAGE_BYTES = 256 * 1024;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 2_000;

export interface Principals {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

export class Assignments {
  readonly #caller: AwsCaller;
  readonly #context: StrategyContext;
  readonly #pause: Pause;
  readonly #instance: string;
  readonly #of: Gift & { kind: "assignment" };

  constructor(settings: Settings, of: Gift & { kind: "assignment" }, context: StrategyContext, pause: Pause) {
    this.#caller = new AwsCaller(settings, context);
    this.#context = context;
    this.#pause = pause;
    this.#instance = settings.instance;
    this.#of = of;
  }

  /** Null where the permission set is not on the account any more, for certain. */
  async principals(): Promise<Principals | null> {
    const { account, permissionSet } = this.#of;
    const found = { users: new Set<string>(), groups: new Set<string>() };
    const complete = await this.#pages(
      "ListAccountAssignments",
      { AccountId: account, PermissionSetArn: permissionSet },
      assignments,
      ({ AccountAssignments }) => {
        for (const one of AccountAssignments) {
          if (one.AccountId !== account || one.PermissionSetArn !== permissionSet) throw notOfTheForm("no");
          if (one.PrincipalType === "USER") found.users.add(one.PrincipalId);
          if (one.PrincipalType === "GROUP") found.groups.add(one.PrincipalId);
        }
      },
    );
    if (complete) return found;
    await this.#isNotOnTheAccount();
    return null;
  }

  /** Whether there is such a permission set, on this account or not. */
  async exists(): Promise<boolean> {
    const parameters = { InstanceArn: this.#instance, PermissionSetArn: this.#of.permissionSet };
    const call = {
      to: "sso",
      action: "DescribePermissionSet",
      parameters,
      answers: described,
      onlyReads: true,
    } as const;
    return (await this.#caller.json(call, NOT_FOUND)).error === null;
  }

  /** Returns once AWS has done it. */
  async create(user: string): Promise<void> {
    const action = "CreateAccountAssignment";
    const told = await this.#caller.json(
      { to: "sso", action, parameters: this.#assignment(user), answers: creation, onlyReads: false },
      NOT_FOUND,
    );
    if (told.error !== null)
      throw new PermanentError("Identity Center does not have the permission set, the account or the user any more");
    await this.#settled(told.value.AccountAssignmentCreationStatus, "creation");
  }

  /** Null once AWS has done it, or why it could not: there may be nothing to delete. */
  async delete(user: string): Promise<Error | null> {
    const action = "DeleteAccountAssignment";
    const told = await this.#caller.json(
      { to: "sso", action, parameters: this.#assignment(user), answers: deletion, onlyReads: false },
      NOT_FOUND,
    );
    if (told.error !== null)
      return new TransientError("AWS lists an assignment that it does not find", { effect: "no" });
    return this.#outcome(told.value.AccountAssignmentDeletionStatus, "deletion");
  }

  async #settled(begun: Status, what: "creation" | "deletion"): Promise<void> {
    const failed = await this.#outcome(begun, what);
    if (failed !== null) throw failed;
  }

  /** Null once it succeeded, or why it failed. Throws where that cannot be told in time. */
  async #outcome(begun: Status, what: "creation" | "deletion"): Promise<Error | null> {
    let now = begun;
    for (let wait = FIRST_PAUSE_MS; now.Status === "IN_PROGRESS"; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      await this.#pause(wait, this.#context.signal).catch(() => {
        throw new TransientError("AWS was still at it when the time was up", { effect: "unknown" });
      });
      now = (await this.#look(begun.RequestId, what)) ?? now;
    }
    return now.Status === "FAILED" ? failureOf(now.FailureReason ?? "") : null;
  }

  /** Null where AWS does not know its own request yet. */
  async #look(request: string, what: "creation" | "deletion"): Promise<Status | null> {
    const InstanceArn = this.#instance;
    const reads = { to: "sso", onlyReads: true } as const;
    try {
      if (what === "creation") {
        const action = "DescribeAccountAssignmentCreationStatus";
        const parameters = { InstanceArn, AccountAssignmentCreationRequestId: request };
        const told = await this.#caller.json({ ...reads, action, parameters, answers: creation }, NOT_FOUND);
        return told.error === null ? told.value.AccountAssignmentCreationStatus : null;
      }
      const action = "DescribeAccountAssignmentDeletionStatus";
      const parameters = { InstanceArn, AccountAssignmentDeletionRequestId: request };
      const told = await this.#caller.json({ ...reads, action, parameters, answers: deletion }, NOT_FOUND);
      return told.error === null ? told.value.AccountAssignmentDeletionStatus : null;
    } catch (error) {
      throw laterTrouble(error);
    }
  }

  /** A permission set is on an account as long as anybody is assigned to it there. */
  async #isNotOnTheAccount(): Promise<void> {
    const { account, permissionSet } = this.#of;
    const action = "ListPermissionSetsProvisionedToAccount";
    const complete = await this.#pages(action, { AccountId: account }, provisioned, ({ PermissionSets }) => {
      if (PermissionSets.includes(permissionSet))
        throw new TransientError("AWS does not show a permission set that its list still has", { effect: "no" });
    });
    if (!complete)
      throw new PermanentError(
        "Identity Center does not know the instance or the account: that proves no end of the access",
      );
  }

  /** False where AWS says that what was asked about is not there. */
  async #pages<S extends z.ZodType<{ readonly NextToken?: string | null | undefined }>>(
    action: string,
    asked: object,
    answers: S,
    read: (page: z.output<S>) => void,
  ): Promise<boolean> {
    let NextToken: string | null | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const parameters = {
        InstanceArn: this.#instance,
        ...asked,
        MaxResults: 100,
        ...(NextToken ? { NextToken } : {}),
      };
      const call = { to: "sso", action, parameters, answers, onlyReads: true, maxBytes: MAX_PAGE_BYTES } as const;
      const told = await this.#caller.json(call, NOT_FOUND);
      if (told.error !== null) return false;
      read(told.value);
      NextToken = told.value.NextToken;
      if (!NextToken) return true;
    }
    throw new PermanentError(`AWS lists more than ${MAX_PAGES} pages of these: nobody can tell what is not in them`);
  }

  #assignment(user: string): object {
    return {
      InstanceArn: this.#instance,
      TargetId: this.#of.account,
      TargetType: "AWS_ACCOUNT",
      PermissionSetArn: this.#of.permissionSet,
      PrincipalType: "USER",
      PrincipalId: user,
    };
  }
}
