// A member of something that nobody has checked yet. Never throws, and says nothing about what it is.

/** Undefined where there is none, or `of` is nothing that could have one. */
export const memberOf = (of: unknown, name: string): unknown =>
  (typeof of === "object" || typeof of === "function") && of !== null ? Reflect.get(of, name) : undefined;
