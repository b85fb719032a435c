// An authority of a test's own and a server's certificate from it, for two days. Never one that anybody else trusts.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes `server.key` and `server.crt`, a certificate for this host name, and gives the authority's own in PEM. */
export function certify(folder: string, host: string): string {
  const openssl = (...given: string[]): void => void execFileSync("openssl", given, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-subj",
    "/CN=Sym test authority",
    "-days",
    "2",
  );
  openssl("req", ...newKey, "-keyout", "server.key", "-out", "server.csr", "-subj", `/CN=${host}`);
  writeFileSync(join(folder, "names"), `subjectAltName=DNS:${host}`);
  openssl(
    "x509",
    "-req",
    "-in",
    "server.csr",
    "-CA",
    "ca.crt",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-out",
    "server.crt",
    "-days",
    "2",
    "-extfile",
    "names",
  );
  return readFileSync(join(folder, "ca.crt"), "utf8");
}
