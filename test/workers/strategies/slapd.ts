// An OpenLDAP server for the tests that run in workerd, started in Node before them where it is installed, with one group and one
// person in it. Never reached from anywhere but loopback.
import type { TestProject } from "vitest/node";
import { BASE, isInstalled, startSlapd } from "../../ldap/slapd.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Null where Debian's slapd is not installed. */
    readonly slapdPorts: { readonly plain: number; readonly tls: number } | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!isInstalled()) {
    project.provide("slapdPorts", null);
    return async () => undefined;
  }
  const slapd = await startSlapd();
  const mail = "ana@example.com";
  await slapd.root.add(`uid=ana,ou=people,${BASE}`, {
    objectClass: "inetOrgPerson",
    uid: "ana",
    cn: "Ana",
    sn: "Ana",
    mail,
  });
  const member = `ou=services,${BASE}`;
  await slapd.root.add(`cn=deployers,ou=groups,${BASE}`, { objectClass: "groupOfNames", cn: "deployers", member });
  project.provide("slapdPorts", { plain: slapd.port, tls: slapd.tlsPort });
  return () => slapd.stop();
}
