// Makes a value and everything in it unchangeable, in place and without a copy; what is frozen already is left as it is.

export function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const name in value) freeze(value[name]);
  }
  return value;
}
