// Where a Worker's processor time goes: a CPU profile taken through workerd's own debugger while it serves, counted by the
// source file that each function came from. Never taken in a round that is timed.
import { readFileSync } from "node:fs";
import * as z from "zod";

const profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
export type Profile = z.infer<typeof profile>;

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }));

/** Profiles whatever the Worker does while `work` runs. */
export async function profiled(inspectorPort: number, work: () => Promise<unknown>): Promise<Profile> {
  const listed = targets.parse(await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json());
  const [target] = listed;
  if (target === undefined) throw new Error("the debugger knows no Worker");
  const debug = await openDebugger(target.webSocketDebuggerUrl);
  try {
    await debug.call("Profiler.enable");
    await debug.call("Profiler.setSamplingInterval", { interval: 100 });
    await debug.call("Profiler.start");
    await work();
    return z.object({ profile }).parse(await debug.call("Profiler.stop")).profile;
  } finally {
    debug.close();
  }
}

interface Debugger {
  call(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
}

/** Where a method gives nothing back, workerd only repeats the call. */
const reply = z.object({ id: z.number(), result: z.unknown().optional() });

async function openDebugger(url: string): Promise<Debugger> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (result: unknown) => void>();
  let calls = 0;
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("the debugger does not answer")), { once: true });
  });
  socket.addEventListener("message", ({ data }) => {
    const read = reply.safeParse(JSON.parse(String(data)));
    if (!read.success) return;
    waiting.get(read.data.id)?.(read.data.result);
    waiting.delete(read.data.id);
  });
  return {
    call: (method, params = {}) =>
      new Promise((resolve) => {
        const id = ++calls;
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: () => socket.close(),
  };
}

/** Microseconds by file (`src/slack/verify.ts`), or by what the engine calls the rest (`(program)`, `(garbage collector)`). */
export function timeByFile({ nodes, samples, timeDeltas }: Profile, script: string): ReadonlyMap<string, number> {
  const fileAt = filesByLine(script);
  const byId = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [index, sample] of samples.entries()) {
    const frame = byId.get(sample);
    if (frame === undefined) continue;
    const file = frame.url === "" ? frame.functionName || "(native)" : fileAt(frame.lineNumber);
    times.set(file, (times.get(file) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return times;
}

/** Esbuild writes `// path` above the code of each file that it put together. */
function filesByLine(script: string): (line: number) => string {
  const starts: (readonly [line: number, path: string])[] = [];
  for (const [line, text] of readFileSync(script, "utf8").split("\n").entries()) {
    const path = /^\/\/ ((?:\.\.\/)*(?:[\w@.-]+\/)+[\w@.-]+\.(?:ts|js|mjs|cjs))$/.exec(text)?.[1];
    if (path !== undefined) starts.push([line, path]);
  }
  return (line) => starts.findLast(([start]) => start <= line)?.[1] ?? "(bundle)";
}
