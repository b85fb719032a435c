// The verifier against whoever changes an export: a thousand random changes, each found and rightly called truncation or
// tampering; forgeries that reckon every hash anew; keys that change; and digests known from elsewhere.
import { expect, test } from "vitest";
import { canonicalText, sha256 } from "../../../scripts/audit/canonical-text.ts";
import { checkExport } from "../../../scripts/audit/check-export.ts";
import { canonicalJson } from "../../../src/domain/canonical.ts";
import { Dice } from "../../simulate/dice.ts";
import { joined, madeExport, newPair, signWith } from "./world.ts";

const SEED = Number(process.env.SYM_SEED ?? Math.floor(Math.random() * 2 ** 31));
const CHANGES = 1_000;

type Change = readonly [lines: string, verdict: "truncated" | "tampered"];

/** One random change. Null where it would change nothing. */
function changed(lines: readonly string[], roll: (below: number) => number): Change | null {
  const at = roll(lines.length);
  const line = lines[at] ?? "";
  const others = (put: readonly string[], take = 1): string =>
    joined([...lines.slice(0, at), ...put, ...lines.slice(at + take)]);
  switch (roll(8)) {
    case 0: {
      const place = roll(line.length);
      const letter = String.fromCharCode(33 + roll(90));
      const edited = line.slice(0, place) + letter + line.slice(place + 1);
      return edited === line ? null : [others([edited]), "tampered"];
    }
    case 1:
      return at === lines.length - 1 ? null : [others([]), "tampered"];
    case 2: {
      const with_ = lines[at + 1];
      return with_ === undefined ? null : [others([with_, line], 2), "tampered"];
    }
    case 3: {
      const far = roll(lines.length);
      if (far === at) return null;
      const swapped = [...lines];
      [swapped[at], swapped[far]] = [swapped[far] ?? "", line];
      return [joined(swapped), "tampered"];
    }
    case 4:
      return [others([line, line]), "tampered"];
    case 5:
      return [others([lines[roll(lines.length)] ?? "", line]), "tampered"];
    case 6:
      return [joined(lines.slice(0, at)), "truncated"];
    default: {
      const text = joined(lines);
      const end = roll(text.length - 1);
      return [text.slice(0, end), "truncated"];
    }
  }
}

test(`${CHANGES} random changes of an export are all found, and each is rightly named (seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  const pair = newPair();
  const { text, lines, posted } = await madeExport([pair, pair, pair, pair], 2);
  const known = { keys: [pair.public], digests: posted };
  expect(checkExport(text, known)).toMatchObject({ verdict: "whole", requests: 14, digests: 4, signed: 4 });
  const dice = new Dice(SEED);
  const roll = (below: number): number => Math.floor(dice.roll() * below);
  const found = { truncated: 0, tampered: 0 };
  while (found.truncated + found.tampered < CHANGES) {
    const change = changed(lines, roll);
    if (change === null) continue;
    const { verdict, why, line } = checkExport(change[0], known);
    expect([verdict, why, line], `seed ${SEED}, change ${found.truncated + found.tampered}`).toEqual([
      change[1],
      why,
      line,
    ]);
    if (verdict === "tampered") expect(line, why).toBeGreaterThan(0);
    found[change[1]]++;
  }
  expect(found.truncated).toBeGreaterThan(CHANGES / 10);
  expect(found.tampered).toBeGreaterThan(CHANGES / 2);
});

type Parsed = Record<string, unknown> & { kind: string };
const parse = (line: string): Parsed => JSON.parse(line) as Parsed;

/** A forger without the key: changes one thing, and reckons every hash, chain, root and link behind it anew. */
function forged(
  lines: readonly string[],
  change: (kept: Parsed[]) => Parsed[],
  sign: (text: string) => string,
): string {
  const heads = new Map<string, string>();
  let [position, previous, last] = [0, "", 0];
  let news: string[] = [];
  const again = change(lines.map(parse)).map((line) => {
    if (line.kind === "digest") {
      const counts = { version: 0, event: 0, order: 0, entry: 0 };
      for (const text of news) counts[(JSON.parse(text) as [number, keyof typeof counts])[1]]++;
      const root = sha256(news.map((text) => `${text}\n`).join(""));
      const digest = { ...(line["digest"] as object), from: last + 1, to: position, counts, root, previous };
      [last, news, previous] = [position, [], sha256(canonicalText(digest))];
      return { ...line, digest, hash: previous, signature: sign(canonicalText(digest)) };
    }
    if (line.kind === "end") return { ...line, position };
    if (line.kind === "sym-audit") return line;
    position++;
    const content = line[line.kind === "version" ? "flow" : line.kind] as Record<string, unknown>;
    if (line.kind === "event") {
      const id = String(content["requestId"]);
      const event = { ...content, previous: heads.get(id) ?? "" };
      const hash = sha256(canonicalText(event));
      heads.set(id, hash);
      news.push(canonicalText([position, "event", id, content["seq"], hash]));
      return { ...line, position, event, hash };
    }
    const hash = sha256(canonicalText(content));
    news.push(canonicalText([position, line.kind, line.kind === "version" ? hash : content["id"], null, hash]));
    return { ...line, position, hash };
  });
  return joined(again.map(canonicalText));
}

const withoutRequest = (id: string) => (kept: Parsed[]) =>
  kept.filter(({ kind, event }) => kind !== "event" || (event as { requestId: string }).requestId !== id);
const withoutEntries = (kept: Parsed[]) => kept.filter(({ kind }) => kind !== "entry");
const anotherApprover = (kept: Parsed[]) =>
  kept.map((line) =>
    line.kind === "event" ? (JSON.parse(JSON.stringify(line).replaceAll("U0BEN", "U0CLEO")) as Parsed) : line,
  );

test.for([
  ["a request that vanished whole", withoutRequest("r5")],
  ["refusals that vanished", withoutEntries],
  ["another approver", anotherApprover],
] as const)(
  "%s, with every hash reckoned anew, is found by the key and by any digest that was sent",
  async ([, change]) => {
    const [pair, forger] = [newPair(), newPair()];
    const { lines, posted } = await madeExport([pair, pair, pair]);
    const bySignature = forged(lines, change, (text) => signWith(forger, text));
    expect(checkExport(bySignature, { keys: [pair.public] }).verdict).toBe("tampered");
    const asForger = (kept: Parsed[]) =>
      change(kept).map((line) =>
        line.kind === "digest" ? { ...line, digest: { ...(line["digest"] as object), key: forger.public } } : line,
      );
    const consistent = forged(lines, asForger, (text) => signWith(forger, text));
    expect(checkExport(consistent).verdict).toBe("whole");
    expect(checkExport(consistent, { keys: [pair.public] })).toMatchObject({ verdict: "tampered" });
    expect(checkExport(consistent, { digests: posted.slice(-1) })).toMatchObject({ verdict: "tampered" });
    const withTheKey = forged(lines, change, (text) => signWith(pair, text));
    expect(checkExport(withTheKey, { keys: [pair.public] }).verdict).toBe("whole");
    expect(checkExport(withTheKey, { keys: [pair.public], digests: posted })).toMatchObject({ verdict: "tampered" });
  },
);

test("an export whose tail was cut and whose last line was written anew is truncated for whoever knows a later digest", async () => {
  const pair = newPair();
  const { lines, posted } = await madeExport([pair, pair, pair]);
  const end = lines.findIndex((line) => line.includes('"kind":"digest"') && line.includes('"seq":2')) + 1;
  const cut = lines.slice(0, end).map(parse);
  const position = (cut.at(-1)?.["digest"] as { to: number } | undefined)?.to ?? 0;
  const text = joined([...lines.slice(0, end), canonicalText({ kind: "end", position, digests: 2 })]);
  expect(checkExport(text, { keys: [pair.public] }).verdict).toBe("whole");
  expect(checkExport(text, { keys: [pair.public], digests: posted.slice(0, 2) }).verdict).toBe("whole");
  expect(checkExport(text, { keys: [pair.public], digests: posted })).toMatchObject({
    verdict: "truncated",
    line: null,
  });
});

test("access that nobody approved, or for longer than was approved, is named, however well its hashes fit", async () => {
  const pair = newPair();
  const { lines } = await madeExport([pair, pair]);
  const sign = (text: string): string => signWith(pair, text);
  const nameOf = (line: Parsed) => (line["event"] as { name?: string } | undefined)?.name;
  const unapproved = forged(
    lines,
    (kept) =>
      kept.map((line) =>
        nameOf(line) === "approved" ? { ...line, event: { ...(line["event"] as object), name: "denied" } } : line,
      ),
    sign,
  );
  expect(checkExport(unapproved)).toMatchObject({
    verdict: "tampered",
    why: expect.stringContaining("no person approved"),
  });
  const longer = forged(
    lines,
    (kept) =>
      kept.map((line) => {
        const event = line["event"] as { data: object } | undefined;
        return nameOf(line) === "granted"
          ? { ...line, event: { ...event, data: { ...event?.data, until: 1e15 } } }
          : line;
      }),
    sign,
  );
  expect(checkExport(longer)).toMatchObject({ verdict: "tampered", why: expect.stringContaining("longer") });
});

test("a rotated key is checked with both, and the newer one vouches for what the older signed", async () => {
  const [old, fresh] = [newPair(), newPair()];
  const { text } = await madeExport([null, old, fresh]);
  expect(checkExport(text, { keys: [old.public, fresh.public] }).verdict).toBe("whole");
  expect(checkExport(text, { keys: [fresh.public] }).verdict).toBe("whole");
  expect(checkExport(text, { keys: [old.public] })).toMatchObject({ verdict: "tampered" });
  expect(checkExport(text, { keys: [newPair().public] })).toMatchObject({ verdict: "tampered" });
  const { text: unsigned } = await madeExport([null, null]);
  expect(checkExport(unsigned)).toMatchObject({ verdict: "whole", signed: 0 });
  expect(checkExport(unsigned, { keys: [old.public] })).toMatchObject({ verdict: "tampered" });
});

test("lines that are newer than the last digest are counted, and so is an export of nothing", async () => {
  const { text } = await madeExport([newPair()], 1);
  expect(checkExport(text)).toMatchObject({ verdict: "whole", uncovered: 2 });
  const { text: nothing } = await madeExport([]);
  expect(checkExport(nothing)).toMatchObject({ verdict: "whole", lines: 2, digests: 0 });
  expect(checkExport("")).toMatchObject({ verdict: "truncated" });
  expect(checkExport("no export\n")).toMatchObject({ verdict: "tampered", line: 1 });
});

test("a digest is found in whatever Slack or the bucket has around it", async () => {
  const pair = newPair();
  const { text, posted } = await madeExport([pair]);
  const copied = [`Audit digest 1, lines 1 to 14: \`${posted[0]}\``, `${posted[0]}\n`];
  expect(checkExport(text, { digests: copied }).verdict).toBe("whole");
  expect(() => checkExport(text, { digests: ["{}"] })).toThrow();
});

test("the verifier's canonical JSON and the bot's, written apart, are one, and that of RFC 8785", () => {
  const sample =
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
  const canonical =
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
  const sorting =
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}';
  for (const write of [canonicalText, canonicalJson]) {
    expect(write(JSON.parse(sample))).toBe(canonical);
    expect(Object.values(JSON.parse(write(JSON.parse(sorting))) as object).length).toBe(7);
    expect([...write(JSON.parse(sorting)).matchAll(/:"(\w+)/g)].map(([, word]) => word)).toEqual([
      "Carriage",
      "One",
      "Control",
      "Latin",
      "Euro",
      "Emoji",
      "Hebrew",
    ]);
  }
  const dice = new Dice(SEED);
  const roll = (below: number): number => Math.floor(dice.roll() * below);
  const text = (): string => String.fromCharCode(...Array.from({ length: roll(4) }, () => roll(0x10000)));
  const draw = (depth: number): unknown => {
    const kind = roll(depth > 3 ? 5 : 7);
    if (kind === 0) return text();
    if (kind === 1) return (dice.roll() - 0.5) * 10 ** (roll(60) - 30);
    if (kind < 5) return [null, true, roll(1000)][kind - 2];
    if (kind === 5) return Array.from({ length: roll(4) }, () => draw(depth + 1));
    return Object.fromEntries(Array.from({ length: roll(5) }, () => [text(), draw(depth + 1)]));
  };
  for (let n = 0; n < 2_000; n++) {
    const value = draw(0);
    expect(canonicalText(JSON.parse(JSON.stringify(value))), `seed ${SEED}`).toBe(canonicalJson(value));
  }
});
