// What a Target of the type `entra_group` must say: which group of which tenant, in which cloud, and as whom Sym calls. Never a
// secret, only its name.
import * as z from "zod";
import { checkElsewhere, elsewhere, limits, originAt, secretName } from "../settings.ts";

/** Ids go into paths: nothing gets through that would mean something there. */
export const objectId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What Entra lets a userPrincipalName be, guests included. */
export const principalName = /^[a-z0-9'._!#^~-]{1,113}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/;

/** Sign-in and Microsoft Graph: learn.microsoft.com/graph/deployments, read in November 2026. */
const CLOUDS = {
  global: { login: "login.microsoftonline.com", graph: "graph.microsoft.com" },
  "us-gov": { login: "login.microsoftonline.us", graph: "graph.microsoft.us" },
  "us-dod": { login: "login.microsoftonline.us", graph: "dod-graph.microsoft.us" },
  china: { login: "login.chinacloudapi.cn", graph: "microsoftgraph.chinacloudapi.cn" },
} as const;

const id = (what: string) => z.string().regex(objectId, `must be the ${what}: 36 characters, in lower case`);

export const settings = z
  .strictObject({
    tenant: id("ID of the tenant"),
    group: id("object ID of the group"),
    /** The app registration that Sym is. */
    clientId: id("application (client) ID of the app"),
    /** Name of the Worker secret with the app's certificate and its private key, both in PEM, one after the other. */
    certificate: secretName,
    cloud: z.enum(["global", "us-gov", "us-dod", "china"]).default("global"),
    /** How much of Microsoft Graph Sym may use, in calls; shared by all Targets with this app and tenant. */
    limits,
    ...elsewhere,
  })
  .superRefine(checkElsewhere);

/** What a Flow says of a Target of this type. */
export type EntraGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const graphOf = (given: Settings): string => originAt(given, CLOUDS[given.cloud].graph);
export const tokenUrlOf = (given: Settings): string =>
  `${originAt(given, CLOUDS[given.cloud].login)}/${given.tenant}/oauth2/v2.0/token`;
