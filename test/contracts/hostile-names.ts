// Names that somebody would choose to break out of SQL, JSON, a URL or a log line. Random ones come with a seed that is
// printed, so that a failure can be repeated with SEED=... in the environment.
import fc from "fast-check";

export const seed = Number(process.env["SEED"] ?? Date.now() % 2_147_483_647);

const known = [
  `"; DROP ROLE postgres; --`,
  `" TO postgres; --`,
  `'; DROP TABLE requests; --`,
  "`@`%`; DROP USER root; --",
  "a` TO `root`@`%` WITH ADMIN OPTION -- ",
  "`",
  `" granted by postgres --`,
  "$1",
  "$$",
  "public",
  "none",
  "current_user",
  "PUBLIC",
  "pg_read_all_data",
  "pg_execute_server_program",
  "\u0000",
  "ana\u0000",
  "ana\n\rx-sym-signature: v1=0",
  "../../admin",
  "ana?account=ben&x=#y",
  "%2e%2e%2f",
  "\\",
  '"',
  '""',
  "ana ",
  " ana",
  "а\u0301na",
  "\u202Eana",
  "\uD800",
  "ana\uDC00",
  "\uFFFD",
  "__proto__",
  "constructor",
  "",
  "a".repeat(63),
  "a".repeat(64),
  "é".repeat(32),
  "<!channel>",
  "{}",
  "null",
];

const broken = fc.string({
  unit: fc.constantFrom('"', "'", "`", ";", "-", "\u0000", "\\", "$", "%", "/", "a", " ", "é", "😀", "\uD800"),
  maxLength: 90,
});

/** A name as hostile as can be; two of the same are possible. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...known),
  broken,
  fc.string({ unit: "binary", maxLength: 90 }),
  fc.string({ unit: "grapheme", minLength: 20, maxLength: 90 }),
  fc.tuple(fc.constantFrom(...known), broken).map(([a, b]) => a + b),
);
