// Tests around one slapd, each with groups and people of its own.
import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { KindName } from "../../src/strategies/ldap-group/kinds.ts";
import { type Caller, callerOf } from "../contracts/strategy-world.ts";
import { describeWith } from "../program.ts";
import { type LdapWorld, ldapWorld } from "./ldap-world.ts";
import { isInstalled, type Slapd, startSlapd } from "./slapd.ts";

interface OnSlapd {
  /** Of a running one, in a test. */
  readonly slapd: () => Slapd;
  /** A world that goes with the test. */
  readonly given: (kind?: KindName, more?: object) => Promise<LdapWorld & Caller>;
}

export function onSlapd(tests: (on: OnSlapd) => void): void {
  describeWith("slapd", isInstalled(), "Debian: slapd", () => {
    let slapd: Slapd;
    beforeAll(async () => {
      slapd = await startSlapd();
    });
    afterAll(() => slapd?.stop());
    tests({
      slapd: () => slapd,
      async given(kind = "groupOfNames", more = {}) {
        const world = await ldapWorld(slapd, kind, more);
        onTestFinished(async () => {
          await world.allClosed?.();
          await world.close?.();
        });
        return { ...world, ...callerOf(world) };
      },
    });
  });
}
