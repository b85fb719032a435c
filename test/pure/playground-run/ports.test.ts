// Which port the page gets.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { choosePort } from "../../../playground/run/ports.ts";

test("a port that was asked for and is taken is not replaced by another", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await expect(choosePort(port)).rejects.toThrow(`Port ${port} is taken by another program`);
  other.close();
  await once(other, "close");
  expect(await choosePort(port)).toBe(port);
});

test("without a wish, the next one is taken where the usual one is not free", async () => {
  const usual = await choosePort(null);
  const other = createServer().listen(usual, "127.0.0.1");
  await once(other, "listening");
  expect(await choosePort(null)).toBeGreaterThan(usual);
  other.close();
});
