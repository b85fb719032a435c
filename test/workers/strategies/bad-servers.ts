// Targets that answer badly, behind a real port, for the tests that run in workerd; started in Node before them. What a target
// does is chosen by name, so that a test can heal it. Never reached from anywhere but loopback.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";

/** `hangs`: never answers. `dribbles`: a byte now and then, for ever. `pours`: all it can, for ever. `fine`: has nobody. */
export type Manner = "hangs" | "dribbles" | "pours" | "fine";

declare module "vitest" {
  interface ProvidedContext {
    readonly badServersPort: number;
  }
}

interface Place {
  manner: Manner;
  /** Answers that are under way. */
  open: number;
  calls: string[];
  waiting: (() => void)[];
}

const SPACES = Buffer.alloc(64 * 1024, " ");

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const places = new Map<string, Place>();
  const placeOf = (name: string): Place => {
    const known = places.get(name) ?? { manner: "fine", open: 0, calls: [], waiting: [] };
    places.set(name, known);
    return known;
  };
  const changed = (place: Place): void => {
    for (const look of place.waiting.splice(0)) look();
  };
  const server = createServer((request, response) => {
    const [, what, name = "", how = ""] = new URL(request.url ?? "/", "http://127.0.0.1").pathname.split("/");
    const place = placeOf(name);
    if (what === "at") return call(place, request, response, () => changed(place));
    if (what === "be") place.manner = how as Manner;
    if (what !== "when") return void response.end();
    // Answers once a call has arrived, or once none is under way.
    const look = (): void => {
      const isSo = how === "called" ? place.calls.length > 0 : place.open === 0;
      if (isSo) response.end(JSON.stringify(place.calls));
      else place.waiting.push(look);
    };
    look();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("badServersPort", (server.address() as AddressInfo).port);
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
}

function call(place: Place, request: IncomingMessage, response: ServerResponse, changed: () => void): void {
  place.open++;
  response.once("close", () => {
    place.open--;
    changed();
  });
  request.resume();
  request.once("end", () => {
    place.calls.push(request.method ?? "");
    changed();
  });
  if (place.manner === "hangs") return;
  response.writeHead(200, { "content-type": "application/json" });
  if (place.manner === "fine") return void response.end('{"level":null}');
  if (place.manner === "dribbles") {
    const drop = setInterval(() => response.write(" "), 5);
    response.once("close", () => clearInterval(drop));
    return;
  }
  const pour = (): void => {
    while (response.write(SPACES));
  };
  response.on("drain", pour);
  pour();
}
