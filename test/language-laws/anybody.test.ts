/** Trust roots whose words look narrow and whose patterns fit what any stranger can have, by every claim that says whose source it is. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compilePolicy } from "../support/compile-policy.ts";

const tests = suite("trust roots that accept anybody");

const policyOf = (demand: string) => `policy main version 1
predicate note "https://acme.example/n/v1" { n: Int }
trust us {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  ${demand}
}
control C "c" { evidence it: note signed by us }
gate prod { enforce C }
`;
const WIDE = 'identity under "https://github.com"\n ';

/** Two patterns that differ in whom they name; the first names nobody. */
const PAIRS: readonly (readonly [open: string, closed: string])[] = [
  ['identity matches regex ".*acme.*"', 'identity matches regex "https://github\\\\.com/acme/.*"'],
  ['identity matches regex "https://github\\\\.com/.*/app/.*"', 'identity matches regex "https://github\\\\.com/acme/.*/app/.*"'],
  [
    'claim source-repository matches regex "https://github\\\\.com/[^/]+/app"',
    'claim source-repository matches regex "https://github\\\\.com/acme/[^/]+"',
  ],
  ['claim source-repository-id matches regex "[0-9]+"', 'claim source-repository-id matches regex "1047[0-9]"'],
  [
    'claim source-repository-digest matches regex "[0-9a-f]{40}"',
    'claim source-repository-digest is "0123456789abcdef0123456789abcdef01234567"',
  ],
  [
    'claim source-owner matches regex "https://github\\\\.com/[a-z0-9-]+"',
    'claim source-owner matches regex "https://github\\\\.com/acme(-labs)?"',
  ],
  ['claim source-owner-id matches regex "[0-9]+"', 'claim source-owner-id matches regex "1047[0-9]"'],
  [
    'claim build-signer matches regex "https://github\\\\.com/.*/sign\\\\.yml@.*"',
    'claim build-signer matches regex "https://github\\\\.com/acme/.*/sign\\\\.yml@.*"',
  ],
  ['claim legacy-repository matches regex "[^/]+/[^/]+"', 'claim legacy-repository matches regex "acme/[^/]+"'],
];

const codesOf = (demand: string): readonly string[] => {
  const written = demand.startsWith("claim") ? WIDE + demand : demand;
  return compilePolicy(policyOf(written)).diagnostics.map(({ code }) => code);
};

for (const [open, closed] of PAIRS) {
  tests(`${open}: E4003`, () => assert.equal(codesOf(open), ["E4003"]));
  tests(`${closed}: somebody`, () => assert.equal(codesOf(closed), []));
}

/** Where anybody can have an account: by whatever kind of test a trust root accepts them all. */
const HOSTS = ["github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sr.ht"];
const MAIL_DOMAINS = [
  ...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me", "protonmail.com"],
  ...["users.noreply.github.com", "gmx.net", "gmx.de", "web.de", "qq.com", "163.com"],
];
const literally = (text: string) => text.replaceAll(".", "\\\\.");

for (const host of HOSTS) {
  const wide = [
    `under "https://${host}/"`,
    `matches glob "https://${host}/**"`,
    `matches regex "https://${literally(host)}/.*"`,
    `matches regex "https://${literally(host)}/[a-z]+/.*"`,
    `matches regex "https://${literally(host)}/[A-Za-z0-9-]{3,39}/[^/]+"`,
    `matches regex "https://${literally(host)}/.*/payments"`,
  ];
  for (const test of wide) tests(`identity ${test}: E4003`, () => assert.equal(codesOf(`identity ${test}`), ["E4003"]));
  for (const own of ["acme/.*", "acme-[a-z]+/.*", "(acme|acme-labs)/[^/]+", "mallory/.*"]) {
    const test = `matches regex "https://${literally(host)}/${own}"`;
    tests(`identity ${test}: somebody`, () => assert.equal(codesOf(`identity ${test}`), []));
  }
}

for (const domain of MAIL_DOMAINS) {
  const wide = [
    `matches glob "*@${domain}"`,
    `matches regex ".*@${literally(domain)}"`,
    `matches regex "[a-z]+@${literally(domain)}"`,
    `matches regex "[a-z]+\\\\.[a-z]+@${literally(domain)}"`,
    `matches regex "[0-9]+@${literally(domain)}"`,
    `matches regex "[a-z0-9+-]{4,}@${literally(domain)}"`,
  ];
  for (const test of wide) tests(`identity ${test}: E4003`, () => assert.equal(codesOf(`identity ${test}`), ["E4003"]));
  for (const own of ["(ada|grace)", "acme-[a-z]+"]) {
    const test = `matches regex "${own}@${literally(domain)}"`;
    tests(`identity ${test}: somebody`, () => assert.equal(codesOf(`identity ${test}`), []));
  }
}

const MORE_THAN_ONE_OWNER = [
  "https://github\\\\.com/[a-z]+/.*",
  "https://github\\\\.com/[a-zA-Z]+/[^/]+/\\\\.github/workflows/release\\\\.yml@.*",
  "https://github\\\\.com/(?:[^/]{3,})/.*/my-workflow\\\\.yaml@.*",
  "https://github\\\\.com/.*/my-workflow\\\\.ya?ml@refs/heads/production",
  "https://gitlab\\\\.com/[^/]+/[^/]+//\\\\.gitlab-ci\\\\.yml@refs/heads/.*",
  "https://gitlab\\\\.com/[^/]+/[^/]+/payments//\\\\.gitlab-ci\\\\.yml@refs/heads/production",
  "https://(gitlab|gitee)\\\\.com/.*",
  "[0-9]+\\\\+[a-z]+@users\\\\.noreply\\\\.github\\\\.com",
];

for (const pattern of MORE_THAN_ONE_OWNER)
  tests(`identity matches regex "${pattern}": E4003`, () => assert.equal(codesOf(`identity matches regex "${pattern}"`), ["E4003"]));

tests("to refuse what strangers could have refuses not everybody", () => {
  assert.equal(
    codesOf('identity under "https://github.com/acme"\n  refuse identity matches regex "https://github\\\\.com/[^/]+/app/.*"'),
    [],
  );
  assert.equal(codesOf('identity under "https://github.com/acme"\n  refuse identity matches regex ".*"'), ["E4003"]);
});

tests.run();
