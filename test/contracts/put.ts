// Ways to bring a record to where a test begins: through the domain, one event after the other.
import { expect } from "vitest";
import type { FlowVersion } from "../../src/domain/flow.ts";
import type { Command, NewRequest, Report, Request } from "../../src/domain/request.ts";
import type { Store } from "../../src/ports.ts";
import {
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleApprove,
  sampleChange,
  sampleGranted,
  sampleSubmit,
  sampleVersion,
} from "../fakes/samples.ts";

/** Commits what the domain makes of this input, and gives the request as it is then. */
export async function put(
  store: Store,
  before: Request | null,
  input: Command | Report,
  now: number,
  version: FlowVersion | null = null,
): Promise<Request> {
  const change = sampleChange(before, input, now);
  expect(await store.commit(change, version)).toBe("committed");
  return change.request;
}

/** A request that waits for an answer. */
export const putPending = (store: Store, ask: NewRequest, now = NOON): Promise<Request> =>
  put(store, null, sampleSubmit(ask), now, sampleVersion());

/** A request that was approved a minute after it was made. */
export const putGranting = async (store: Store, ask: NewRequest, now = NOON): Promise<Request> =>
  put(store, await putPending(store, ask, now), sampleApprove(), now + MINUTE_MS);

/** A request whose access is there since two minutes after it was made, for an hour. */
export async function putActive(store: Store, ask: NewRequest, now = NOON): Promise<Request> {
  const request = await putGranting(store, ask, now);
  const at = now + 2 * MINUTE_MS;
  return put(store, request, sampleGranted(request, at, at + HOUR_MS), at);
}
