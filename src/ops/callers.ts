// How often one address may get it wrong or ask for health, and one person press: counted by the platform, whose counter costs
// no call. What Slack signed is never counted by its address, since all of Slack shares few. Where the counter fails, nobody is
// held up.
import type { Callers, Pace } from "../ports.ts";

/** The platform's rate limit. */
export interface RateLimit {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

const lets = async (counter: RateLimit | null, key: () => string): Promise<boolean> => {
  if (counter === null) return true;
  try {
    return (await counter.limit({ key: key() })).success;
  } catch {
    return true;
  }
};

export const callersBy =
  (counter: RateLimit | null): Callers =>
  (request) =>
    lets(counter, () => addressOf(request));

export const paceBy =
  (counter: RateLimit | null): Pace =>
  (person) =>
    lets(counter, () => person);

/** Of IPv6 the network: whoever has one address of it has them all. */
export function addressOf(request: Request): string {
  const address = request.headers.get("cf-connecting-ip") ?? "unknown";
  if (!address.includes(":")) return address;
  const [front = "", back] = address.toLowerCase().split("::");
  const groups = front === "" ? [] : front.split(":");
  const missing = back === undefined ? 0 : 8 - groups.length - (back === "" ? 0 : back.split(":").length);
  const whole = [...groups, ...Array<string>(Math.max(0, missing)).fill("0")];
  return whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
