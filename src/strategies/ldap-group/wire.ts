// What is taken of the LDAP library: the messages, not its client, which opens connections anew by itself, waits for ever for an
// answer that it cannot read, and on Workers prints what it sends. Imported at the first call, never at a deployment's start.
export {
  AndFilter,
  Attribute,
  BindRequest,
  Change,
  CompareRequest,
  EqualityFilter,
  ExtensibleFilter,
  MessageParser,
  ModifyRequest,
  OrFilter,
  PresenceFilter,
  SearchEntry,
  SearchReference,
  SearchRequest,
} from "ldapts";
