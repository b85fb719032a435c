// For bundles that esbuild makes without wrangler: what a package requires of Node's is imported, as wrangler does it.
import { isBuiltin } from "node:module";
import type { Plugin } from "esbuild";

export const ofNode: Plugin = {
  name: "of-node",
  setup(esbuild) {
    esbuild.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return null;
      return kind === "require-call" ? { path, namespace: "of-node" } : { path, external: true };
    });
    esbuild.onLoad({ filter: /.*/, namespace: "of-node" }, ({ path }) => ({
      contents: `import whole from ${JSON.stringify(path)}; module.exports = whole;`,
    }));
  },
};
