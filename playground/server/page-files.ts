// The page's files, bundled from source in memory when the playground starts.
// Never written to disk, and never a reference to anything outside this machine.
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";

export type PageFile = { body: string; type: string };

/** By path: "/", "/page.js", "/page.css", "/icon.svg". */
export type PageFiles = ReadonlyMap<string, PageFile>;

const source = (path: string): string => fileURLToPath(new URL(`../page/${path}`, import.meta.url));

/** Throws esbuild's BuildFailure where the page's source does not build. */
export const bundlePage = async (): Promise<PageFiles> => {
  const built = await build({
    entryPoints: { page: source("main.tsx"), style: source("styles/page.css") },
    outdir: "/",
    entryNames: "[name]",
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    logLevel: "silent",
  });
  // esbuild keeps a child process for the next build; there is none.
  await stop();
  const files = new Map<string, PageFile>([
    ["/", { body: DOCUMENT, type: "text/html; charset=utf-8" }],
    ["/icon.svg", { body: ICON, type: "image/svg+xml" }],
  ]);
  for (const { path, text } of built.outputFiles) {
    const script = path.endsWith(".js");
    const type = script ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8";
    files.set(script ? "/page.js" : "/page.css", { body: text, type });
  }
  return files;
};

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4a1d4f"/>
<path d="M10 8h12M10 24h12M11.5 8v3c0 3 4.5 3.5 4.5 5s-4.5 2-4.5 5v3M20.5 8v3c0 3-4.5 3.5-4.5 5s4.5 2 4.5 5v3" fill="none" stroke="#f4c95d" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sym playground</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="page"><noscript>The playground is a page that needs JavaScript.</noscript></div></body>
</html>
`;
