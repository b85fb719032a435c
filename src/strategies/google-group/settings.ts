// What a Target of the type `google_group` must say: which group, and as whom Sym calls. Never a secret, only its name.
import * as z from "zod";
import { checkElsewhere, elsewhere, limits, originAt, secretName } from "../settings.ts";

/** Ids go into paths: nothing gets through that would mean something there. */
export const userId = /^\d{15,30}$/;
const groupId = /^[a-z0-9]{8,40}$/;
/** What Google lets an address be, without what means something in a path. */
export const address = /^[a-z0-9._'+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/;

export const settings = z
  .strictObject({
    /** The group's id, as the address of its page in the Admin console ends. Its e-mail address is not taken: it can change hands. */
    group: z.string().regex(groupId, "must be the id of a group, such as 03x8tuzt3hqdv5v, not its address"),
    /** Name of the Worker secret with a service account's key, as Google Cloud hands it out: a file of JSON. */
    serviceAccount: secretName,
    /** The administrator as whom the service account acts. */
    subject: z.string().regex(address, "must be the e-mail address of an administrator, in lower case"),
    /** Other limits than those that Google publishes, in calls of the Directory API; shared by all Targets with this subject. */
    limits,
    ...elsewhere,
  })
  .superRefine(checkElsewhere);

/** What a Flow says of a Target of this type. */
export type GoogleGroupSettings = z.input<typeof settings>;
export type Settings = z.output<typeof settings>;

export const directoryOf = (given: Settings): string => `${originAt(given, "admin.googleapis.com")}/admin/directory/v1`;
export const tokenUrlOf = (given: Settings): string => `${originAt(given, "oauth2.googleapis.com")}/token`;
