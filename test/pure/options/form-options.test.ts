// A function of a Flow that says options: what it is given, how long it may take, and that nothing of its own gets out but a list.
import { expect, test } from "vitest";
import type { Field } from "../../../src/domain/field.ts";
import type { OptionsOf } from "../../../src/domain/options.ts";
import { createFormOptions } from "../../../src/options/form-options.ts";
import { type LogFields, TransientError } from "../../../src/ports.ts";
import { sampleFlow } from "../../fakes/samples.ts";

const field: Field = {
  name: "repository",
  label: "Repository",
  hint: null,
  required: true,
  type: "choice",
  options: [],
  fetched: { secrets: ["REPOSITORIES_TOKEN"] },
};
const ana = {
  key: "T0SYM/U0ANA",
  name: "ana",
  email: "ana@example.com",
  tz: "UTC",
  deactivated: false,
  guest: false,
  stranger: false,
  bot: false,
} as const;

function ask(said: OptionsOf, answer: () => Promise<Response> = async () => Response.json({})) {
  const logged: { readonly name: string; readonly fields: LogFields }[] = [];
  const sent: Request[] = [];
  const options = createFormOptions({
    clock: {
      now: () => 0,
      // What waits for ever is over at once.
      within: (limitMs, work) => {
        expect(limitMs).toBeLessThan(2_000);
        const stop = new AbortController();
        const working = work(stop.signal);
        setImmediate(() => stop.abort());
        return working;
      },
    },
    log: (name, fields) => void logged.push({ name, fields }),
    deployment: { options: () => said },
    outside: {
      secret: (name) => `the-value-of-${name}`,
      fetch: (request) => {
        sent.push(request);
        return answer();
      },
    },
  });
  return { logged, sent, answer: options.offered(sampleFlow(), field, "shop", ana) };
}

test("asks with the field's own secrets over https, and reads what comes back", async () => {
  const { answer, sent } = ask(
    async (search, { request, secret, environment, person }) => {
      const authorization = `Bearer ${secret("REPOSITORIES_TOKEN")}`;
      const found = await request({
        url: `https://api.example.com/${environment}?q=${encodeURIComponent(search)}&for=${person.name}`,
        headers: { authorization },
      });
      return (found.json as { items: { id: number; name: string }[] }).items.map(({ id, name }) => ({
        value: String(id),
        label: name,
      }));
    },
    async () => Response.json({ items: [{ id: 7, name: "acme/shop" }] }),
  );
  expect(await answer).toEqual([{ value: "7", label: "acme/shop" }]);
  expect(sent.map(({ url, method, headers }) => [url, method, headers.get("authorization")])).toEqual([
    ["https://api.example.com/prod?q=shop&for=ana", "GET", "Bearer the-value-of-REPOSITORIES_TOKEN"],
  ]);
});

test.each<[string, OptionsOf]>([
  ["reads a secret that the field does not name", (_search, { secret }) => [{ value: secret("SIGNING"), label: "x" }]],
  [
    "asks an address of the network it runs in",
    async (_s, { request }) => [{ value: "x", label: (await request({ url: "https://10.0.0.1/" })).text }],
  ],
  ["does not come to an end", () => new Promise(() => {})],
  ["throws the answer about", () => Promise.reject(new Error("a secret of the other side"))],
  ["says no list", () => JSON.parse("{}")],
])("one that %s gives no option, and no word of its own gets out", async (_how, said) => {
  const { answer, logged } = ask(said);
  const error: unknown = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TransientError);
  expect(String(error)).toBe("TransientError: what can be chosen cannot be had just now");
  expect(logged).toHaveLength(1);
  expect(JSON.stringify(logged)).not.toMatch(/secret of the other|the-value-of/);
});

test("an answer that is trouble is no list", async () => {
  const said: OptionsOf = async (_search, { request }) => {
    await request({ url: "https://api.example.com/" });
    return [{ value: "x", label: "x" }];
  };
  await expect(ask(said, async () => new Response("no", { status: 403 })).answer).rejects.toThrow(TransientError);
});

test("each value stands once, and what no form could hold is left out and counted", async () => {
  const said = [
    { value: "a", label: "First" },
    { value: "a", label: "Again" },
    { value: " b", label: "With space around it" },
    { value: "b\n", label: "Of two lines" },
    { value: "x".repeat(151), label: "Too long" },
    { value: "c", label: "  " },
    null,
  ];
  const { answer, logged } = ask(() => said as { value: string; label: string }[]);
  expect(await answer).toEqual([{ value: "a", label: "First" }]);
  expect(logged).toEqual([
    { name: "form.options.dropped", fields: { flow: sampleFlow().name, at: "repository", problems: 6 } },
  ]);
});
