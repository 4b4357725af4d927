/** `for every platform`: each manifest by itself, and what the control comes to over all of them. `language.md` §6.7. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Digest } from "../../src/base/index.ts";
import type { ControlVerdict, Platforms, Request } from "../../src/evaluate/index.ts";
import type { CheckedPolicy } from "../../src/language/index.ts";
import { checkProperty, fc } from "../support/property.ts";
import { control } from "./support/cells.ts";
import { aRequest, judgeWorld, type Stated, type World } from "./support/world.ts";

const tests = suite("every platform");

const says = (n: number): Stated => ({ predicate: { n, at: "2026-01-09T00:00:00Z", kind: "wanted" } });
const FOUND: Readonly<Record<string, readonly Stated[]>> = { s: [says(1)], v: [says(2)], m: [], u: [{ class: "failed" }] };
const digest = (index: number): Digest => `sha256:${index.toString(16).padStart(2, "0").repeat(32)}`;

function platforms(count: number, unread: Platforms["unread"] = [], names = true): Platforms {
  const each = Array.from({ length: count }, (_, index) => ({
    digest: digest(index + 16),
    digests: { digests: [digest(index + 16)] },
    ...(names ? { name: `linux/p${index}` } : {}),
  }));
  return { each, unread };
}

const PLAIN = control(`for every platform
  evidence x: p signed by r
  require q: x.n is 1 else "{x.n}"`);

function judged(policy: CheckedPolicy, world: World, request: Partial<Request>): ControlVerdict {
  return judgeWorld(policy, world, request).controls[0] as ControlVerdict;
}

/** A letter for what is found about each platform. */
function ofLetters(letters: string, policy = PLAIN): ControlVerdict {
  const world = Object.fromEntries([...letters].map((letter, index) => [`x @ ${digest(index + 16)}`, FOUND[letter] ?? []]));
  return judged(policy, world, { platforms: platforms(letters.length) });
}

const TABLE: readonly (readonly [letters: string, outcome: string])[] = [
  ["s", "satisfied"],
  ["ss", "satisfied"],
  ["sv", "violated"],
  ["sm", "missing"],
  ["su", "unverifiable"],
  ["mu", "unverifiable"],
  ["muv", "violated"],
  ["smmm", "missing"],
];

for (const [letters, outcome] of TABLE) {
  tests(`[${letters}] is ${outcome}`, () => {
    assert.is(ofLetters(letters).outcome, outcome);
    assert.is(ofLetters([...letters].reverse().join("")).outcome, outcome);
  });
}

tests("each platform has its own judgement and its own outcome", () => {
  const { judgements, platforms: each = [] } = ofLetters("sv");
  assert.equal(
    judgements.map(({ platform, truth }) => [platform, truth]),
    [
      [digest(16), "true"],
      [digest(17), "false"],
    ],
  );
  assert.equal(
    each.map(({ name, outcome }) => [name, outcome]),
    [
      ["linux/p0", "satisfied"],
      ["linux/p1", "violated"],
    ],
  );
});

const reasonsOf = ({ reasons }: ControlVerdict) => reasons.map(({ reason }) => reason).join(" ");

tests("an index without anything that runs is not judged, and never passes", () => {
  for (const none of [undefined, platforms(0)]) {
    const verdict = judged(PLAIN, { x: [says(1)] }, { platforms: none });
    assert.equal([verdict.outcome, reasonsOf(verdict)], ["unverifiable", "no-runnable-manifest"]);
  }
});

tests("an index inside that could not be read may hold more of them", () => {
  const unread = [{ step: "fetch", reason: "timeout", detail: "no answer" }];
  const verdict = judged(PLAIN, { x: [says(1)] }, { platforms: platforms(2, unread) });
  assert.equal([verdict.outcome, reasonsOf(verdict)], ["unverifiable", "timeout"]);
  // What is decided stays decided.
  assert.is(judged(PLAIN, { x: [says(2)] }, { platforms: platforms(2, unread) }).outcome, "violated");
});

tests("more than 32 of them are a limit that is hit, and not a pass of the first ones", () => {
  assert.is(judged(PLAIN, { x: [says(1)] }, { platforms: platforms(32) }).outcome, "satisfied");
  const verdict = judged(PLAIN, { x: [says(1)] }, { platforms: platforms(33) });
  assert.equal([verdict.outcome, reasonsOf(verdict)], ["unverifiable", "too-many"]);
});

tests("the subject is the platform, and the index is the one that was asked for", () => {
  const policy = control(`for every platform
  evidence x: p signed by r
  require q: x.n is 1 and subject has index and subject has platform and subject.platform is "linux/p1"
    else "{subject.digest} of {subject.index otherwise "nothing"}"`);
  const { judgements } = judged(policy, { x: [says(1)] }, { platforms: platforms(2) });
  const [index] = aRequest.digest.digests;
  assert.equal(
    judgements.map(({ requirements }) => requirements.flatMap(({ messages }) => messages.map(({ text }) => text))),
    [[`${digest(16)} of ${index}`], []],
  );
  const own = judged(
    control(`for every platform\n evidence x: p signed by r\n require q: subject has index else "none"`),
    { x: [says(1)] },
    {
      platforms: { each: [{ digest: digest(10), digests: aRequest.digest }], unread: [] },
    },
  );
  assert.is(own.outcome, "violated", "a single manifest is its own platform, and no index lists it");
});

tests("a platform whose config could not be read has a name that nobody knows", () => {
  const policy = control(`for every platform
  evidence x: p signed by r
  require q: not subject has platform or subject.platform is "linux/p0" else "no"`);
  const verdict = judged(policy, { x: [says(1)] }, { platforms: platforms(1, [], false) });
  assert.equal([verdict.outcome, reasonsOf(verdict)], ["unverifiable", "blob-missing"]);
});

tests("`applies` is asked of each platform", () => {
  const policy = control(`for every platform
  applies when subject has platform and subject.platform is "linux/p1"
  evidence x: p signed by r
  require q: x.n is 1 else "no"`);
  assert.is(ofLetters("vs", policy).outcome, "satisfied");
  assert.is(ofLetters("sv", policy).outcome, "violated");
  assert.is(ofLetters("s", policy).outcome, "not-applicable");
});

const letters = fc.array(fc.constantFrom("s", "v", "m", "u"), { minLength: 1, maxLength: 6 }).map((all) => all.join(""));

tests("one platform more never makes a control pass", () => {
  checkProperty(
    fc.property(letters, fc.constantFrom("s", "v", "m", "u"), (word, more) => {
      if (ofLetters(`${word}${more}`).outcome === "satisfied") assert.is(ofLetters(word).outcome, "satisfied");
    }),
  );
});

tests("without the evidence of any one platform nothing is satisfied", () => {
  checkProperty(
    fc.property(letters, fc.nat(), (word, at) => {
      const without = [...word].map((letter, index) => (index === at % word.length ? "m" : letter)).join("");
      assert.is.not(ofLetters(without).outcome, "satisfied");
    }),
  );
});

tests.run();
