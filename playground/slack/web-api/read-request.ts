// Takes a call of the Web API apart: token, arguments, and how they travelled.
// Never knows a method: what the arguments mean is check-arguments.ts.
import { isObject, type Json, type JsonObject, parseJson } from "../json.ts";

export type ReadRequest = {
  token: string | null;
  /** The token stood in the query string, where Slack no longer takes it. */
  tokenInQuery: boolean;
  args: JsonObject;
  /** The arguments came in a JSON body. */
  isJson: boolean;
  warnings: string[];
  /** Slack's error for a body it cannot read. */
  problem: string | null;
};

const bearer = (request: Request): string | null =>
  /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;

const withoutToken = ({ token: _token, ...args }: JsonObject): JsonObject => args;

const fromPairs = (pairs: Iterable<[string, unknown]>): JsonObject =>
  Object.fromEntries(
    [...pairs].flatMap(([name, value]): [string, Json][] => (typeof value === "string" ? [[name, value]] : [])),
  );

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";
const JSON_TYPE = "application/json";

const hasCharset = (header: string): boolean => /;\s*charset=/i.test(header);

const readBody = async (request: Request): Promise<Pick<ReadRequest, "args" | "isJson" | "warnings" | "problem">> => {
  const header = request.headers.get("content-type") ?? "";
  const type = (header.split(";")[0] ?? "").trim().toLowerCase();
  const body = { args: {}, isJson: false, warnings: [], problem: null };
  if (type === MULTIPART) return { ...body, args: fromPairs(await request.formData()) };
  // Not `text()`: workerd warns of a form that is read so.
  const text = new TextDecoder().decode(await request.arrayBuffer());
  if (type === FORM) {
    const warnings = hasCharset(header) ? ["superfluous_charset"] : [];
    return { ...body, args: fromPairs(new URLSearchParams(text)), warnings };
  }
  if (type === JSON_TYPE) {
    const json = text === "" ? {} : parseJson(text);
    if (json === undefined) return { ...body, isJson: true, problem: "invalid_json" };
    if (!isObject(json)) return { ...body, isJson: true, problem: "json_not_object" };
    return { ...body, args: json, isJson: true, warnings: hasCharset(header) ? [] : ["missing_charset"] };
  }
  if (text === "") return body;
  return { ...body, problem: type === "" ? "missing_post_type" : "invalid_post_type" };
};

export const readApiRequest = async (request: Request): Promise<ReadRequest> => {
  const query = fromPairs(new URL(request.url).searchParams);
  const hasBody = request.method === "POST";
  const body = hasBody ? await readBody(request) : { args: {}, isJson: false, warnings: [], problem: null };
  const args: JsonObject = { ...query, ...body.args };
  const formToken = body.isJson ? undefined : body.args["token"];
  return {
    token: bearer(request) ?? (typeof formToken === "string" ? formToken : null),
    tokenInQuery: query["token"] !== undefined,
    args: withoutToken(args),
    isJson: body.isJson,
    warnings: body.warnings,
    problem: body.problem,
  };
};
