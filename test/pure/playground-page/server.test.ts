// The real server on a real socket, with the real page in it.
import { type RequestOptions, request } from "node:http";
import { expect, test } from "vitest";
import { createDevPanel } from "../../../playground/server/dev/panel.ts";
import { devCast } from "../../../playground/server/dev/world.ts";
import { type RunningServer, startServer } from "../../../playground/server/http.ts";
import { API_BASE, createSmallWorld } from "./small-world.ts";

const start = (port = 0): Promise<RunningServer> => {
  const { simulator } = createSmallWorld();
  return startServer({
    simulator: {
      as: (id) => simulator.as(id),
      snapshotFor: (id) => simulator.snapshotFor(id),
      dmOf: (id) => simulator.dmOf(id),
      subscribe: (listener) => simulator.subscribe(listener),
      // The simulator knows itself by an address of its own; the port here is whatever was free.
      fetch: (got) => simulator.fetch(new Request(new URL(new URL(got.url).pathname, API_BASE), got)),
    },
    panel: createDevPanel(),
    port,
    host: "127.0.0.1",
    cast: devCast,
    guide: { requester: "UANA", approver: "UBEN", line: "/sym req" },
  });
};

/** As `fetch`, which does not let a caller choose its Host. */
const statusWith = (url: string, options: RequestOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    request(url, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .once("error", reject)
      .end();
  });

test("the page, its state, its events and Slack's API are served on loopback, and foreign hosts are refused", async () => {
  const server = await start();
  try {
    const files = await Promise.all(
      ["/", "/page.js", "/page.css", "/icon.svg"].map((path) => fetch(server.url + path)),
    );
    expect(files.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await statusWith(server.url, { headers: { host: "evil.test" } })).toBe(403);
    expect(await statusWith(`${server.url}/ui/state`, { headers: { host: `localhost:${server.port}` } })).toBe(200);
    const api = await fetch(`${server.url}/api/auth.test`, {
      method: "POST",
      headers: { authorization: "Bearer xoxb-page" },
    });
    expect(await api.json()).toMatchObject({ ok: true });
    const events = await fetch(`${server.url}/ui/events`);
    expect(events.headers.get("content-type")).toBe("text/event-stream");
    await events.body?.cancel();
    const large = { method: "POST", headers: { "content-type": "application/json" }, body: "x".repeat(1_100_000) };
    expect((await fetch(`${server.url}/ui/act`, large)).status).toBe(413);
  } finally {
    await server.close();
  }
  await expect(fetch(server.url)).rejects.toThrow();
});

test("what cannot be a request is refused as such, and is no fault of the server", async () => {
  const server = await start();
  try {
    expect(await statusWith(server.url, { method: "TRACE" })).toBe(405);
    expect(await statusWith(server.url, { path: "//[" })).toBe(400);
    expect(await statusWith(server.url, { path: "http://:1:2/" })).toBe(400);
    expect((await fetch(server.url)).status).toBe(200);
  } finally {
    await server.close();
  }
});

test("the page's document and styles name nothing outside of this machine", async () => {
  const server = await start();
  try {
    const document = await (await fetch(server.url)).text();
    const styles = await (await fetch(`${server.url}/page.css`)).text();
    expect(document).not.toMatch(/(?:src|href)="(?!\/)/);
    expect(document).not.toMatch(/<script(?![^>]*src="\/)/);
    expect(styles).not.toMatch(/url\(|@import|https?:/);
  } finally {
    await server.close();
  }
});

test("a port that is taken is told by its code", async () => {
  const server = await start();
  try {
    await expect(start(server.port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  } finally {
    await server.close();
  }
});
