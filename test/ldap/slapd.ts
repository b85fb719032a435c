// An OpenLDAP server of this test's own: new data, free ports of loopback, TLS on, the rights of the page in docs/targets, and gone
// with the process. Its second half has the entries and the habits of an Active Directory, as far as slapd can have them.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "ldapts";
import { certify } from "../certify.ts";
import { freePort } from "../free-port.ts";
import { begun, isInstalled as isProgram } from "../program.ts";

export const BASE = "dc=example,dc=com";
export const AD_BASE = "dc=corp,dc=example";
export const SYM = `cn=sym,ou=services,${BASE}`;
export const SYM_PASSWORD = "planted-ldap-password+/=";
export const HOST = "ldap.example.com";
const ROOT_PASSWORD = "root-of-the-test";
const PROGRAM = "/usr/sbin/slapd";

export interface Slapd {
  readonly port: number;
  readonly tlsPort: number;
  /** PEM of the authority that vouches for `ldap.example.com`. */
  readonly ca: string;
  /** As the directory's root, behind everything that is tested. */
  readonly root: Client;
  stop(): Promise<void>;
}

export const isInstalled = (): boolean => isProgram(PROGRAM, "-VV");

/** The `access to …` lines of the page, for every group of `ou=groups` instead of one, and for all kinds of group. */
function rightsOfThePage(): string {
  const page = readFileSync(new URL("../../docs/targets/ldap_group.md", import.meta.url), "utf8");
  const rights = /```text\n(access to [\s\S]*?)```/.exec(page)?.[1] ?? "";
  return rights
    .replace(
      'dn.exact="cn=deployers,ou=groups,dc=example,dc=com" attrs=member',
      `dn.subtree="ou=groups,${BASE}" attrs=member,uniqueMember,memberUid`,
    )
    .replace(
      "attrs=entry,children,objectClass,entryUUID,mail,member",
      "attrs=entry,children,objectClass,entryUUID,mail,member,uniqueMember,memberUid,uid,cn,gidNumber",
    );
}

const configuration = (folder: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.98 NAME 'primaryGroupID' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.1412 NAME 'primaryGroupToken' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
objectclass ( 1.2.840.113556.1.5.9 NAME 'user' SUP inetOrgPerson STRUCTURAL MAY ( objectGUID $ primaryGroupID ) )
objectclass ( 1.2.840.113556.1.5.8 NAME 'group' SUP top STRUCTURAL MUST cn MAY ( member $ objectGUID $ primaryGroupToken ) )
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload refint
TLSCACertificateFile ${folder}/ca.crt
TLSCertificateFile ${folder}/server.crt
TLSCertificateKeyFile ${folder}/server.key
pidfile ${folder}/pid

database mdb
suffix "${BASE}"
rootdn "cn=root,${BASE}"
rootpw ${ROOT_PASSWORD}
directory ${folder}/one
dbnosync
index objectClass,entryUUID,mail eq
${rightsOfThePage()}

database mdb
suffix "${AD_BASE}"
rootdn "cn=root,${BASE}"
directory ${folder}/two
dbnosync
index objectClass,mail eq
overlay memberof
memberof-group-oc group
overlay refint
refint_attributes member
access to * by dn.exact="${SYM}" write
`;

export async function startSlapd(): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), "sym-slapd-"));
  const ca = certify(folder, HOST);
  for (const name of ["one", "two"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "slapd.conf"), configuration(folder));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const urls = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`;
  const server = spawn(PROGRAM, ["-f", join(folder, "slapd.conf"), "-h", urls, "-d", "0"], { stdio: "ignore" });
  const kill = (): void => void server.kill("SIGKILL");
  process.once("exit", kill);
  const root = await rootOf(port, server);
  for (const [dn, dc] of [
    [BASE, "example"],
    [AD_BASE, "corp"],
  ] as const) {
    await root.add(dn, { objectClass: ["organization", "dcObject"], o: dc, dc });
    for (const ou of ["people", "groups", "services", "leavers"])
      await root.add(`ou=${ou},${dn}`, { objectClass: "organizationalUnit", ou });
  }
  const account = { objectClass: ["organizationalRole", "simpleSecurityObject"], cn: "sym" };
  await root.add(SYM, { ...account, userPassword: SYM_PASSWORD });
  return {
    port,
    tlsPort,
    ca,
    root,
    async stop() {
      await root.unbind();
      process.off("exit", kill);
      const ended = new Promise((resolve) => server.once("exit", resolve));
      kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const rootOf = (port: number, server: ChildProcess): Promise<Client> =>
  begun("slapd", server, async () => {
    const root = new Client({ url: `ldap://127.0.0.1:${port}` });
    await root.bind(`cn=root,${BASE}`, ROOT_PASSWORD);
    return root;
  });
