// What the tests' bindings hold beyond those of the deployed Worker. Never mention these names in src.
declare namespace Cloudflare {
  interface Env {
    /** The files of `migrations/`, read in Node before workerd starts. */
    readonly TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}
