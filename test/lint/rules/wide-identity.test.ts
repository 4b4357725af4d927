import { wideIdentity } from "../../../src/lint/rules/wide-identity/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(wideIdentity, [
  ...pageCases("L201"),
  {
    name: "a star for the owner",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity matches glob "https://git.acme.example/*/app/*"
}`,
    at: ['matches glob "https://git.acme.example/*/app/*"'],
  },
  {
    name: "a star in the owner",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity matches glob "https://github.com/acme*/app/ci.yml@refs/heads/main"
}`,
    at: ['matches glob "https://github.com/acme*/app/ci.yml@refs/heads/main"'],
  },
  {
    name: "a dot that is not escaped",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity matches regex "https://git.acme.example/payments/.*"
}`,
    at: ['matches regex "https://git.acme.example/payments/.*"'],
  },
  {
    name: "an owner left open",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity matches regex "https://git\\\\.acme\\\\.example/pay.*/ci"
}`,
    at: ['matches regex "https://git\\\\.acme\\\\.example/pay.*/ci"'],
  },
  {
    name: "an owner named",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity matches regex "https://git\\\\.acme\\\\.example/payments/.*"
}`,
    at: [],
  },
  {
    name: "narrowed by a second test",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity under "https://git.acme.example" and is "https://git.acme.example/payments/ci"
}`,
    at: [],
  },
  {
    name: "narrowed by a claim",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity matches glob "https://git.acme.example/*/app/*"
  claim source-repository under "https://git.acme.example/payments"
}`,
    at: [],
  },
  {
    name: "a mail domain of one's own",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity matches glob "*@acme.example"
}`,
    at: [],
  },
]);
