// `npm run previous -- COMMIT`: keeps the engine of an earlier commit as one file, for the simulated world to run beside the
// one of now (docs/simulation.md). Writes test/world/previous/ and nothing else; the file is never edited by hand.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { build, type Plugin } from "esbuild";
import { ENTRY_POINTS } from "../test/world/code.ts";

const FOLDER = "test/world/previous";

/** The errors that ports throw are those of now: the world's ports are fakes, and throw them. The rest of it is types. */
const errorsOfNow: Plugin = {
  name: "errors-of-now",
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/(?:ports|faults)\.ts$/ }, () => ({ path: "../../../src/ports.ts", external: true }));
  },
};

async function keep(commit: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sym-previous-"));
  try {
    const hash = execFileSync("git", ["rev-parse", "--verify", `${commit}^{commit}`], { encoding: "utf8" }).trim();
    const archive = execFileSync("git", ["archive", hash, "src"], { maxBuffer: 64 * 1024 * 1024 });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    const bundle = await build({
      stdin: {
        contents: Object.entries(ENTRY_POINTS)
          .map(([file, names]) => `export { ${names.join(", ")} } from "./src/engine/${file}";`)
          .join("\n"),
        resolveDir: folder,
        loader: "ts",
      },
      absWorkingDir: folder,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node22",
      charset: "utf8",
      tsconfigRaw: {},
      write: false,
      plugins: [errorsOfNow],
    });
    const [file] = bundle.outputFiles;
    if (file === undefined) throw new Error("esbuild made no file");
    const head = [
      `// The engine and domain of commit ${hash.slice(0, 7)}, made by \`npm run previous -- ${hash.slice(0, 7)}\`. Never edited.`,
      "// The simulated world deploys it before, after and beside the code of now.",
    ];
    writeFileSync(join(FOLDER, "code.js"), `${head.join("\n")}\n${file.text}`);
    console.log(`${FOLDER}/code.js is the engine of ${hash.slice(0, 7)}, ${Math.round(file.text.length / 1_000)} kB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [commit] = process.argv.slice(2);
if (commit === undefined) {
  console.error("usage: npm run previous -- COMMIT");
  process.exitCode = 2;
} else await keep(commit);
