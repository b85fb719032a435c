// A Slack workspace with one app in it, strict and complete enough to develop and test a bot against.
// Never uses anything but web standards, so that it runs in a Worker's isolate and in Node alike.
import { actorFor } from "./actor.ts";
import { findDirect, openDirect } from "./conversations.ts";
import { deliverEvent, jsonOf, outcomeOf } from "./delivery.ts";
import { editChannel, editUsergroup } from "./editors.ts";
import { sendWithRetries } from "./events.ts";
import { type FaultBook, faultBook } from "./faults.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { editPerson } from "./people.ts";
import { rateLimitsOf } from "./rate-limits.ts";
import { signedRequest } from "./signing.ts";
import { snapshotOf } from "./snapshot.ts";
import type {
  Actor,
  ActorOptions,
  Change,
  ChannelEditor,
  EventDelivery,
  Faults,
  PersonEditor,
  RecordedCall,
  RestoreOptions,
  SignedRequestOptions,
  SlackSimulatorOptions,
  Snapshot,
  UsergroupEditor,
  Violation,
  WorldDump,
} from "./types.ts";
import { route, type Surroundings } from "./web-api/router.ts";
import { type Workspace, workspaceOf } from "./workspace.ts";
import { dumpOf, worldFrom, worldOf } from "./world.ts";

const found = <T>(kind: string, all: Record<string, T>, id: string): T => {
  const one = Object.hasOwn(all, id) ? all[id] : undefined;
  if (one === undefined) throw new Error(`There is no ${kind} ${id}`);
  return one;
};

export class SlackSimulator {
  readonly #workspace: Workspace;
  readonly #surroundings: Surroundings;
  readonly #faults: FaultBook = faultBook();

  /** A fresh world from a seed, or one at rest from a dump. */
  constructor(options: SlackSimulatorOptions | (RestoreOptions & { dump: WorldDump })) {
    const world = "dump" in options ? worldFrom(options.dump, options.app) : worldOf(options.seed, options.now());
    this.#workspace = workspaceOf(world, options);
    this.#surroundings = { workspace: this.#workspace, faults: this.#faults, limits: rateLimitsOf() };
  }

  /** `app`: the app as it is now, in place of the one that the dump remembers; its ids must be the same. */
  static restore(dump: WorldDump, options: RestoreOptions): SlackSimulator {
    return new SlackSimulator({ ...options, dump });
  }

  /** The whole world as JSON; recorded calls, violations and faults are not part of it. */
  dump(): WorldDump {
    return dumpOf(this.#workspace.world);
  }

  /** The bot's outbound half: `POST {apiBase}{method}` and posts to response_urls. Throws where the network would. */
  readonly fetch = (request: Request): Promise<Response> => route(this.#surroundings, request);

  /** A person doing things. */
  as(userId: string, options?: ActorOptions): Actor {
    return actorFor(this.#workspace, userId, options);
  }

  snapshotFor(userId: string): Snapshot {
    return snapshotOf(this.#workspace, userId);
  }

  /** Tells the listener of every change, until the function that it gives back is called. */
  subscribe(listener: (change: Change) => void): () => void {
    return this.#workspace.subscribe(listener);
  }

  /** What is broken between the bot and Slack. */
  get faults(): Faults {
    return this.#faults;
  }

  /** Every call of the bot so far, oldest first. */
  get calls(): RecordedCall[] {
    return this.#workspace.calls;
  }

  /** What the bot did against the protocol; a good bot leaves this empty. */
  get violations(): Violation[] {
    return this.#workspace.violations;
  }

  /** Starts the records afresh. */
  forgetCalls(): void {
    this.calls.length = 0;
    this.violations.length = 0;
  }

  person(id: string): PersonEditor {
    return editPerson(this.#workspace, found("person", this.#workspace.world.people, id));
  }

  usergroup(id: string): UsergroupEditor {
    return editUsergroup(this.#workspace, found("user group", this.#workspace.world.usergroups, id));
  }

  channel(id: string): ChannelEditor {
    return editChannel(this.#workspace, found("channel", this.#workspace.world.channels, id));
  }

  /** Id of the direct conversation of a person with the app, opened if it was not. */
  dmOf(userId: string): string {
    const { world } = this.#workspace;
    const members = [world.app.botUserId, found("person", world.people, userId).id];
    return (findDirect(world, members) ?? openDirect(this.#workspace, members).channel).id;
  }

  /** Sends an event as the Events API does, with its retries; done when it was taken or given up. */
  sendEvent(type: string, body: JsonObject, options: { eventId?: string } = {}): Promise<EventDelivery> {
    return sendWithRetries(this.#workspace, type, body, options.eventId).whole;
  }

  /** Asks the bot to prove that it answers at this address; true when it does. */
  async verifyUrl(): Promise<boolean> {
    const challenge = this.#workspace.mint.secret();
    const token = this.#workspace.world.app.verificationToken;
    const delivered = await deliverEvent(this.#workspace, { token, challenge, type: "url_verification" });
    const answer = jsonOf(delivered);
    const echoed = isObject(answer) ? answer["challenge"] : delivered.body;
    return outcomeOf(delivered).ok && echoed === challenge;
  }

  /** A request with Slack's signature on it, or deliberately without: text and URLSearchParams as a form, objects as JSON. */
  signed(body: string | URLSearchParams | Json, options?: SignedRequestOptions): Promise<Request> {
    return signedRequest(this.#workspace, body, options);
  }

  /** Sends a hand-made request to the bot and gives back its answer as it is. */
  raw(request: Request): Promise<Response> {
    return this.#workspace.deliver(request);
  }
}
