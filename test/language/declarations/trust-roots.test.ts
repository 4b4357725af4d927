import { suite } from "uvu";
import * as assert from "uvu/assert";
import { declareMain, policy, said, type Folder } from "./declaring.ts";

const test = suite("declarations: trust roots and persons");

const ISSUER = 'issuer "https://token.actions.githubusercontent.com"';
const ACME = 'identity under "https://github.com/acme"';

function expect(title: string, body: string, diagnostics: readonly string[], folder: Folder = {}): void {
  test(title, () => assert.equal(said(declareMain(policy(body), folder)), diagnostics));
}
function expectRoot(clauses: string, diagnostics: readonly string[], folder: Folder = {}): void {
  expect(clauses, `trust t { ${clauses} }`, diagnostics, folder);
}
function keyless(rest: string): string {
  return `sigstore public-good ${ISSUER} ${rest}`;
}

// ---------------------------------------------------------------------------------------------- E4003, E4004

const sound = [
  'key "keys/a.pub"',
  keyless(ACME),
  keyless('identity is "alice@acme.example"'),
  keyless('identity matches glob "*@acme.example"'),
  keyless('identity matches regex "https://github\\\\.com/acme/.*"'),
  keyless('identity under "https://gitlab.acme.example"'),
  keyless('identity matches glob "https://gitlab.acme.example/**"'),
  keyless('identity matches glob "https://github.com/acme/**"'),
  keyless('identity matches glob "https://github.com/acme-*/app/.github/workflows/release.yml@refs/tags/*"'),
  keyless('identity under "https://github.com" claim source-repository under "https://github.com/acme"'),
  keyless('identity under "https://github.com" and matches glob "https://github.com/acme/**"'),
  keyless(`${ACME} logged no timestamped yes`),
];
for (const clauses of sound) expectRoot(clauses, []);

expectRoot("", ["E4003 «t» trust root `t` accepts nobody"]);
expectRoot("logged yes", ["E4003 «t» trust root `t` accepts nobody"]);
expectRoot("sigstore public-good", ["E4003 «t» trust root `t` accepts anybody"]);
expectRoot(`sigstore public-good ${ISSUER}`, ["E4003 «t» trust root `t` accepts anybody"]);
expectRoot(`sigstore public-good ${ACME}`, ["E4003 «t» trust root `t` accepts anybody"]);
for (const open of [
  'identity under "https://github.com"',
  'identity under "https://github.com/"',
  'identity matches glob "https://github.com/**"',
  'identity matches glob "https://*/**"',
  'identity matches glob "https://*.*/**"',
  'identity matches glob "https://**"',
  'identity matches glob "https://github.com/*/*/.github/workflows/release.yml@*"',
  'identity matches glob "*@*"',
  'identity matches glob "*@gmail.com"',
  'identity matches regex ".*"',
  'identity matches regex "(?s).+"',
  'identity matches regex "https://github\\\\.com/.*"',
  'identity matches regex "https://github.com/[^/]+/[^/]+/.github/workflows/release.yml@refs/tags/v.*"',
]) {
  expectRoot(keyless(open), [`E4003 «${open}» trust root \`t\` accepts anybody`]);
}
expectRoot(keyless('identity under "https://github.com" claim source-repository under "https://github.com"'), [
  'E4003 «identity under "https://github.com"» trust root `t` accepts anybody',
]);
expectRoot(keyless('identity under "https://github.com" claim runner-environment is "github-hosted"'), [
  'E4003 «identity under "https://github.com"» trust root `t` accepts anybody',
]);
// Words that the pattern fixes, where any owner can use them: a repository, a workflow, a branch, a folder.
for (const open of [
  'identity matches regex ".*acme.*"',
  'identity matches regex "https://github\\\\.com/.*/payments/.*"',
  'identity matches regex "https://github\\\\.com/[^/]+/[^/]+/\\\\.github/workflows/sign-image\\\\.yml@refs/tags/.*"',
  'identity matches regex "https://github\\\\.com/[^/]+/[^/]+/\\\\.github/workflows/sign-image\\\\.yml@refs/heads/production"',
]) {
  expectRoot(keyless(open), [`E4003 «${open}» trust root \`t\` accepts anybody`]);
}
const WIDE = 'identity under "https://github.com"';
for (const claim of [
  'source-repository matches regex "https://github\\\\.com/[^/]+/[^/]+"',
  'source-repository matches regex "https://github\\\\.com/[^/]+/payments"',
  'source-owner matches regex "https://github\\\\.com/[a-z0-9-]+"',
]) {
  expectRoot(keyless(`${WIDE} claim ${claim}`), [`E4003 «${WIDE}» trust root \`t\` accepts anybody`]);
}
for (const clauses of [
  keyless(`${WIDE} claim source-repository matches regex "https://github\\\\.com/acme/[^/]+"`),
  keyless('identity matches regex "https://github\\\\.com/(acme|acme-labs)/[^/]+/\\\\.github/workflows/sign-image\\\\.yml@.*"'),
  keyless('identity matches regex "[a-z]+@acme\\\\.example"'),
  keyless(`${ACME} refuse identity matches regex "https://github\\\\.com/[^/]+/payments/.*"`),
]) {
  expectRoot(clauses, []);
}
expectRoot(keyless('identity is "a@acme.example" and is "b@acme.example"'), ["E4003 «t» trust root `t` accepts nobody"]);
expectRoot(keyless(`${ACME} refuse identity matches regex ".*"`), ["E4003 «t» trust root `t` accepts nobody"]);
expectRoot(keyless(`${ACME} refuse identity matches regex ".*" since 2027-01-01`), []);
expectRoot(keyless(`${ACME} logged no`), ["E4003 «logged no» trust root `t` asks for no proof of time"]);
expectRoot(`key "keys/a.pub" sigstore public-good`, ["E4004 «sigstore public-good» trust root `t` mixes `key` and `sigstore`"]);
expectRoot(`key "keys/a.pub" ${ISSUER}`, [`E4004 «${ISSUER}» \`issuer\` speaks of certificates, and trust root \`t\` lists keys`]);
expectRoot(`key "keys/a.pub" ${ACME}`, [`E4004 «${ACME}» \`identity\` speaks of certificates, and trust root \`t\` lists keys`]);
expectRoot(keyless(`${ACME} proven by public-good`), [
  "E4004 «proven by public-good» `proven by` is for keys and own authorities, and trust root `t` names a Sigstore instance",
]);
expect("the same name twice", `trust t { key "keys/a.pub" }\ntrust t { key "keys/b.pub" }`, [
  "E2004 «t» there is already a trust root `t`",
]);

// ---------------------------------------------------------------------------------------------------- E4005

expectRoot('key "keys/a.pub" key "keys/b.pub" threshold 2', []);
expectRoot('key "keys/a.pub" key "keys/b.pub" threshold 3', ["E4005 «3» `threshold 3` cannot be met: the trust root has 2 different keys"]);
expectRoot('key "keys/a.pub" key "keys/same.pub" threshold 2', ["E4005 «2» `threshold 2` cannot be met: the trust root has 1 key"], {
  files: { "keys/same.pub": "keys/a.pub" },
});
expectRoot('key "keys/two.pub" threshold 2', [], { files: { "keys/two.pub": "one, two" } });
expectRoot('key "keys/a.pub" threshold 0', ["E4005 «0» `threshold 0` demands nothing"]);
expectRoot('key "keys/a.pub" threshold 99999999999999999999', [
  "E4005 «99999999999999999999» `threshold 99999999999999999999` can never be met",
]);
expectRoot('key "keys/a.pub" logged yes at least 0', ["E4005 «0» `logged yes at least 0` demands nothing"]);
expectRoot(keyless('identity is "a@acme.example" threshold 2'), ["E4005 «2» `threshold 2` cannot be met: the trust root has 1 identity"]);
expectRoot(keyless('identity is one of { "a@acme.example", "b@acme.example" } threshold 2'), []);

// -------------------------------------------------------------------------------------------- files and texts

expectRoot('key "keys/missing.pub"', ['E4021 «"keys/missing.pub"» there is no file `keys/missing.pub`']);
expectRoot('key "../keys/a.pub"', ['E4021 «"../keys/a.pub"» `../keys/a.pub` is no file in the policy\'s folder']);
expectRoot('key "/keys/a.pub"', ['E4021 «"/keys/a.pub"» `/keys/a.pub` is no file in the policy\'s folder']);
expectRoot('key "keys/bad.pub"', ['E4021 «"keys/bad.pub"» `keys/bad.pub` cannot be used as a key'], {
  files: { "keys/bad.pub": "broken" },
});
expectRoot('key "keys/empty.pub"', ['E4021 «"keys/empty.pub"» `keys/empty.pub` cannot be used as a key'], {
  files: { "keys/empty.pub": "" },
});
expectRoot('sigstore "roots/missing.json" issuer "https://a.example" identity is "b"', [
  'E4021 «"roots/missing.json"» there is no file `roots/missing.json`',
]);
expectRoot(`sigstore public-gud ${ISSUER} ${ACME}`, ["E2003 «public-gud» no Sigstore instance is called `public-gud`"]);
expectRoot(`sigstore acme ${ISSUER} ${ACME}`, [], { instances: ["acme"] });
expectRoot('key "keys/a.pub" proven by public-gud', ["E2003 «public-gud» no Sigstore instance is called `public-gud`"]);
expectRoot('key "keys/a.pub" proven by "roots/missing.json"', ['E4021 «"roots/missing.json"» there is no file `roots/missing.json`']);
expectRoot('key "keys/a.pub" proven by acme', [], { instances: ["acme"] });
expectRoot(keyless(`${ACME} claim source-repo under "https://github.com/acme"`), [
  "E4022 «source-repo» certificates have no claim `source-repo`",
]);
expectRoot('sigstore public-good issuer "accounts.example" identity is "a@acme.example"', [
  'E2015 «"accounts.example"» `accounts.example` is not a valid Uri',
]);
expectRoot(keyless('identity is ""'), ['E2015 «""» an empty text is nobody\'s identity and no claim']);
expectRoot(keyless('identity is one of { "a@acme.example", "" }'), ['E2015 «""» an empty text is nobody\'s identity and no claim']);
expectRoot(keyless('identity under "github.com/acme"'), ['E2015 «"github.com/acme"» `github.com/acme` is not a valid Uri']);
expectRoot(keyless('identity matches glob "https://github.com/acme/a**"'), [
  'E2015 «"https://github.com/acme/a**"» `https://github.com/acme/a**` is not a valid glob',
]);
for (const [text, problem] of [
  ["alice@acme.example", "nothing is under an e-mail address: use `is`, or `matches glob` with `*@acme.example`"],
  ["https://GitHub.com/acme", "its normal form is `https://github.com/acme`"],
  ["https://github.com/acme/../other", "its normal form is `https://github.com/other`"],
  ["https://gitlab.acme.example:8443/team", "no signer is accepted whose identity has a port"],
  ["https://github.com/acme?x", "nothing is under a query or a fragment"],
  ["urn:acme:ci", "it has no host"],
] as const) {
  test(`under ${text}`, () => {
    const declared = declareMain(policy(`trust t { ${keyless(`identity under "${text}"`)} }`));
    assert.equal(said(declared), [`E2015 «"${text}"» \`${text}\` is not a valid Uri`]);
    assert.is(declared.diagnostics[0]?.label, problem);
  });
}
for (const glob of ["*://github.com/acme/**", "github:*", "**", "acme/**", "*://a/**/x@y", "a@**b"]) {
  expectRoot(keyless(`identity matches glob "${glob}"`), [`E2015 «"${glob}"» \`${glob}\` is not a valid glob`]);
}
expectRoot(keyless(`${ACME} claim source-repository-ref matches glob "refs/**/x@y"`), [
  'E2015 «"refs/**/x@y"» `refs/**/x@y` is not a valid glob',
]);
expectRoot(keyless(`${ACME} claim source-repository-ref matches glob "refs/tags/v*"`), []);
expectRoot('sigstore "roots/own.json" issuer "https://a.example" identity is "b"', [], { files: { "roots/own.json": "{}" } });
expectRoot(
  'sigstore "roots/empty.json" issuer "https://a.example" identity is "b"',
  ['E4021 «"roots/empty.json"» `roots/empty.json` cannot be used as a trusted root'],
  { files: { "roots/empty.json": "" } },
);
expectRoot(keyless('identity matches regex "(a"'), ['E2015 «"(a"» `(a` is not a valid regular expression']);
expectRoot(keyless('identity matches regex "((a{1,100}){1,100}){1,100}"'), [
  'E2015 «"((a{1,100}){1,100}){1,100}"» `((a{1,100}){1,100}){1,100}` is not a valid regular expression',
]);
expectRoot(keyless(`${ACME} claim source-repository-ref under "refs/tags"`), []);
expectRoot(keyless(`${ACME} refuse identity under "nowhere"`), ['E2015 «"nowhere"» `nowhere` is not a valid Uri']);
expectRoot('key "keys/a.pub" held by "not anybody"', ['E2015 «"not anybody"» `not anybody` is not a valid Identity']);
const PEOPLE = 'identity matches glob "*@acme.example"';
expectRoot(`authority "ca/root.pem" ${PEOPLE}`, [], { files: { "ca/root.pem": "root" } });
expectRoot(`authority "ca/root.pem", "ca/issuing.pem" ${PEOPLE} issuer "https://sso.acme.example" timestamped yes`, [], {
  files: { "ca/root.pem": "root", "ca/issuing.pem": "issuing" },
});
expectRoot('authority "ca/root.pem"', ["E4003 «t» trust root `t` accepts anybody"], { files: { "ca/root.pem": "root" } });
expectRoot(`authority "ca/root.pem" ${PEOPLE}`, ['E4021 «"ca/root.pem"» there is no file `ca/root.pem`']);
expectRoot(`authority "../root.pem" ${PEOPLE}`, ['E4021 «"../root.pem"» `../root.pem` is no file in the policy\'s folder']);
expectRoot(
  `authority "ca/root.pem", "ca/bad.pem" ${PEOPLE}`,
  ['E4021 «"ca/bad.pem"» `ca/bad.pem` cannot be used as a certificate authority'],
  { files: { "ca/root.pem": "root", "ca/bad.pem": "broken" } },
);
expectRoot(`authority "ca/empty.pem" ${PEOPLE}`, ['E4021 «"ca/empty.pem"» `ca/empty.pem` cannot be used as a certificate authority'], {
  files: { "ca/empty.pem": "" },
});

// ---------------------------------------------------------------------------------------------------- windows

expectRoot('key "keys/a.pub" valid from 2026-01-01 valid until 2026-01-01', []);
expectRoot('key "keys/a.pub" valid from 2026-06-01 valid until 2026-01-31', [
  "E5004 «valid until 2026-01-31» the key stops being valid before it becomes valid",
]);
expectRoot('key "keys/a.pub" valid from 2026-06-01 revoked since 2026-01-31', [
  "E5004 «revoked since 2026-01-31» the key is revoked before it becomes valid",
]);

test("a keyless root, whole", () => {
  const { main } = declareMain(
    policy(`trust ci { ${keyless(`${ACME} and matches glob "https://github.com/acme/*/.github/workflows/r.yml@refs/**"`)}
      claim runner-environment is "github-hosted" logged yes at least 2 timestamped yes
      refuse identity is "https://github.com/acme/x" since 2026-01-05 accept claimed time }`),
  );
  const root = main.trustRoots.get("ci");
  assert.is(main.source.text.slice(root?.span.start, root?.span.end), "ci");
  assert.equal(root, {
    name: "ci",
    kind: "sigstore",
    sigstore: "public-good",
    authorities: [],
    keys: [],
    issuer: "https://token.actions.githubusercontent.com",
    identity: [
      { kind: "under", text: "https://github.com/acme" },
      { kind: "matches-glob", pattern: "https://github.com/acme/*/.github/workflows/r.yml@refs/**" },
    ],
    claims: [{ name: "runner-environment", tests: [{ kind: "is", text: "github-hosted" }] }],
    threshold: 1,
    logged: 2,
    timestamped: 1,
    refused: [{ tests: [{ kind: "is", text: "https://github.com/acme/x" }], since: 1_767_571_200_000_000_000n }],
    acceptsClaimedTime: true,
    span: root?.span,
  });
});

test("authorities: each certificate once, whichever file holds it", () => {
  const { main, diagnostics } = declareMain(policy(`trust ca { authority "a.pem", "b.pem" ${PEOPLE} }`), {
    files: { "a.pem": "root, issuing", "b.pem": "issuing, other" },
  });
  assert.equal(diagnostics, []);
  assert.equal(
    main.trustRoots.get("ca")?.authorities.map(({ file, fingerprint }) => `${file} ${fingerprint}`),
    ["a.pem sha256:root", "a.pem sha256:issuing", "b.pem sha256:other"],
  );
});

test("a trusted-root file is told from an instance of the same name", () => {
  const rootOf = (clause: string) =>
    declareMain(policy(`trust t { ${clause} ${ISSUER} ${ACME} }`), {
      files: { "public-good": "own", "roots/own.json": "own" },
    }).main.trustRoots.get("t");
  assert.equal([rootOf("sigstore public-good")?.sigstore, rootOf("sigstore public-good")?.trustedRoot], ["public-good", undefined]);
  assert.equal(
    [rootOf('sigstore "public-good"')?.sigstore, rootOf('sigstore "public-good"')?.trustedRoot?.digest],
    ["./public-good", "sha256:own"],
  );
  assert.is(rootOf('sigstore "roots/own.json"')?.sigstore, "roots/own.json");
});

const provers: readonly (readonly [clauses: string, provenBy: string | undefined])[] = [
  ["", undefined],
  ["logged no timestamped no", undefined],
  ['refuse identity is "a@acme.example"', undefined],
  ["logged yes", "public-good"],
  ["timestamped yes at least 2", "public-good"],
  ['refuse identity is "a@acme.example" since 2026-01-05', "public-good"],
  ["proven by public-good", "public-good"],
  ['proven by "roots/own.json"', "roots/own.json sha256:own"],
  ['logged yes proven by "roots/own.json"', "roots/own.json sha256:own"],
];
const windows = ["valid from 2026-01-01", "valid until 2026-01-01", "revoked since 2026-01-01"];
for (const [root, clauses, expected] of [
  ...provers.map(([clauses, by]) => [`key "keys/a.pub" held by "a@acme.example"`, clauses, by] as const),
  ...provers.map(([clauses, by]) => [`authority "a.pem" ${PEOPLE}`, clauses, by] as const),
  ...windows.map((window) => ['key "keys/a.pub"', window, "public-good"] as const),
])
  test(`who proves when it signed: ${root} ${clauses}`, () => {
    const { main, diagnostics } = declareMain(policy(`trust t { ${root} ${clauses} }`), {
      files: { "a.pem": "root", "roots/own.json": "own" },
    });
    assert.equal(diagnostics, []);
    const by = main.trustRoots.get("t")?.provenBy;
    assert.is(by && [by.sigstore, ...(by.trustedRoot === undefined ? [] : [by.trustedRoot.digest])].join(" "), expected);
  });

test("keys: files beside the module, days to their ends, no proof unless demanded", () => {
  const { main, diagnostics } = declareMain(policy(`use lib from "./lib/lib.policy"`), {
    files: {
      "lib/lib.policy": `policy lib version 1\ntrust s { key "keys/s.pub" held by "s@acme.example" valid from 2026-01-01 valid until 2026-01-31 revoked since 2026-01-20 }`,
    },
  });
  assert.equal(diagnostics, []);
  const root = main.uses.get("lib")?.trustRoots.get("s");
  const [key] = root?.keys ?? [];
  assert.equal([root?.logged, root?.timestamped, root?.kind], [0, 0, "keys"]);
  assert.equal([key?.file, key?.fingerprint, key?.holder], ["lib/keys/s.pub", "sha256:lib/keys/s.pub", "s@acme.example"]);
  const [first, last, revoked] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1), Date.UTC(2026, 0, 20)].map((ms) => BigInt(ms) * 1_000_000n);
  assert.equal([key?.validFrom, key?.validUntil, key?.revokedSince], [first, (last ?? 0n) - 1n, revoked]);
});

test("`sigstore` demands a log entry unless the policy says otherwise", () => {
  const loggedOf = (rest: string) => declareMain(policy(`trust t { ${keyless(`${ACME} ${rest}`)} }`)).main.trustRoots.get("t")?.logged;
  assert.equal([loggedOf(""), loggedOf("logged yes at least 3"), loggedOf("logged no timestamped yes")], [1, 3, 0]);
});

// ---------------------------------------------------------------------------------------------------- persons

expect("two persons, one account", `person "a@acme.example" also "github:x"\nperson "b@acme.example" also "github:x"`, [
  'E4025 «"github:x"» two persons claim `github:x`',
]);
expect("the same account, written otherwise", `person "a@acme.example" also "github:x"\nperson "b@acme.example" also "GitHub:X"`, [
  'E4025 «"GitHub:X"» two persons claim `GitHub:X`',
]);
expect("no identity", `person "alice" also "github:alice"`, ['E2015 «"alice"» `alice` is not a valid Identity']);

test("persons of modules count, and one line in two files is one person", () => {
  const line = `person "a@acme.example" also "github:a"`;
  const { persons, diagnostics } = declareMain(policy(`${line}\nuse m from "./m.policy"`), {
    files: { "m.policy": `policy m version 1\n${line}\nperson "b@acme.example" also "github:b"` },
  });
  assert.equal(diagnostics, []);
  assert.equal(
    persons.map((group) => group.map((identity) => identity.text)),
    [
      ["a@acme.example", "github:a"],
      ["b@acme.example", "github:b"],
    ],
  );
});

test.run();
