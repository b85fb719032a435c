// What every record must do, whatever it is made of. Run over the one in memory and over D1, so that tests on the fake
// say something about the real one.
import { describe } from "vitest";
import type { Store } from "../../src/ports.ts";
import { auditing } from "./store-audit.ts";
import { checking } from "./store-checks.ts";
import { committing } from "./store-commit.ts";
import { drifting } from "./store-drift.ts";
import { finding } from "./store-finding.ts";
import { limits } from "./store-limits.ts";
import { linking } from "./store-links.ts";
import { ordering } from "./store-orders.ts";
import { owing } from "./store-outbox.ts";
import { opening } from "./store-slots.ts";

/** `makeStore` is called once a test and gives an empty record. */
export function storeContract(name: string, makeStore: () => Store): void {
  describe(`${name}: commit`, () => committing(makeStore));
  describe(`${name}: what is owed`, () => owing(makeStore));
  describe(`${name}: finding requests`, () => finding(makeStore));
  describe(`${name}: slots`, () => opening(makeStore));
  limits(makeStore);
  describe(`${name}: what is late or strange`, () => checking(makeStore));
  describe(`${name}: who is in a target`, () => drifting(makeStore));
  describe(`${name}: orders`, () => ordering(makeStore));
  describe(`${name}: links`, () => linking(makeStore));
  describe(`${name}: the audit trail`, () => auditing(makeStore));
}
