// What docs/targets says of `ldap_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { LdapGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group in an LDAP directory or Active Directory",
  grade: "behaves",
  oracle: "OpenLDAP's slapd 2.5; what only Active Directory has is played by us",
  suite: "test/ldap/suite.test.ts",
  example: {
    directory: "main",
    url: "ldaps://ldap.example.com",
    bindDn: "cn=sym,ou=services,dc=example,dc=com",
    password: "LDAP_PASSWORD",
    base: "dc=example,dc=com",
    group: "cn=deployers,ou=groups,dc=example,dc=com",
    kind: "groupOfNames",
  } satisfies LdapGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
