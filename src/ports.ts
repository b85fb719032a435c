// Every seam of Sym on one page: what the engine, the front door and the targets may ask of the world. Implemented for
// real in store/, slack/, strategies/ and objects/, and by fakes with faults in the tests. Holds no behaviour.

/** What was refused and what failed, and the digests over everything. */
export * from "./ports/audit.ts";
/** How often an address may call in vain. */
export * from "./ports/callers.ts";
/** What people may ask of Sym. */
export * from "./ports/commands.ts";
/** What src/flows says, checked. */
export * from "./ports/deployment.ts";
/** Who is in a target, and what of that is ours. */
export * from "./ports/drift.ts";
/** What may go wrong outside. */
export * from "./ports/faults.ts";
/** What functions of Flows say can be chosen. */
export * from "./ports/form-options.ts";
/** Which account is whose. */
export * from "./ports/links.ts";
/** What a log line may hold. */
export * from "./ports/log.ts";
/** What is measured as it happens. */
export * from "./ports/metrics.ts";
/** The object of a request, the object of a slot, and their memories. */
export * from "./ports/objects.ts";
/** Whoever is on call. */
export * from "./ports/on-call.ts";
/** What admins order. */
export * from "./ports/orders.ts";
/** Facts about people, and messages to them. */
export * from "./ports/people-and-words.ts";
/** What is stored. */
export * from "./ports/record.ts";
/** How access is given, taken and read back. */
export * from "./ports/targets.ts";
/** The clock and the dice. */
export * from "./ports/time-and-chance.ts";
/** The finders of what was forgotten, and each other's signs. */
export * from "./ports/watch.ts";
