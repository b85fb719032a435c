// The page's own components, built as the playground builds them and run in Node, so that tests can read their markup.
// Never a copy of them: what is drawn here is what the browser draws.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { ModalState, Snapshot, VisibleMessage } from "../../../playground/slack/types.ts";

export type DrawnPage = {
  drawMessage(snapshot: Snapshot, message: VisibleMessage): string;
  drawModal(snapshot: Snapshot, modal: ModalState): string;
};

export const loadDrawnPage = async (): Promise<DrawnPage> => {
  const built = await build({
    entryPoints: [fileURLToPath(new URL("../../../playground/page/draw-once.tsx", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    // React's server half asks for Node's own modules with require.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("file:///");' },
  });
  const code = built.outputFiles[0]?.text ?? "";
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)) as DrawnPage;
};
