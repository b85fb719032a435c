// How the tests run. `npm test` runs the projects that need nothing but npm; `postgres`, `etcd`, `ldap`, `mysql`, `moto` and `e2e`
// need a PostgreSQL server, an etcd, a slapd, a MariaDB server, moto and a browser and run through scripts of their own. Never let
// a test reach beyond loopback.
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { quietWrangler } from "./scripts/quiet-wrangler.ts";
import { mutantPlugins } from "./test/mutants/kit/vite-plugin.ts";
import { bundledDriver } from "./test/workers/bundled-driver.ts";

Object.assign(process.env, quietWrangler);

// Wrangler takes the secrets that wrangler.toml requires from here, and warns once a file where they are missing.
process.env.SLACK_SIGNING_SECRET ??= "test-signing-secret";
process.env.SLACK_BOT_TOKEN ??= "xoxb-test";

const workerd = () =>
  cloudflareTest(async () => ({
    wrangler: { configPath: "./wrangler.toml" },
    // The deployed Worker, until a journey puts a deployment of its own in its place.
    main: "./test/workers/entry.ts",
    miniflare: {
      bindings: {
        TEST_MIGRATIONS: await readD1Migrations("./migrations"),
        // The discard port: a call that no fake Slack has taken fails at once instead of leaving the machine.
        SLACK_API_URL: "http://127.0.0.1:9/api/",
      },
    },
  }));

// None, unless `npm run mutants` asks for one.
const mutant = await mutantPlugins();

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing-line.ts"],
    // The drivers of PostgreSQL raise this when workerd closes their socket, after every test has passed.
    onUnhandledError: (error) => (error.message === "This socket has been closed." ? false : undefined),
    projects: [
      {
        plugins: mutant,
        test: {
          name: "pure",
          environment: "node",
          include: ["test/tidy.test.ts", "test/pure/**/*.test.{ts,tsx}"],
          isolate: false,
          // Nothing here waits for long; a busy machine does.
          testTimeout: 30_000,
        },
      },
      {
        plugins: [...mutant, bundledDriver(), workerd()],
        test: {
          name: "workers",
          include: ["test/workers/**/*.test.ts"],
          setupFiles: ["./test/workers/setup.ts"],
          // An embedded PostgreSQL, an org of Okta, an AWS, a Google, an Entra ID, a MariaDB and other vendors for the strategies that speak to one, and targets that answer badly.
          globalSetup: ["pglite", "okta", "aws", "google", "entra", "vendors", "slapd", "mariadb", "bad-servers"].map(
            (name) => `./test/workers/strategies/${name}.ts`,
          ),
          // One workerd for all files, emptied before each test: a fresh one a file costs six times as long.
          isolate: false,
          maxWorkers: 1,
          // Nothing here waits for long; a busy machine does.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        plugins: [...mutant, bundledDriver(), workerd()],
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          setupFiles: ["./test/workers/setup.ts"],
          isolate: false,
          maxWorkers: 1,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "postgres",
          environment: "node",
          include: ["test/postgres/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "etcd",
          environment: "node",
          include: ["test/etcd/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "ldap",
          environment: "node",
          include: ["test/ldap/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "mysql",
          environment: "node",
          include: ["test/mysql/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "moto",
          environment: "node",
          include: ["test/moto/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 200_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
