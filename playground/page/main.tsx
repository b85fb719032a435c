// The page's entry: who is looked at first, and the stream of changes.
// Never fetches anything from elsewhere than the playground's own server.
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { readAddress } from "./live/address-bar.ts";
import { listen, lookAs } from "./live/live-state.ts";

const { as, place } = readAddress();
const root = document.getElementById("page");
if (root === null) throw new Error("the document has no place for the page");
createRoot(root).render(<App startPlace={place} />);
void lookAs(as ?? "");
listen();
