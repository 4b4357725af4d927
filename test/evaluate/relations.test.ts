/** Every operator of `language.md` §5.2, on every type it is for, with its boundaries. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { predicate, truthOf } from "./support/conditions.ts";

const tests = suite("relations");
const A = `sha256:${"0a".repeat(32)}`;
const B = `sha256:${"0b".repeat(32)}`;
const A5 = `sha512:${"0a".repeat(64)}`;
const B5 = `sha512:${"0b".repeat(64)}`;
const sha256 = (text: string) => text.slice(7);
const set = (...digests: string[]) => Object.fromEntries(digests.map((digest) => digest.split(":") as [string, string]));

type Row = readonly [condition: string, expected: string, change?: Readonly<Record<string, unknown>>];

const EQUALITY: readonly Row[] = [
  ["s.flag is true", "true"],
  ["s.flag is not true", "false"],
  ["s.flag", "true"],
  ["not s.flag", "false"],
  ["s.int is 3", "true"],
  ["s.int is not 3", "false"],
  ["s.dec is 7.50", "true"],
  ["s.dec is 7", "true", { dec: 7.0 }],
  ['s.text is "release"', "true"],
  ['s.text is "Release"', "false"],
  ["s.at is 2026-01-09", "true"],
  ["s.at is 2026-01-09T01:00:00+01:00", "true"],
  ["s.at is 2026-01-09T00:00:00.000000001Z", "false"],
  ["s.wait is 24 hours", "true"],
  ["s.wait is 1 day", "true", { wait: "PT86400S" }],
  [`s.digest is "${A}"`, "true"],
  ["s.digest is s.other-digest", "false"],
  ["s.digest is s.other-digest", "true", { digest: set(A, A5), "other-digest": set(A) }],
  ["s.digest is s.other-digest", "unknown incomparable", { digest: set(A), "other-digest": set(A5) }],
  ["s.digest is s.other-digest", "unknown incomparable", { digest: set(A, A5), "other-digest": set(A, B5) }],
  ["s.digest is s.other-digest", "false", { digest: set(A, A5), "other-digest": set(B, B5) }],
  ["s.digest is not s.other-digest", "unknown incomparable", { digest: set(A), "other-digest": set(A5) }],
  [`s.commit is "${"a".repeat(40)}"`, "true"],
  [`s.commit is "${"b".repeat(40)}"`, "false"],
  ['s.uri is "HTTPS://GitHub.com:443/acme/./app"', "true"],
  ['s.uri is "https://github.com/acme/App"', "false"],
  ['s.uri is "http://github.com/acme/app"', "false"],
  ['s.repo is "registry.acme.example/payments/api"', "true"],
  ['s.repo is "registry.acme.example/payments"', "false"],
  ['s.ref is "refs/tags/v1"', "true"],
  ['s.ref is "refs/heads/v1"', "false"],
  ['s.platform-of is "linux/arm64/v8"', "true"],
  ['s.platform-of is "linux/amd64"', "false"],
  ['s.purl is "pkg:npm/left-pad@1.0.0"', "true"],
  ['s.purl is "pkg:npm/left-pad@1.0.1"', "false"],
  ['s.ver is "1.10.0+build.7"', "true"],
  ['s.ver is "1.10.0-rc.1"', "false"],
  ['s.lic is "mit"', "true"],
  ['s.lic is "MIT-0"', "false"],
  ['s.who is "alice@acme.example"', "true"],
  ["s.who is s.other-who", "true"],
  ['s.who is "bob@acme.example"', "false"],
  ['s.who is "github:bob-acme"', "false"],
  ['s.who is "github:stranger"', "false"],
  ['s.who is "gitlab:alice"', "unknown incomparable"],
  ['s.who is not "gitlab:alice"', "unknown incomparable"],
  [`s.who is "${A}"`, "unknown incomparable"],
  ["s.shade-of is grey", "true"],
  ["s.shade-of is not grey", "false"],
  ["s.state is open", "true"],
  ["s.state is closed", "false"],
  ["s.tags is s.other-tags", "true"],
  ["s.tags is s.other-tags", "false", { "other-tags": ["a"] }],
  ["s.tags is s.other-tags", "false", { tags: [] }],
  ["s.tags is s.other-tags", "true", { tags: [], "other-tags": [] }],
  ['s.tags is not { "a", "b" }', "false"],
];

const MEMBERSHIP: readonly Row[] = [
  ['s.text is one of { "release", "other" }', "true"],
  ['s.text is one of { "Release" }', "false"],
  ['s.text is none of { "release" }', "false"],
  ['s.text is none of { "x", "y" }', "true"],
  ["s.text is one of s.tags", "true", { text: "b" }],
  ["s.text is one of s.tags", "false", { tags: [] }],
  ["s.text is none of s.tags", "true", { tags: [] }],
  ["s.int is one of { 1, 2, 3 }", "true"],
  ["s.uri is one of params.trusted", "true", { uri: "https://B.example/one" }],
  ["s.uri is none of params.trusted", "true"],
  ["s.shade-of is one of { light, dark }", "false"],
  ["s.shade-of is none of { light, dark }", "true"],
  ["s.who is one of s.people", "true", { people: ["gitlab:x", "github:alice-acme"] }],
  ["s.who is one of s.people", "unknown incomparable", { people: ["gitlab:x", "bob@acme.example"] }],
  ["s.who is none of s.people", "unknown incomparable", { people: ["gitlab:x", "bob@acme.example"] }],
  ["s.who is none of s.people", "false", { people: ["gitlab:x", "github:alice-acme"] }],
  ["s.who is none of s.people", "true", { people: ["bob@acme.example", "github:bob-acme"] }],
  [`s.digest is one of { "${A5}", "${A}" }`, "true"],
  [`s.digest is one of { "${A5}", "${B}" }`, "unknown incomparable"],
  [`s.digest is none of { "${A5}", "${B}" }`, "unknown incomparable"],
];

const ORDER: readonly Row[] = [
  ["s.shade-of is at least grey", "true"],
  ["s.shade-of is at least dark", "false"],
  ["s.shade-of is at most grey", "true"],
  ["s.shade-of is at most light", "false"],
  ["s.shade-of is above light", "true"],
  ["s.shade-of is above grey", "false"],
  ["s.shade-of is below dark", "true"],
  ["s.shade-of is below grey", "false"],
  ["s.int < 3", "false"],
  ["s.int <= 3", "true"],
  ["s.int > 3", "false"],
  ["s.int >= 3", "true"],
  ["s.int < s.dec", "true"],
  ["s.dec > s.int", "true"],
  ["s.dec <= 7.5", "true"],
  ["s.dec < 7.50000000001", "true"],
  ["s.dec >= 8", "false"],
  ["s.int < 9007199254740993", "true", { int: 9007199254740992 }],
  ["s.at < s.until-time", "true"],
  ["s.at >= s.until-time", "false"],
  ["s.at <= now", "true"],
  ["s.wait < 25 hours", "true"],
  ["s.wait > 1 day", "false"],
  ["s.ver > s.other-ver", "true"],
  ['s.ver > "1.10.0-rc.1"', "true"],
  ['s.ver >= "1.10.0+b"', "true"],
  ["s.ver < s.other-ver", "true", { ver: "1.0.0-alpha.9", "other-ver": "1.0.0-alpha.10" }],
  ["s.ver < s.other-ver", "true", { ver: "1.0.0-9", "other-ver": "1.0.0-a" }],
  ["s.ver < s.other-ver", "true", { ver: "1.0.0-alpha", "other-ver": "1.0.0-alpha.1" }],
];

const SUMS: readonly Row[] = [
  ["s.int + 2 is s.other-int", "true"],
  ["s.int - 4 < 0", "true"],
  ["s.int + 0.5 is 3.5", "true"],
  ["s.dec - 0.1 is 7.4", "true"],
  ["s.at + s.wait is s.until-time", "true"],
  ["s.until-time - s.wait is s.at", "true"],
  ["s.until-time - s.at is 1 day", "true"],
  ["s.at - s.until-time < 0 days", "true"],
  ["s.wait + s.wait is 2 days", "true"],
  ["s.int + 9223372036854775807 > 0", "unknown out-of-range"],
  ["s.int - 9223372036854775807 - 9 < 0", "unknown out-of-range"],
  ["s.at + 36500000 days + 36500000 days > s.at", "unknown out-of-range"],
];

const TIME: readonly Row[] = [
  ["s.at within 24 hours before s.until-time", "true"],
  ["s.at within 86399 seconds before s.until-time", "false"],
  ["s.at within 1 day before s.until-time", "false", { at: "2026-01-08T23:59:59.999999999Z" }],
  ["s.at within 1 day before s.until-time", "true", { at: "2026-01-10T00:00:00Z" }],
  ["s.at within 1 day before s.until-time", "false", { at: "2026-01-10T00:00:00.000000001Z" }],
  ["s.until-time within 1 day after s.at", "true"],
  ["s.until-time within 23 hours after s.at", "false"],
  ["s.until-time within 1 day after s.at", "false", { until: "2026-01-08T23:59:59Z" }],
  ["s.at within s.wait before now", "true"],
];

const PATHS: readonly Row[] = [
  ['s.uri under "https://github.com/acme"', "true"],
  ['s.uri under "https://github.com/acme/"', "true"],
  ['s.uri under "https://github.com/acme/app"', "true"],
  ['s.uri under "https://github.com/ac"', "false"],
  ['s.uri under "http://github.com/acme"', "false"],
  ['s.uri under "https://github.com.evil.example/acme"', "false"],
  ['s.uri under "https://github.com/acme"', "false", { uri: "https://github.com/acme-evil/app" }],
  ['s.uri under "https://github.com/acme"', "false", { uri: "https://github.com/acme/../evil" }],
  ['s.uri under "https://github.com/acme"', "false", { uri: "https://github.com/acme%2Fapp" }],
  ['s.uri under "https://github.com/acme"', "false", { uri: "https://github.com/Acme/app" }],
  ['s.repo under "registry.acme.example/payments"', "true"],
  ['s.repo under "registry.acme.example/pay"', "false"],
  // A registry host alone, and a folder, may stand right of `under`.
  ['s.repo under "registry.acme.example"', "true"],
  ['s.repo under "acme.example"', "false"],
  ['s.ref under "refs/tags"', "true"],
  ['s.ref under "refs/tag"', "false"],
  ['s.uri matches glob "https://github.com/acme/*"', "true"],
  ['s.uri matches glob "https://github.com/*"', "false"],
  ['s.uri matches glob "https://github.com/**"', "true"],
  ['s.uri matches glob "https://github.com/acme/app"', "true"],
  ['s.uri matches glob "https://github.com/acme/a*p"', "true"],
  ['s.uri matches glob "https://*.com/acme/app"', "true"],
  ['s.repo matches glob "registry.acme.example/**"', "true"],
  ['s.repo matches glob "registry.acme.example/*"', "false"],
  ['s.ref matches glob "refs/tags/v*"', "true"],
  ['s.ref matches glob "refs/tags/v*"', "false", { ref: "refs/tags/v1/x" }],
  ['s.who matches glob "*@acme.example"', "true"],
  ['s.who matches glob "*@acme.example"', "false", { who: "alice@acme.example.evil.example" }],
];

const TEXT: readonly Row[] = [
  ["s.text contains s.other-text", "true"],
  ['s.text contains "Lease"', "false"],
  ['s.text contains ""', "true"],
  ['s.text matches regex "rel.*"', "true"],
  ['s.text matches regex "rel"', "false"],
  ['s.text matches regex "lease"', "false"],
  ['s.text matches regex "a|release"', "true"],
  ['s.text matches regex "release"', "false", { text: "release\n" }],
];

const VERSIONS: readonly Row[] = [
  ['s.ver in range ">=1.2 <2"', "true"],
  ['s.ver in range ">=1.10.0"', "true"],
  ['s.ver in range ">1.10.0"', "false"],
  ['s.ver in range "<1.10"', "false"],
  ['s.ver in range "=1.10"', "true"],
  ['s.ver in range "<1 || >=1.10"', "true"],
  ['s.ver in range ">=1.10.0"', "false", { ver: "1.11.0-rc.1" }],
  ['s.ver in range ">=1.11.0-rc.0 <2"', "true", { ver: "1.11.0-rc.1" }],
  ['s.ver in range ">=1.10.0-rc.0 <2"', "false", { ver: "1.11.0-rc.1" }],
  ['s.ver in range "<2.0.0"', "false", { ver: "2.0.0-alpha" }],
];

const LICENCES: readonly Row[] = [
  ["s.lic allowed by params.licences", "true"],
  ["s.lic allowed by params.licences", "false", { lic: "GPL-3.0-only" }],
  ["s.lic allowed by params.licences", "true", { lic: "GPL-3.0-only OR mit" }],
  ["s.lic allowed by params.licences", "false", { lic: "GPL-3.0-only AND MIT" }],
  ["s.lic allowed by params.licences", "true", { lic: "MIT AND Apache-2.0" }],
  ["s.lic allowed by params.licences", "true", { lic: "(MIT AND GPL-3.0-only) OR Apache-2.0" }],
  ["s.lic allowed by params.licences", "true", { lic: "GPL-2.0-only WITH Classpath-exception-2.0" }],
  ["s.lic allowed by params.licences", "false", { lic: "GPL-2.0-only" }],
  ["s.lic allowed by params.licences", "false", { lic: "MIT WITH Classpath-exception-2.0" }],
  ["s.lic allowed by s.lics", "false", { lics: [] }],
];

const EMPTY: readonly Row[] = [
  ["s.items is empty", "true"],
  ["s.items is not empty", "false"],
  ["s.tags is empty", "false"],
  ["s.tags is not empty", "true"],
];

for (const [group, rows] of Object.entries({ EQUALITY, MEMBERSHIP, ORDER, SUMS, TIME, PATHS, TEXT, VERSIONS, LICENCES, EMPTY })) {
  for (const [condition, expected, change] of rows) {
    tests(`${group.toLowerCase()}: ${condition} ${change ? JSON.stringify(change).slice(0, 80) : ""}`, () => {
      assert.is(truthOf(condition, predicate(change)), expected);
    });
  }
}

tests("digest texts and objects of digests are one type", () => {
  assert.is(truthOf("s.digest is s.other-digest", predicate({ digest: { sha256: sha256(A) }, "other-digest": A })), "true");
});

tests.run();
