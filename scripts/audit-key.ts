// `npm run audit:key`: makes the pair of keys for the digests of the audit trail. Prints the public key; the private one goes
// to standard output only where that leads into another program, so that it never stands on a screen.
import { generateKeyPairSync } from "node:crypto";
import process from "node:process";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const secret = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
const { x } = publicKey.export({ format: "jwk" });

if (process.stdout.isTTY) {
  console.error("Pipe this into wrangler, so that the private key is seen by nobody:\n");
  console.error("  npm run -s audit:key | npx wrangler secret put AUDIT_SIGNING_KEY");
  process.exitCode = 1;
} else {
  process.stdout.write(secret);
  console.error(
    `The public key, for npm run audit:verify -- FILE --key …; keep it where the bot's operators cannot change it:\n\n${x}\n`,
  );
}
