import { overlappingRoots } from "../../../src/lint/rules/overlapping-roots/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(overlappingRoots, [
  ...pageCases("L202"),
  {
    name: "one identity inside the other's pattern",
    policy: `trust a {
  sigstore public-good
  issuer "https://login.acme.example"
  identity under "https://git.acme.example/payments"
}
trust b {
  sigstore public-good
  issuer "https://login.acme.example"
  identity is "https://git.acme.example/payments/ci"
}`,
    at: ["b"],
  },
  {
    name: "another issuer",
    policy: `trust a {
  sigstore public-good
  issuer "https://login.acme.example"
  identity under "https://git.acme.example/payments"
}
trust b {
  sigstore public-good
  issuer "https://login2.acme.example"
  identity is "https://git.acme.example/payments/ci"
}`,
    at: [],
  },
  {
    name: "a glob and its member",
    policy: `trust a {
  sigstore public-good
  issuer "https://login.acme.example"
  identity matches glob "https://git.acme.example/payments/*"
}
trust b {
  sigstore public-good
  issuer "https://login.acme.example"
  identity is one of { "https://git.acme.example/payments/ci", "https://git.acme.example/x" }
}`,
    at: ["b"],
  },
  {
    name: "apart",
    policy: `trust a {
  sigstore public-good
  issuer "https://login.acme.example"
  identity is "a@acme.example"
}
trust b {
  sigstore public-good
  issuer "https://login.acme.example"
  identity is "b@acme.example"
}`,
    at: [],
  },
]);
