// One conversation with a directory: one connection, signed in, and closed at the end whatever became of it. Says what is asked
// for and nothing else: referrals are not followed, no more entries are read than one call can mean.
import type { Filter, SearchEntry } from "ldapts";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { untilAborted } from "../abort.ts";
import type { Connect, DriverSocket } from "../driver-socket.ts";
import { open } from "./connection.ts";
import { Conversation, type Wire } from "./conversation.ts";
import { directoryUrl } from "./directory-url.ts";
import type { Settings } from "./settings.ts";
import { CODES, type Progress, Refused, troubleOf } from "./trouble.ts";

/** An entry that was found: its DN, and the values of each attribute that was asked for. */
export interface Found {
  readonly dn: string;
  of(attribute: string): readonly string[];
  /** The same where the values are bytes: in hexadecimal digits. */
  bytesOf(attribute: string): readonly string[];
}

export interface Search {
  readonly base: string;
  readonly scope: "base" | "sub";
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly most: number;
}

export interface Directory {
  /** What filters are made of. */
  readonly wire: Wire;
  /** At most `most` entries, in no order. Null where there is no `base`, or none that Sym may see. */
  search(search: Search): Promise<readonly Found[] | null>;
  /** Has the entry this value? Null where it has no such attribute at all. A missing right is trouble. */
  compare(dn: string, attribute: string, value: string): Promise<boolean | null>;
  /** One change to one attribute. Null where it is done; throws where nobody can tell whether it is. */
  modify(dn: string, change: OneChange): Promise<Refusal | null>;
}

export interface OneChange {
  readonly operation: "add" | "delete";
  readonly attribute: string;
  readonly value: string;
}

/** The directory said no: certainly without effect. */
export interface Refusal {
  readonly code: number;
  /** What it means for whoever needed the change. */
  readonly trouble: TransientError | PermanentError;
}

/** Seconds that the directory may spend on one search. */
const TIME_LIMIT_S = 8;

/** Throws `TransientError` and `PermanentError` only, none of which holds a word of the directory's. */
export async function withDirectory<T>(
  connect: Connect,
  given: Settings,
  password: string,
  { signal }: Pick<StrategyContext, "signal">,
  work: (directory: Directory) => Promise<T>,
): Promise<T> {
  // Without a password most directories let anybody in, as nobody: what nobody may see would look absent.
  if (password === "") throw new PermanentError("the secret with the directory's password is empty", { class: "auth" });
  // Read at the first call: a deployment without such a Target does not pay for it at its start.
  const wire = await import("./wire.ts");
  const call: Call = { wire, progress: "nothing_sent" };
  const late = (): Error =>
    new TransientError("the directory did not answer in time", {
      effect: call.progress === "nothing_sent" ? "no" : "unknown",
    });
  let socket: DriverSocket | null = null;
  try {
    socket = await untilAborted(signal, open(connect, directoryUrl(given.url), signal), late);
    const conversation = new Conversation(wire, socket);
    const whole = signIn(conversation, wire, given.bindDn, password).then(() => work(directoryOf(conversation, call)));
    return await untilAborted(signal, whole, late);
  } catch (error) {
    throw troubleOf(error, call.progress);
  } finally {
    socket?.destroy();
  }
}

interface Call {
  readonly wire: Wire;
  progress: Progress;
}

function directoryOf(conversation: Conversation, call: Call): Directory {
  const { wire } = call;
  return {
    wire,
    async search({ base: baseDN, scope, filter, attributes, most }) {
      const { code, entries } = await conversation.ask(
        (messageId) =>
          new wire.SearchRequest({
            messageId,
            baseDN,
            scope,
            filter,
            attributes: [...attributes],
            derefAliases: "never",
            sizeLimit: most,
            timeLimit: TIME_LIMIT_S,
          }),
      );
      if (code === CODES.noSuchObject) return null;
      if (code !== CODES.success && code !== CODES.sizeLimitExceeded) throw new Refused(code);
      return entries.map(foundIn);
    },
    async compare(dn, attribute, value) {
      const { code } = await conversation.ask(
        (messageId) => new wire.CompareRequest({ messageId, dn, attribute, value }),
      );
      if (code === CODES.compareTrue || code === CODES.compareFalse) return code === CODES.compareTrue;
      if (code === CODES.noSuchAttribute) return null;
      throw new Refused(code);
    },
    async modify(dn, { operation, attribute, value }) {
      const modification = new wire.Attribute({ type: attribute, values: [value] });
      const changes = [new wire.Change({ operation, modification })];
      const before = call.progress;
      call.progress = "sent";
      const { code } = await conversation.ask((messageId) => new wire.ModifyRequest({ messageId, dn, changes }));
      if (UNCLEAR.has(code)) throw new Refused(code);
      call.progress = code === CODES.success ? "done" : before;
      return code === CODES.success ? null : { code, trouble: troubleOf(new Refused(code), before) };
    },
  };
}

async function signIn(conversation: Conversation, wire: Wire, dn: string, password: string): Promise<void> {
  const { code } = await conversation.ask((messageId) => new wire.BindRequest({ messageId, dn, password }));
  if (code !== CODES.success) throw new Refused(code);
}

/** After these, from the server or from one in front of it, the change may have been made: operationsError, unavailable, other. */
const UNCLEAR: ReadonlySet<number> = new Set([1, 52, 80]);

function foundIn(entry: SearchEntry): Found {
  const named = (attribute: string) =>
    entry.attributes.find(({ type }) => type.toLowerCase() === attribute.toLowerCase());
  return {
    dn: entry.name,
    of: (attribute) => (named(attribute)?.values ?? []).filter((value) => typeof value === "string"),
    bytesOf: (attribute) => (named(attribute)?.parsedBuffers ?? []).map(hexadecimal),
  };
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
