// What `npm run deploy` does to an account, from the first time to every later one, and how it goes on after it was cut short.
import { expect, test } from "vitest";
import { PLACEHOLDER_ID, withDatabaseId } from "../../../scripts/deploy/database.ts";
import { nextSteps } from "../../../scripts/deploy/next-steps.ts";
import { fakeAccount } from "./fake-account.ts";
import { accountWithSecrets, fakeCheckout, REAL_TOML } from "./fake-project.ts";

const MADE = "00000001-1111-4222-8333-444444444444";

test("the first deployment makes the database, names it in wrangler.toml, migrates and publishes", async () => {
  const checkout = fakeCheckout(accountWithSecrets());
  const published = await checkout.publish();

  expect(published).toEqual({ origin: "https://sym.acme.workers.dev", first: true });
  expect([...checkout.account.databases.values()]).toMatchObject([{ name: "sym" }]);
  expect([...checkout.account.databases.values()][0]?.tables).toContain("requests");
  expect(checkout.toml).toBe(REAL_TOML.replace(PLACEHOLDER_ID, MADE));
  expect(checkout.account.worker?.deployed).toBe(1);
});

test("people may be asked while the Worker is published, and at no other moment", async () => {
  const checkout = fakeCheckout(accountWithSecrets());
  await checkout.publish();
  expect(checkout.account.commands.filter(({ talk }) => talk === "asking").map(({ line }) => line)).toEqual(["deploy"]);
});

test("a later deployment makes nothing new and does not touch wrangler.toml", async () => {
  const checkout = fakeCheckout(accountWithSecrets());
  await checkout.publish();
  const toml = checkout.toml;
  checkout.account.commands.length = 0;

  expect(await checkout.publish()).toMatchObject({ first: false });
  expect(checkout.toml).toBe(toml);
  expect(checkout.account.databases.size).toBe(1);
  expect(checkout.account.commands.map(({ line }) => line)).toEqual([
    "whoami --json",
    "secret list --format json",
    "d1 migrations apply sym --remote",
    "deploy",
  ]);
});

test("a fresh account is told the command for every secret, and nothing is made before", async () => {
  const checkout = fakeCheckout();
  await expect(checkout.publish()).rejects.toMatchObject({
    message: expect.stringContaining("lacks 3 secrets"),
    todo: [
      "npx wrangler secret put SLACK_SIGNING_SECRET   # Slack",
      "npx wrangler secret put SLACK_BOT_TOKEN        # Slack",
      "npx wrangler secret put REPORTS_DATABASE_URL   # Target reports in prod",
      "Then run npm run deploy again.",
    ],
  });
  expect(checkout.account.databases.size).toBe(0);
  expect(checkout.account.worker).toBeNull();
  expect(checkout.toml).toBe(REAL_TOML);
});

test("a later deployment is refused too when a Flow came to name a secret that is missing", async () => {
  const account = accountWithSecrets();
  account.worker?.secrets.delete("REPORTS_DATABASE_URL");
  await expect(fakeCheckout(account).publish()).rejects.toMatchObject({
    message: expect.stringContaining("lacks a secret"),
    todo: [expect.stringMatching(/^npx wrangler secret put REPORTS_DATABASE_URL {3}#/), expect.any(String)],
  });
});

test("whoever is not logged in is told how", async () => {
  const account = fakeAccount();
  account.loggedIn = false;
  await expect(fakeCheckout(account).publish()).rejects.toMatchObject({
    message: "You are not logged in to Cloudflare.",
    todo: [expect.stringContaining("npx wrangler login")],
  });
});

test("a login with several accounts is told to choose one, in wrangler's words", async () => {
  const account = accountWithSecrets();
  account.failures.set("secret list", {
    code: 1,
    stderr:
      "✘ [ERROR] More than one account available but unable to select one in non-interactive mode.\n  `Acme`: `a`\n  `Home`: `b`\n",
  });
  await expect(fakeCheckout(account).publish()).rejects.toMatchObject({
    message: expect.stringContaining("`Home`: `b`"),
    todo: [expect.stringContaining("account_id"), expect.any(String)],
  });
});

test("a database that was made by a deployment that died is found, not made again", async () => {
  const account = accountWithSecrets();
  account.databases.set(MADE, { name: "sym", tables: [] });
  const checkout = fakeCheckout(account);
  await checkout.publish();
  expect(account.databases.size).toBe(1);
  expect(checkout.toml).toContain(`database_id = "${MADE}"`);
});

test("a fresh clone finds the record of the deployment that is running", async () => {
  const first = fakeCheckout(accountWithSecrets());
  await first.publish();
  const clone = fakeCheckout(first.account);
  expect(await clone.publish()).toMatchObject({ first: true });
  expect(clone.toml).toBe(first.toml);
});

test("a database of that name which holds something else is left alone", async () => {
  const account = accountWithSecrets();
  account.databases.set(MADE, { name: "sym", tables: ["customers", "d1_migrations"] });
  const checkout = fakeCheckout(account);
  await expect(checkout.publish()).rejects.toThrow("holds something else (customers)");
  expect(checkout.toml).toBe(REAL_TOML);
});

test.each([
  ["whoami", "Cloudflare could not be asked who you are"],
  ["secret list", "The Worker's secrets could not be listed"],
  ["d1 list", "The account's databases could not be listed"],
  ["d1 create", "The database sym could not be made"],
  ["d1 migrations apply", "The database sym could not be brought up to date"],
  ["deploy", "The Worker could not be published"],
])("where wrangler fails at %s, that is said, and the next run goes on from there", async (command, words) => {
  const checkout = fakeCheckout(accountWithSecrets());
  checkout.account.failures.set(command, { code: 1, stderr: "✘ [ERROR] Authentication error [code: 10000]\n" });
  await expect(checkout.publish()).rejects.toThrow(words);

  checkout.account.failures.clear();
  await checkout.publish();
  expect(checkout.account.databases.size).toBe(1);
  expect(checkout.account.worker?.deployed).toBe(1);
});

test("what wrangler says in silence is passed on, without where it keeps its log", async () => {
  const checkout = fakeCheckout(accountWithSecrets());
  checkout.account.failures.set("d1 list", {
    code: 1,
    stderr: '✘ [ERROR] Authentication error [code: 10000]\n\n\n🪵  Logs were written to "x.log"\n',
  });
  await expect(checkout.publish()).rejects.toThrow(
    "The account's databases could not be listed. wrangler says:\n  ✘ [ERROR] Authentication error [code: 10000]",
  );
});

test("an answer of wrangler's in another form is refused, not guessed at", async () => {
  const checkout = fakeCheckout(accountWithSecrets());
  checkout.account.failures.set("d1 list", { code: 0, stderr: "" });
  await expect(checkout.publish()).rejects.toThrow("wrangler d1 list answered in a form that is not known here");
});

test("the id takes the placeholder's place once; every comment stays", () => {
  const toml = withDatabaseId(REAL_TOML, MADE);
  expect(toml).toBe(REAL_TOML.replace(PLACEHOLDER_ID, MADE));
  expect(() => withDatabaseId(toml, MADE)).toThrow("exactly once");
  expect(() => withDatabaseId(`${REAL_TOML}\n${REAL_TOML}`, MADE)).toThrow("exactly once");
});

test("a dry run asks nothing of the account and ends with wrangler's own", async () => {
  const account = fakeAccount();
  account.loggedIn = false;
  const checkout = fakeCheckout(account);
  await checkout.rehearse();
  expect(account.commands).toEqual([{ line: "deploy --dry-run", talk: "aloud" }]);
  expect(checkout.toml).toBe(REAL_TOML);
});

test("each step leaves a line behind, the one where it stopped too", async () => {
  const checkout = fakeCheckout();
  await checkout.publish().catch(() => undefined);
  expect(checkout.said.map((line) => line.trim())).toEqual([
    expect.stringMatching(/Flows +2 Flows in 1 Environment$/),
    expect.stringMatching(/Settings +Worker sym, database sym$/),
    expect.stringMatching(/Account +Acme$/),
    expect.stringMatching(/✗.* Secrets$/),
  ]);
});

test("after the first deployment Slack is to be told the address; afterwards nothing is left to do", () => {
  const origin = "https://sym.acme.workers.dev";
  const first = nextSteps({ origin, first: true }, "https://sym.example.workers.dev").join("\n");
  expect(first).toContain(`npm run manifest -- --url ${origin}`);
  expect(first).toContain("Commit wrangler.toml");
  expect(first).toContain("npm run doctor");
  expect(nextSteps({ origin, first: false }, origin)).toEqual([
    `Published: ${origin}`,
    "",
    "A changed Flow needs no more than: npx wrangler deploy",
  ]);
});
