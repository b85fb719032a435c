// The house's rules as tests: who may import whom, and what a file may look like. Never imports the code that it judges.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";

interface Layer {
  readonly name: string;
  /** Folders (ending in a slash) and files below `src/`. */
  readonly at: readonly string[];
  /** Layers it may import besides itself; those of `types` for their types alone. */
  readonly from: readonly string[];
  readonly types?: readonly string[];
  /** Packages it may import; a package may be confined to the files that match. */
  readonly npm: readonly (string | { readonly name: string; readonly only: RegExp })[];
}

/** Arrows point down only. The same table, with its reasons, stands in docs/architecture.md. */
const layers: readonly Layer[] = [
  {
    name: "domain",
    at: ["domain/"],
    from: [],
    npm: ["node:crypto", { name: "zod", only: /^src\/domain\/flow/ }],
  },
  { name: "ports", at: ["ports.ts", "ports/"], from: ["domain"], npm: [] },
  { name: "lookups", at: ["shared-lookup.ts"], from: ["ports"], npm: [] },
  { name: "engine", at: ["engine/"], from: ["domain", "ports"], npm: [] },
  {
    name: "strategies",
    at: ["strategies/"],
    from: ["domain", "ports"],
    npm: [
      "zod",
      "postgres",
      "ldapts",
      "mysql2",
      "jose",
      "aws4fetch",
      "cloudflare:sockets",
      { name: "jsonc-parser", only: /\/tailscale-group\// },
    ],
  },
  { name: "on-call", at: ["on-call/"], from: ["domain", "ports", "strategies"], npm: [] },
  {
    name: "sources",
    at: ["sources/"],
    from: ["domain", "ports", "lookups", "strategies"],
    npm: ["zod"],
  },
  { name: "options", at: ["options/"], from: ["domain", "ports", "strategies"], npm: [] },
  { name: "sym", at: ["sym.ts", "sym/"], from: ["domain"], types: ["strategies"], npm: ["zod"] },
  { name: "flows", at: ["flows/"], from: ["sym"], npm: ["zod"] },
  { name: "store", at: ["store/"], from: ["domain", "ports"], npm: ["drizzle-orm", "zod"] },
  { name: "slack", at: ["slack/"], from: ["domain", "ports", "lookups"], npm: ["slack-edge", "zod"] },
  { name: "http", at: ["http/"], from: ["domain", "ports", "slack"], npm: ["hono", "zod"] },
  { name: "objects", at: ["objects/"], from: ["domain", "ports", "engine"], npm: ["cloudflare:workers"] },
  { name: "ops", at: ["ops/"], from: ["domain", "ports", "engine", "store"], npm: ["zod"] },
  {
    name: "wiring",
    at: ["wiring.ts", "env.ts", "log.ts", "clock.ts", "notary.ts"],
    from: [
      ...[
        "domain",
        "ports",
        "engine",
        "strategies",
        "sources",
        "options",
        "sym",
        "flows",
        "store",
        "slack",
        "objects",
        "ops",
      ],
      "on-call",
    ],
    npm: ["zod", "cloudflare:workers"],
  },
  { name: "index", at: ["index.ts"], from: ["wiring", "http", "objects"], npm: [] },
];

const forbiddenWords = ["util", "utils", "helper", "helpers", "common", "manager", "service"];

/** Time, chance and the network come in as arguments, so a layer below the ports has no use for these. */
const worldly =
  /\b(?:Date\.now|Math\.random|performance\.now)\b|\bnew Date\(\)|(?<![.\w])(?:fetch|setTimeout|setInterval)\(|(?<![.\w])crypto\./;

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Paths of the files below a folder of the project, from its root; none where there is no such folder yet. */
function filesIn(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/"))
    .filter((path) => pattern.test(path))
    .sort();
}

const source = (path: string): string => readFileSync(path, "utf8");
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");

/** Every module that a file names: imports, re-exports and `import("...")`, also in types. */
function importsOf(path: string): Import[] {
  const statement = /^(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?\s+from\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...withoutComments(source(path)).matchAll(statement)].map(([, type, named, called]) => ({
    specifier: named ?? called ?? "",
    typeOnly: type !== undefined,
  }));
}

function layerOf(path: string): Layer | undefined {
  const below = path.slice("src/".length);
  return layers.find(({ at }) => at.some((place) => (place.endsWith("/") ? below.startsWith(place) : below === place)));
}

const sources = filesIn("src", /\.tsx?$/);
const ours = ["src", "test", "playground", "scripts", "bench", "examples"].flatMap((folder) =>
  filesIn(folder, /\.tsx?$/),
);

function brokenImports(path: string): string[] {
  const layer = layerOf(path);
  if (layer === undefined) return [`${path}: belongs to no layer; give it one in test/tidy.test.ts`];

  return importsOf(path).flatMap(({ specifier, typeOnly }) => {
    const says = (rule: string) => [`${path}: imports "${specifier}"; ${rule}`];
    if (specifier.startsWith(".")) {
      const target = posix.join(posix.dirname(path), specifier);
      if (!target.startsWith("src/")) return says("src imports nothing outside src");
      const other = layerOf(target)?.name ?? target;
      if (other === layer.name || layer.from.includes(other)) return [];
      if (layer.types?.includes(other)) return typeOnly ? [] : says(`${layer.name} may import only types of ${other}`);
      return says(`${layer.name} may import ${layer.from.join(", ") || "nothing else of src"}, not ${other}`);
    }
    const allowed = layer.npm.some((entry) => {
      const { name, only } = typeof entry === "string" ? { name: entry, only: /^/ } : entry;
      return (specifier === name || specifier.startsWith(`${name}/`)) && only.test(path);
    });
    return allowed ? [] : says(`${layer.name} may not import that package in this file`);
  });
}

test("a file of src imports only what its layer may", () => {
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.flatMap(brokenImports)).toEqual([]);
});

test("domain and engine take time, chance and the network as arguments", () => {
  const broken = sources
    .filter((path) => /^src\/(?:domain|engine)\//.test(path))
    .flatMap((path) => {
      const found = worldly.exec(withoutComments(source(path)))?.[0];
      return found === undefined ? [] : [`${path}: uses ${found}; take it as an argument or through a port`];
    });
  expect(broken).toEqual([]);
});

test("a secret is read by the strategy, the source or the list that is about to use it, and by nobody else", () => {
  const readers = sources.filter((path) => /\.secret\(/.test(withoutComments(source(path))));
  expect(readers.filter((path) => !/^src\/(?:strategies|sources|options)\//.test(path))).toEqual([]);
  expect(readers.length).toBeGreaterThan(0);
  const givers = sources.filter((path) => /\bsecretOf\b/.test(withoutComments(source(path))));
  expect(givers).toEqual(["src/wiring.ts"]);
});

test("nothing is run that was made of text", () => {
  const broken = sources.filter((path) => /\beval\(|new Function\(|setTimeout\("/.test(withoutComments(source(path))));
  expect(broken).toEqual([]);
});

test("every file opens with a comment that says what it is", () => {
  const broken = ours.filter((path) => !/^(?:#!.*\n)?(?:\/\/ |\/\*\*)/.test(source(path)));
  expect(broken.map((path) => `${path}: opens without a comment`)).toEqual([]);
});

test("no file of src is longer than 300 lines", () => {
  const broken = sources.flatMap((path) => {
    const lines = source(path).trimEnd().split("\n").length;
    return lines > 300 ? [`${path}: ${lines} lines; 300 are the most, 250 the aim`] : [];
  });
  expect(broken).toEqual([]);
});

test("no name says nothing", () => {
  const saysNothing = (name: string) =>
    name.split(/[^a-zA-Z]|(?<=[a-z])(?=[A-Z])/).some((word) => forbiddenWords.includes(word.toLowerCase()));
  const files = ours.filter(saysNothing).map((path) => `${path}: a path with one of ${forbiddenWords.join(", ")}`);
  const exported = sources.flatMap((path) =>
    [...source(path).matchAll(/^export (?:async )?(?:abstract )?(?:function|const|class|interface|type) (\w+)/gm)]
      .map(([, name]) => name ?? "")
      .filter(saysNothing)
      .map((name) => `${path}: exports ${name}, a name with one of ${forbiddenWords.join(", ")}`),
  );
  expect([...files, ...exported]).toEqual([]);
});

test("nothing mentions a path of one machine", () => {
  const local = new RegExp(`(?<![\\w.~:/-])/(?:${["work", "root", "Users", "tmp/\\w+_"].join("|")})/`);
  const text = /\.(?:ts|tsx|css|html|json|md|toml|sql|sh|yml)$|(?:^|\/)(?:run|LICENSE)$/;
  const folders = ["src", "test", "playground", "scripts", "bench", "examples", "docs", "migrations", ".ci", ".github"];
  const everywhere = [
    ...readdirSync(".").filter((name) => text.test(name)),
    ...folders.flatMap((folder) => filesIn(folder, text)),
  ].filter((path) => !path.startsWith("test/oracles/"));
  const broken = everywhere.flatMap((path) => {
    const found = local.exec(source(path))?.[0];
    return found === undefined ? [] : [`${path}: mentions ${found}`];
  });
  expect(broken).toEqual([]);
});
