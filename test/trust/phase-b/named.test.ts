/** A name that nobody signed with: the approver of a waiver that stands in a policy file. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { KeysTrust, SigstoreTrust, TextTest, TrustRoot } from "../../../src/trust/index.ts";
import { admitsName } from "../../../src/trust/phase-b/named.ts";
import type { Refusal } from "../../../src/trust/trust-root.ts";

const common = {
  name: "security",
  threshold: 1,
  logged: { required: false, atLeast: 1 },
  timestamped: { required: false, atLeast: 1 },
  acceptClaimedTime: false,
} as const;

function people(identityTests: readonly TextTest[], refuse: readonly Refusal[] = []): SigstoreTrust {
  const issuer = "https://accounts.example";
  return { ...common, kind: "sigstore", sigstore: "public-good", issuer, identityTests, claimTests: [], scts: 1, refuse };
}

const keys: KeysTrust = { ...common, kind: "keys", keys: [], refuse: [] };
const is = (text: string): TextTest => ({ kind: "is", text });
const acme: TextTest = { kind: "matches-glob", pattern: "*@acme.example" };
const team: TextTest = { kind: "under", text: "https://github.com/acme" };
const mia = "mia@acme.example";
const workflow = "https://github.com/acme/app/.github/workflows/ci.yml@refs/heads/main";
const left = (since?: bigint): readonly Refusal[] => [{ tests: [is(mia)], ...(since === undefined ? {} : { since }) }];

const NOW = 1_000n;
const rows: readonly (readonly [title: string, root: TrustRoot, name: string, isAdmitted: boolean])[] = [
  ["an address that the root names", people([is(mia)]), mia, true],
  ["an address of the company", people([acme]), mia, true],
  ["another address", people([is("zoe@acme.example")]), mia, false],
  ["an address of another company", people([acme]), "mia@evil.example", false],
  ["a workflow under the organisation", people([team]), workflow, true],
  ["a workflow is no address", people([acme]), workflow, false],
  ["an address is no workflow", people([team]), mia, false],
  ["a plain name", people([is("mia")]), "mia", true],
  ["each test applies", people([acme, is("zoe@acme.example")]), mia, false],
  ["somebody refused", people([acme], left()), mia, false],
  ["somebody refused since then", people([acme], left(NOW)), mia, false],
  ["somebody refused since earlier", people([acme], left(NOW - 1n)), mia, false],
  ["somebody refused since later", people([acme], left(NOW + 1n)), mia, true],
  ["another is refused", people([acme], [{ tests: [is("zoe@acme.example")] }]), mia, true],
  ["one of two refusals", people([acme], [{ tests: [is("zoe@acme.example")] }, ...left()]), mia, false],
  ["a key has no name to compare", keys, mia, false],
  ["a refusal is not needed to say no to a root of keys", { ...keys, refuse: left() }, mia, false],
];

const tests = suite("a name against a trust root");
for (const [title, root, name, isAdmitted] of rows) tests(title, () => assert.is(admitsName(root, name, NOW), isAdmitted));
tests.run();
