/** Small things that cost others time and memory without end, and large things: each is judged in a process of its own, which must end. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { controlOf, judgeJson, policy } from "../support/run-policy.ts";
import { inChild } from "./support-child.ts";
import {
  ours,
  policyText,
  nowhere,
  HUNDRED_MIB,
  attested,
  layoutWith,
  imageWith,
  attachLayer,
  policyBeside,
  fileOf,
  sparse,
  evalOf,
  noteOf,
  noted,
} from "./support-bad-input.ts";
import { folderWith } from "./support-hostile.ts";

const tests = suite("bombs");

const nested = ["(", "{", "[", "not ", "x.", "build otherwise "];
tests("a policy nested as deep as fits", () => {
  const files = nested.map((piece) => {
    const count = Math.floor(900_000 / piece.length);
    return policyBeside(policyText.replace("build.builder is", `${piece.repeat(count)} build.builder is`));
  });
  for (const ran of inChild(files.map((file) => ["check", file]))) {
    assert.is(ran.code, 3);
    assert.match(`${ran.stdout}${ran.stderr}`, /^error\[E\d{4}\]/mu);
    assert.ok(ran.peakMib < 1024, `${ran.peakMib} MiB`);
  }
});

// ------------------------------------------------------------------------------------------- 100 MiB, and what it costs

tests("files too large to be meant are refused before they are read", () => {
  const { subject } = layoutWith();
  const largeKey = policyBeside(policyText);
  sparse(join(largeKey, "../keys/builder.pub"));
  const largeIndex = layoutWith((layout) => void sparse(join(layout.folder, "index.json")));
  const largeMarker = layoutWith((layout) => void sparse(join(layout.folder, "oci-layout")));
  const largeImage = layoutWith((layout, image) => void sparse(layout.blobPath(image.digest)));
  const largeBlob = imageWith((layout, image) => {
    const blob = layout.blob(attested(image.digest));
    sparse(layout.blobPath(blob.digest), 200 * 1024 * 1024);
    attachLayer(layout, image, { ...blob, size: 200 * 1024 * 1024 });
  });
  const large = (name: string) => sparse(join(folderWith({}), name));
  const cases: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
    [["check", large("a.policy")], 3, /E2006/u],
    [["eval", subject, "--policy", large("b.policy")], 3, /E2006/u],
    [["eval", subject, "--policy", largeKey], 3, /E4021/u],
    [evalOf(largeIndex.subject), 2, /too-large/u],
    [evalOf(largeMarker.subject), 2, /too-large/u],
    [evalOf(`${largeImage.subject}@${largeImage.entries[0]?.digest}`), 2, /too-large/u],
    [evalOf(largeBlob), 2, /too-large/u],
    [evalOf(nowhere, "--bundle", sparse(join(folderWith({}), "b.json"), 600 * 1024 * 1024)), 2, /too-large/u],
    [["inspect", subject, "--key", large("c.pub")], 4, /cannot be read/u],
    [
      ["attest", subject, "--type", "vuln", "--predicate", large("d.json"), "--key", fileOf(ours.privatePem), "--dry-run"],
      4,
      /cannot be read/u,
    ],
  ];
  const ran = inChild(cases.map(([words]) => words));
  for (const [index, [words, code, says]] of cases.entries()) {
    assert.is(ran[index]?.code, code, `${words.join(" ")}: ${ran[index]?.stderr}`);
    assert.match(`${ran[index]?.stdout}${ran[index]?.stderr}`, says);
    assert.ok((ran[index]?.peakMib ?? Infinity) < 96, `${words.join(" ")}: ${ran[index]?.peakMib} MiB`);
  }
});

tests("a bundle file of 100 MiB is read once and costs a few times its size", () => {
  const [zeros, spaces, text] = inChild([
    evalOf(nowhere, "--bundle", sparse(join(folderWith({}), "b.json"))),
    evalOf(nowhere, "--bundle", fileOf(Buffer.alloc(HUNDRED_MIB, " "))),
    evalOf(nowhere, "--bundle", fileOf(Buffer.concat([Buffer.from('{"payload":"'), Buffer.alloc(HUNDRED_MIB, "A"), Buffer.from('"')]))),
  ]);
  for (const ran of [zeros, spaces, text]) {
    assert.is(ran?.code, 2);
    assert.match(ran?.stdout ?? "", /malformed/u);
    assert.ok((ran?.peakMib ?? Infinity) < 600, `${ran?.peakMib} MiB`);
  }
});

// --------------------------------------------------------------------------------- patterns, lists, counts that explode

tests("patterns that take others for ever", () => {
  const bad = noted({ text: `${"a".repeat(50_000)}!`, where: `https://x.example/${"a".repeat(4000)}/${"b/".repeat(2000)}c`, words: [] });
  const regexes = ["(a+)+$", "(a|a)*$", "(a*)*b", "((a{1,10}){1,10}){1,10}", "(.*)(.*)(.*)(.*)(.*)x"];
  const globs = [`https://x.example/${"*a".repeat(30)}*b/**`, `https://x.example/${"**/".repeat(30)}z`];
  const lines = [
    ...regexes.map((regex) => ["eval", bad, "--policy", noteOf(`build.text matches regex "${regex}"`)]),
    ...globs.map((glob) => ["eval", bad, "--policy", noteOf(`build.where matches glob "${glob}"`)]),
  ];
  for (const [index, ran] of inChild(lines).entries()) {
    assert.ok(ran.code === 1 || ran.code === 3, `${index}: ${ran.code} ${ran.stderr}`);
  }
});

tests("50 001 elements are too many, and 50 000 are not", async () => {
  const file = noteOf('build.words is not empty and no word w in build.words where w is "bad"');
  const list = (length: number) => ({ text: "x", where: "https://x.example", words: Array.from({ length }, () => "w") });
  assert.is((await policy("eval", noted(list(50_000)), "--policy", file)).code, 0);
  const { code, trace } = await judgeJson(noted(list(50_001)), "--policy", file);
  assert.is(code, 2);
  assert.is(controlOf(trace, "C-01").outcome, "unverifiable");
  assert.match(JSON.stringify(trace.controls), /50000|50001|too-many/u);
});

tests("ten thousand referrers, and more than that", () => {
  const many = (count: number) =>
    imageWith((layout, image) => {
      const config = { mediaType: "application/vnd.oci.empty.v1+json", ...layout.blob("{}") };
      const mediaType = "application/vnd.dsse.envelope.v1+json";
      const layer = { mediaType, ...layout.blob(attested(image.digest)) };
      const referrers = Array.from({ length: count }, (_, index) =>
        layout.manifest({ config, layers: [layer], subject: image, annotations: { index: String(index) } }),
      );
      layout.list(...referrers);
    });
  for (const ran of inChild([evalOf(many(1001)), evalOf(many(10_001))])) {
    assert.is(ran.code, 2);
    assert.match(`${ran.stdout}${ran.stderr}`, /too-many|too-large/u);
    assert.ok(ran.peakMib < 512, `${ran.peakMib} MiB`);
  }
});

tests.run();
