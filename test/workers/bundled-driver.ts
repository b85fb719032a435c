// Gives the tests in workerd the driver of MySQL as the deployment has it: bundled for workerd, with what wrangler.toml puts in place of
// its larger parts. Loaded file by file it asks for modules of Node's in a way that the test runner does not answer.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Plugin } from "vitest/config";
import { ofNode } from "../../scripts/of-node.ts";

const DRIVER = "mysql2";
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The lines of `[alias]`. */
function standIns(): Record<string, string> {
  const [, section = ""] = /\n\[alias\]\n([\s\S]*?)\n\[/.exec(readFileSync(`${root}/wrangler.toml`, "utf8")) ?? [];
  const lines = [...section.matchAll(/^"([^"]+)" = "\.\/([^"]+)"$/gm)];
  return Object.fromEntries(lines.map(([, name = "", path = ""]) => [name, `${root}/${path}`]));
}

export const bundledDriver = (): Plugin => ({
  name: "bundled-driver",
  enforce: "pre",
  resolveId: (id) => (id === DRIVER ? `\0${DRIVER}` : null),
  async load(id) {
    if (id !== `\0${DRIVER}`) return null;
    const { outputFiles } = await build({
      stdin: { contents: `export { authPlugins, createConnection } from "${DRIVER}";`, resolveDir: root },
      alias: standIns(),
      plugins: [ofNode],
      bundle: true,
      write: false,
      format: "esm",
      // The runner's own: the driver would look there for something that colours what is printed.
      banner: { js: "var require;" },
      logLevel: "silent",
    });
    return outputFiles[0]?.text ?? null;
  },
});
