import { anyBranch } from "../../../src/lint/rules/any-branch/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(anyBranch, [
  ...pageCases("L209"),
  {
    name: "any ref",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity matches glob "https://github.com/acme/app/.github/workflows/release.yml@refs/**"
  claim source-owner is "https://github.com/acme"
}`,
    at: ['matches glob "https://github.com/acme/app/.github/workflows/release.yml@refs/**"'],
  },
  {
    name: "any branch",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity matches glob "https://github.com/acme/app/.github/workflows/release.yml@refs/heads/*"
  claim source-owner is "https://github.com/acme"
}`,
    at: ['matches glob "https://github.com/acme/app/.github/workflows/release.yml@refs/heads/*"'],
  },
  {
    name: "tags",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity matches glob "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/*"
  claim source-owner is "https://github.com/acme"
}`,
    at: [],
  },
  {
    name: "the branch is a claim",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity under "https://github.com/acme/app"
  claim source-repository is "https://github.com/acme/app"
  claim source-repository-ref is "refs/heads/main"
}`,
    at: [],
  },
]);
