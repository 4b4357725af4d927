/** Section 6: whose certificate it is. */
import type { AlternativeName } from "../../../src/testing/index.ts";
import { named } from "../../../src/testing/world/mutations/certificate.ts";
import type { SigstoreTrust, TextTest } from "../../../src/trust/index.ts";
import { compiles } from "./policy-text.ts";
import type { Case, Change, Row } from "./row.ts";
import { alice, identityTrust, issuer, repository, workflow } from "./stage.ts";
import { loading, trial, trials } from "./trial.ts";

const mismatch = "identity · identity-mismatch";
const notNormal = "identity · identity-not-normal";

function trust(...identityTests: readonly TextTest[]): { readonly trust: SigstoreTrust } {
  return { trust: { ...identityTrust, identityTests } };
}

const exact = trust({ kind: "is", text: workflow });
const under = trust({ kind: "under", text: "https://github.com/acme" });
const glob = trust({ kind: "matches-glob", pattern: "https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*" });
const wide = trust({ kind: "matches-glob", pattern: "https://github.com/acme/**" });

function sans(setup: Change, expect: string, names: readonly (string | AlternativeName)[]): readonly Case[] {
  return names.map((san) => trial(typeof san === "string" ? san : `${san.type} ${san.value}`, setup, { mutate: named(san) }, expect));
}

const path = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.0.0";
const lookalikes = [
  `https://evil.example/?x=${path}`,
  `${path}.evil`,
  path.replace("github.com", "githubxcom"),
  path.replace("acme", "Acme"),
  path.replace("https://", "https://xn--"),
  `${path}/`,
  `${path}\n`,
];

const claimed: Change = {
  trust: { ...identityTrust, claimTests: [{ name: "source-repository", tests: [{ kind: "is", text: repository }] }] },
};
const strangers: Change = { request: { by: { ...alice, claims: { "source-repository": "https://github.com/evil/app" } } } };

const block = (clauses: string): string => `trust team {\n  ${clauses}\n}`;
const whole = `sigstore public-good\n  issuer "${issuer}"\n  identity is "${workflow}"`;

function rejected(what: string, clauses: string, codes: string): Case {
  return loading(
    what,
    `does not compile ${codes}`,
    () => compiles(block(clauses)),
    () => compiles(block(whole)),
  );
}

export const identityRows: readonly Row[] = [
  {
    id: "id-01",
    name: "san-lookalike",
    cases: [
      ...sans(exact, mismatch, lookalikes),
      ...sans(under, notNormal, [lookalikes[0] as string, lookalikes[6] as string]),
      ...sans(under, mismatch, [lookalikes[2] as string, lookalikes[3] as string]),
      ...sans(glob, notNormal, [lookalikes[0] as string]),
    ],
  },
  {
    id: "id-02",
    name: "glob-escape",
    cases: [
      ...sans(wide, notNormal, [
        "https://github.com/acme/../evil/app/.github/workflows/release.yml@refs/tags/v1",
        "https://github.com/acme/%2e%2e/evil/app",
        "https://github.com/acme/x%2f..%2fevil",
        "https://github.com:443/acme/app",
        "https://alice@github.com/acme/app",
        "https://github.com/acme\\evil",
        "https://github.com/acme/app#evil",
        "https://github.com/acme/app?evil",
        "https://GitHub.com/acme/app",
      ]),
      ...sans(wide, mismatch, ["https://github.com/acme-evil/app/x"]),
      ...sans(glob, mismatch, ["https://github.com/acme//app/.github/workflows/release.yml@refs/tags/v1"]),
    ],
  },
  {
    id: "id-03",
    name: "issuer",
    cases: [`${issuer}/acme`, `${issuer}/`, "https://issuer.example", issuer.toUpperCase()].map((other) =>
      trial(other, {}, { request: { by: { ...alice, issuer: other } } }, "identity · issuer-mismatch"),
    ),
    held: [{ file: "trust/phase-b/certificates.test.ts", name: "custom" }],
  },
  {
    id: "id-04",
    name: "issuer-forms",
    cases: [
      ...trials({}, ["issuer-claims-differ"], "identity · issuer-conflict"),
      ...trials({}, ["issuer-claims-missing"], "identity · issuer-absent"),
    ],
  },
  { id: "id-05", name: "reusable-workflow", cases: [trial("called from elsewhere", claimed, strangers, "identity · claim-mismatch")] },
  {
    id: "id-06",
    name: "claim-absent",
    cases: [
      trial("no such claim", claimed, { request: { by: { san: workflow, issuer } } }, "identity · claim-absent"),
      trial(
        "the old claims alone",
        claimed,
        { request: { by: { san: workflow, issuer, claims: { "legacy-repository": "acme/app" } } } },
        "identity · claim-absent",
      ),
    ],
  },
  {
    id: "id-07",
    name: "san-type",
    cases: sans(exact, "identity · identity-type", [
      { type: "email", value: workflow },
      { type: "other-name", value: workflow },
    ]).concat(
      // Where a Sigstore instance issues, a DNS name is no profile of a signer at all.
      sans(exact, "certificate · certificate-profile", [{ type: "dns", value: workflow }]),
    ),
  },
  {
    id: "id-08",
    name: "unknown-field",
    cases: [
      rejected("subjectRegExp", `${whole}\n  subjectRegExp ".*"`, "E1001"),
      rejected("claims", `${whole}\n  claims source-repository is "x"`, "E1001"),
      rejected("isuer", whole.replace("issuer", "isuer"), "E1001"),
    ],
    held: [{ file: "platform/config/config.test.ts", name: "refuses ${name}" }],
  },
  {
    id: "id-09",
    name: "anyone",
    cases: [
      rejected("no issuer", whole.replace(/issuer .*\n/u, "\n"), "E4003"),
      rejected("no identity", whole.replace(/identity .*$/u, ""), "E4003"),
      rejected("empty issuer", whole.replace(issuer, ""), "E2015"),
      rejected("empty identity", whole.replace(workflow, ""), "E2015"),
      rejected("everybody by glob", whole.replace(/identity .*$/u, 'identity matches glob "**"'), "E2015"),
      rejected("every URI by glob", whole.replace(/identity .*$/u, 'identity matches glob "https://**"'), "E4003"),
      rejected("everybody by regex", whole.replace(/identity .*$/u, 'identity matches regex ".*"'), "E4003"),
    ],
  },
  {
    id: "id-10",
    name: "pattern-bomb",
    cases: sans(trust({ kind: "matches-regex", pattern: "https://github[.]com/acme/.*|https://(a+)+" }), mismatch, [
      `https://${"a".repeat(20_000)}!`,
    ]),
  },
];
