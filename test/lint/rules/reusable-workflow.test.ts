import { reusableWorkflow } from "../../../src/lint/rules/reusable-workflow/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(reusableWorkflow, [
  ...pageCases("L203"),
  {
    name: "another issuer",
    policy: `trust w {
  sigstore public-good
  issuer "https://login.acme.example"
  identity is "https://github.com/acme/ci/.github/workflows/release.yml@refs/heads/main"
}`,
    at: [],
  },
  {
    name: "the owner is enough",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity is "https://github.com/acme/ci/.github/workflows/release.yml@refs/heads/main"
  claim source-owner is "https://github.com/acme"
}`,
    at: [],
  },
  {
    name: "the runner is not",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity is "https://github.com/acme/ci/.github/workflows/release.yml@refs/heads/main"
  claim runner-environment is "github-hosted"
}`,
    at: ['is "https://github.com/acme/ci/.github/workflows/release.yml@refs/heads/main"'],
  },
]);
