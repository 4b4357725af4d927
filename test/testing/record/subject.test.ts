/** What a test judges, by its name, its digest, or both. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createNodeCrypto } from "../../../src/platform/crypto/index.ts";
import { imageOf } from "../../../src/testing/run/subject.ts";
import { inMemory, openTests } from "../../support/policy-tests.ts";
import { newSigner } from "../../support/trust/signing.ts";

const tests = suite("the subject of a test");
const DIGEST = `sha256:${"ab".repeat(32)}`;
const { pair } = await newSigner();

async function judged(subject: string): Promise<ReturnType<typeof imageOf>> {
  const policy = `policy p version 1
predicate note "https://example.com/note/v1" { word: String }
trust author { key "keys/a.pub" }
control C-01 "Noted" {
  evidence said: note signed by author
  require yes: said.word is "yes" else "no"
}
test "it" for C-01 {
  subject ${subject}
  given nothing
  expect missing
}
`;
  const { tests: all } = await openTests("main.policy", inMemory(policy, {}, pair.spki));
  const [test] = all;
  if (test === undefined) throw new Error("there is one test");
  return imageOf(test, createNodeCrypto());
}

for (const [text, expected] of [
  [`"${DIGEST}"`, [DIGEST, undefined, undefined]],
  [`"registry.example/app@${DIGEST}"`, [DIGEST, "registry.example/app", undefined]],
  [`"registry.example:5000/team/app:1.0@${DIGEST}"`, [DIGEST, "registry.example:5000/team/app", "1.0"]],
] as const) {
  tests(`subject ${text}`, async () => {
    const { resolved, set } = await judged(text);
    assert.equal([resolved.digest, resolved.repository, resolved.tag], expected);
    assert.is(set.root.digest, DIGEST);
  });
}

tests("without a digest one is made of the name", async () => {
  const [a, b, again] = [
    await judged('"registry.example/a:1"'),
    await judged('"registry.example/b:1"'),
    await judged('"registry.example/a:1"'),
  ];
  assert.is(a.resolved.digest, again.resolved.digest);
  assert.is.not(a.resolved.digest, b.resolved.digest);
  assert.is(a.resolved.tag, "1");
});

tests("an index of a digest has platforms of its own", async () => {
  const { resolved, platforms } = await judged(`"${DIGEST}" platforms "linux/amd64", "linux/arm64"`);
  assert.is(new Set([resolved.digest, ...platforms.values()]).size, 3);
});

const faulty = [
  "sha256:abc",
  `sha256:${"AB".repeat(32)}`,
  "registry.example/app@md5:abc",
  `registry.example/app@${DIGEST}@${DIGEST}`,
  `@${DIGEST}`,
  "no name",
];
for (const text of faulty) {
  tests(`no image: ${text}`, async () => {
    const said = await judged(`"${text}"`).then(
      () => "it was accepted",
      (error: unknown) => String(error),
    );
    assert.match(said, `E7010 \`${text}\` names no image`);
  });
}

tests.run();
