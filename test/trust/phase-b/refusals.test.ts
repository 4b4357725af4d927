/** Refusing is not the mirror of admitting: what cannot be told apart from a refused name is refused. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isRefusedBy } from "../../../src/trust/phase-b/identity.ts";
import type { SubjectAltName } from "../../../src/trust/facts.ts";
import type { TextTest } from "../../../src/trust/trust-root.ts";

const tests = suite("refuse identity");

const uri = (value: string): SubjectAltName => ({ type: "uri", value });
const email = (value: string): SubjectAltName => ({ type: "email", value });
const workflow = "https://github.com/acme/evil/.github/workflows/ci.yml@refs/heads";
const under: TextTest = { kind: "under", text: "https://github.com/acme/evil" };
const glob: TextTest = { kind: "matches-glob", pattern: "https://github.com/acme/evil/**" };
const withAt: TextTest = { kind: "matches-regex", pattern: ".*/acme/evil/.*@.*" };

const cases: readonly (readonly [string, SubjectAltName, TextTest, boolean])[] = [
  ["under", uri(`${workflow}/main`), under, true],
  ["under, a branch with a fragment sign", uri(`${workflow}/x#y`), under, true],
  ["under, a branch with an encoded slash", uri(`${workflow}/x%2Fy`), under, true],
  ["glob", uri(`${workflow}/main`), glob, true],
  ["glob, a branch with a fragment sign", uri(`${workflow}/x#y`), glob, true],
  ["regex with an @ about a workflow", uri(`${workflow}/main`), withAt, true],
  ["another repository", uri("https://github.com/acme/good/.github/workflows/ci.yml@refs/heads/main"), under, false],
  ["an address is not under a repository", email("mia@acme.example"), under, false],
  ["an address by its exact text", email("mia@acme.example"), { kind: "is", text: "mia@acme.example" }, true],
];
for (const [name, san, test, isRefused] of cases) tests(name, () => assert.is(isRefusedBy(san, [test]), isRefused));

tests("no tests refuse nobody", () => assert.not.ok(isRefusedBy(uri(workflow), [])));

tests.run();
