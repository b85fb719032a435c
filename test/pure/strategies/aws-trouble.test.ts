// How AWS's errors are recognised in each of the forms in which its interfaces send them, and what does not count as one.
import { expect, test } from "vitest";
import { errorIn, troubleOf } from "../../../src/strategies/aws/trouble.ts";

const answer = (text: string, status = 400, headers: Record<string, string> = {}) => ({
  status,
  text,
  headers: new Headers(headers),
});
const iam = "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code></Error></ErrorResponse>";
const older = "<ErrorResponse><Errors><Error><Code>AccessDenied</Code></Error></Errors></ErrorResponse>";

test.each([
  ["XML", iam, {}, "NoSuchEntity", ""],
  ["XML of another form", `<?xml version="1.0"?>\n${older}`, {}, "AccessDenied", ""],
  ["JSON", '{"__type":"ConflictException","message":"x"}', {}, "ConflictException", ""],
  ["JSON with a name space", '{"__type":"com.amazonaws.x#ThrottlingException"}', {}, "ThrottlingException", ""],
  [
    "a header with an address",
    "{}",
    { "x-amzn-errortype": "AccessDeniedException:http://x/" },
    "AccessDeniedException",
    "",
  ],
  [
    "JSON that says what is missing",
    '{"__type":"ResourceNotFoundException","ResourceType":"USER"}',
    {},
    "ResourceNotFoundException",
    "USER",
  ],
] as const)("an error in %s", (_, text, headers, code, of) => {
  expect(errorIn(answer(text, 400, headers))).toEqual({ code, of, status: 400 });
});

test.each([
  "",
  "<html>Bad Request</html>",
  "<Error><Code>NoSuchEntity",
  '{"__type":5}',
  "[]",
  "{}",
  '{"__type":"no code at all!"}',
])("%j is no error of AWS's", (text) => {
  expect(errorIn(answer(text))).toBeNull();
});

test("a rest that is asked for is kept to, also where the code is known", () => {
  const told = answer('{"__type":"ThrottlingException"}', 400, { "retry-after": "7" });
  expect(troubleOf(told, 0, "unknown")).toMatchObject({ effect: "no", class: "slow_down", retryAfterMs: 7_000 });
});

test("what is no error of AWS's own means what it means everywhere, and never that something is gone", () => {
  expect(troubleOf(answer("<html/>", 404), 0, "unknown")).toMatchObject({ name: "PermanentError", class: "config" });
  expect(troubleOf(answer("<html/>", 503), 0, "unknown")).toMatchObject({ name: "TransientError", effect: "unknown" });
});
