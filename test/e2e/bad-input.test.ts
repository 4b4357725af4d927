/** Bytes that are meant to break us: each ends in one clear error or the right outcome with its reason, and never in a pass. */
import { mkdirSync, readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { controlOf, judgeJson, policy } from "../support/run-policy.ts";
import {
  ours,
  policyFile,
  policyText,
  nowhere,
  attested,
  layoutWith,
  imageWith,
  attachLayer,
  policyBeside,
  fileOf,
  sparse,
  pipeAt,
  evalOf,
  assertRefused,
  assertOutcome,
} from "./support-bad-input.ts";
import { envelope, folderWith, HostileLayout, statement, type Descriptor } from "./support-hostile.ts";

const tests = suite("bad input");

tests("the unchanged twin passes", async () => {
  assert.is((await policy(...evalOf(layoutWith().subject))).code, 0);
});

// ----------------------------------------------------------------------------------------------------- broken JSON

const brokenTexts: readonly { readonly name: string; readonly text: string; readonly layout: RegExp; readonly envelope: string }[] = [
  { name: "nothing", text: "", layout: /json-malformed/u, envelope: "json-malformed" },
  { name: "half an object", text: '{"a":', layout: /json-malformed/u, envelope: "json-malformed" },
  { name: "text behind it", text: "{} x", layout: /json-malformed/u, envelope: "json-malformed" },
  { name: "a member given twice", text: '{"a":1,"a":2}', layout: /duplicate-key/u, envelope: "duplicate-key" },
  { name: "a byte order mark", text: "\uFEFF{}", layout: /utf8-invalid/u, envelope: "utf8-invalid" },
  { name: "half a surrogate pair", text: '{"a":"\\ud800"}', layout: /json-malformed/u, envelope: "json-malformed" },
  { name: "a list", text: "[]", layout: /no JSON object/u, envelope: "envelope-malformed" },
  { name: "a million open brackets", text: "[".repeat(1_000_000), layout: /too-deep/u, envelope: "too-deep" },
  { name: "a million brackets, closed", text: "[".repeat(1_000_000) + "]".repeat(1_000_000), layout: /too-deep/u, envelope: "too-deep" },
];

for (const { name, text, layout: says, envelope: reason } of brokenTexts) {
  tests(`${name}: index.json`, async () => {
    const layout = layoutWith((one) => writeFileSync(join(one.folder, "index.json"), text));
    assertRefused(await policy(...evalOf(layout.subject)), 2, says);
  });
  tests(`${name}: the manifest of the image`, async () => {
    const layout = new HostileLayout();
    const image = { mediaType: "application/vnd.oci.image.manifest.v1+json", ...layout.blob(Buffer.from(text)) };
    layout.list(image);
    assertRefused(await policy(...evalOf(`${layout.subject}@${image.digest}`)), 2, says);
  });
  tests(`${name}: an envelope`, async () => {
    const subject = imageWith((layout, image) => layout.attach(image, Buffer.from(text)));
    await assertOutcome(evalOf(subject), { code: 2, outcome: "unverifiable", reason });
  });
  tests(`${name}: a file of bundles`, async () => {
    const { code, trace } = await judgeJson(nowhere, "--policy", policyFile, "--bundle", fileOf(text));
    assert.is.not(code, 0);
    const [source] = trace.discovery.sources;
    assert.is(trace.discovery.sources.length, 1);
    if (text !== "[]") assert.is(source?.status, "failed");
    assert.is(controlOf(trace, "C-01").outcome, text === "[]" ? "missing" : "unverifiable");
  });
  tests(`${name}: a predicate to sign`, async () => {
    const words = ["attest", layoutWith().subject, "--type", "provenance", "--predicate", fileOf(text), "--key", fileOf(ours.privatePem)];
    const ran = await policy(...words, "--dry-run");
    if (text === "[]") assert.is(ran.code, 0);
    else assertRefused(ran, 4, /is no valid JSON/u);
  });
  tests(`${name}: a Sigstore root`, async () => {
    const keyless = policyText.replace(
      /trust builder \{[^}]*\}/u,
      'trust builder {\n  sigstore mine\n  issuer "https://issuer.example"\n  identity is "https://builder.example/workflow"\n}',
    );
    const words = ["eval", layoutWith().subject, "--policy", policyBeside(keyless), "--sigstore-root", `mine=${fileOf(text)}`];
    assertRefused(await policy(...words), 4, /the Sigstore root `mine` cannot be used/u);
  });
  tests(`${name}: a policy`, async () => {
    const ran = await policy("eval", layoutWith().subject, "--policy", policyBeside(text));
    assert.is(ran.code, 3);
    assert.match(ran.stderr, /error\[E1\d\d\d\]/u);
  });
}

tests("the configuration file", async () => {
  for (const text of ["{", '{"policy":"a","policy":"b"}', "[".repeat(1_000_000), '{"polcy":"a"}', '{"policy":"\\u0000"}', '{"policy":7}']) {
    const io = memoryIo({ cwd: folderWith({ "policy.config.json": text, ".git/x": "" }) });
    const code = await run(["eval", layoutWith().subject], io);
    assertRefused({ code, ...io.written }, 4, /policy\.config\.json|there is no file or folder/u);
  }
});

// ------------------------------------------------------------------------------------------- duplicates, depth, sizes

const twice = (text: string, member: string) => text.replace(/^\{/u, `{${member},`);

const payloads: readonly { readonly name: string; readonly payload: (about: string) => Buffer; readonly reason: string }[] = [
  {
    name: "a statement with two subject lists",
    payload: (about) => Buffer.from(twice(JSON.stringify(statement({ about })), '"subject":[]')),
    reason: "duplicate-key",
  },
  {
    name: "a predicate with two builders",
    payload: (about) =>
      Buffer.from(JSON.stringify(statement({ about })).replace('"builder":', '"builder":{"id":"https://x.example"},"builder":')),
    reason: "duplicate-key",
  },
  {
    name: "a predicate 300 levels deep",
    payload: (about) =>
      Buffer.from(JSON.stringify(statement({ about })).replace('"runDetails"', `"x":${"[".repeat(300)}${"]".repeat(300)},"runDetails"`)),
    reason: "too-deep",
  },
  { name: "a million open brackets", payload: () => Buffer.from("[".repeat(1_000_000)), reason: "too-deep" },
  {
    name: "half a surrogate pair in a name",
    payload: (about) => Buffer.from(JSON.stringify(statement({ about })).replace("https://builder.example", "\\ud800")),
    reason: "statement-malformed",
  },
  {
    name: "1025 subjects",
    payload: (about) =>
      Buffer.from(JSON.stringify(statement({ subjects: Array.from({ length: 1025 }, () => ({ digest: { sha256: about.slice(7) } })) }))),
    reason: "too-many",
  },
];
for (const { name, payload, reason } of payloads) {
  tests(name, async () => {
    const subject = imageWith((layout, image) => layout.attach(image, envelope({ payload: payload(image.digest), keys: [ours] })));
    await assertOutcome(evalOf(subject), { code: 2, outcome: "unverifiable", reason });
  });
}

tests("an envelope with two payload types", async () => {
  const subject = imageWith((layout, image) =>
    layout.attach(image, twice(JSON.stringify(attested(image.digest)), '"payloadType":"text/plain"')),
  );
  await assertOutcome(evalOf(subject), { code: 2, outcome: "unverifiable", reason: "duplicate-key" });
});

tests("a manifest with two lists of layers is no manifest", async () => {
  const layout = layoutWith();
  const image = layout.image("other");
  const text = twice(readFileSync(layout.blobPath(image.digest), "utf8"), '"layers":[]');
  const changed = { mediaType: image.mediaType, ...layout.blob(Buffer.from(text)) };
  layout.list(changed);
  assertRefused(await policy(...evalOf(`${layout.subject}@${changed.digest}`)), 2, /duplicate-key/u);
});

const layers: readonly {
  readonly name: string;
  readonly layer: (good: Omit<Descriptor, "mediaType">, layout: HostileLayout) => object;
  readonly reason: string;
}[] = [
  { name: "one byte more than there is", layer: (good) => ({ ...good, size: good.size + 1 }), reason: "size-mismatch" },
  { name: "one byte less", layer: (good) => ({ ...good, size: good.size - 1 }), reason: "size-mismatch" },
  { name: "more than is ever read", layer: (good) => ({ ...good, size: Number.MAX_SAFE_INTEGER }), reason: "too-large" },
  {
    name: "other bytes of that size",
    layer: (good, layout) => {
      writeFileSync(layout.blobPath(good.digest), "x".repeat(good.size));
      return good;
    },
    reason: "digest-mismatch",
  },
  {
    name: "no such file",
    layer: (good, layout) => {
      unlinkSync(layout.blobPath(good.digest));
      return good;
    },
    reason: "blob-missing",
  },
  {
    name: "a link to the right bytes outside the layout",
    layer: (good, layout) => {
      const outside = fileOf(readFileSync(layout.blobPath(good.digest)));
      unlinkSync(layout.blobPath(good.digest));
      symlinkSync(outside, layout.blobPath(good.digest));
      return good;
    },
    reason: "path-refused",
  },
  {
    name: "a pipe that nobody writes to",
    layer: (good, layout) => {
      unlinkSync(layout.blobPath(good.digest));
      pipeAt(layout.blobPath(good.digest));
      return good;
    },
    reason: "path-refused",
  },
  {
    name: "a folder",
    layer: (good, layout) => {
      unlinkSync(layout.blobPath(good.digest));
      mkdirSync(layout.blobPath(good.digest));
      return good;
    },
    reason: "path-refused",
  },
  {
    name: "a file of 100 MiB where a small one was named",
    layer: (good, layout) => {
      sparse(layout.blobPath(good.digest));
      return good;
    },
    reason: "size-mismatch",
  },
];
for (const { name, layer, reason } of layers) {
  tests(`the blob of an envelope: ${name}`, async () => {
    const subject = imageWith((layout, image) => attachLayer(layout, image, layer(layout.blob(attested(image.digest)), layout)));
    await assertOutcome(evalOf(subject), { code: 2, outcome: "unverifiable", reason });
  });
}

const digests = [
  "sha256:../../../etc/passwd",
  `sha256:${"../".repeat(21)}a`,
  `sha256:${"A".repeat(64)}`,
  "../../x",
  "",
  "sha256:",
  `md5:${"0".repeat(32)}`,
  5,
  null,
];
tests("a digest that is a path, or no digest", async () => {
  for (const digest of digests) {
    const layout = layoutWith((one) => {
      one.writeIndex({ schemaVersion: 2, manifests: [{ mediaType: "application/vnd.oci.image.manifest.v1+json", digest, size: 3 }] });
    });
    assertRefused(await policy(...evalOf(layout.subject)), 2, /reference-invalid|manifest-malformed/u);
    const subject = imageWith((one, image) => attachLayer(one, image, { digest, size: 3 }));
    assert.is.not((await policy(...evalOf(subject))).code, 0);
  }
});

tests("sizes that are no sizes", async () => {
  for (const size of [-1, 1.5, 1e20, "5", null]) {
    const subject = imageWith((layout, image) => attachLayer(layout, image, { ...layout.blob(attested(image.digest)), size }));
    const { code } = await policy(...evalOf(subject));
    assert.ok(code === 1 || code === 2, String(size));
  }
});

// ------------------------------------------------------------------------------------------------ links and other kinds of files

tests("a layout whose parts are links or pipes", async () => {
  const moved: readonly ((layout: HostileLayout) => void)[] = ["index.json", "oci-layout", "blobs", "blobs/sha256"].map(
    (name) => (layout) => {
      const outside = join(folderWith({}), "moved");
      renameSync(join(layout.folder, name), outside);
      symlinkSync(outside, join(layout.folder, name));
    },
  );
  const pipes: readonly ((layout: HostileLayout) => void)[] = ["index.json", "oci-layout"].map((name) => (layout) => {
    unlinkSync(join(layout.folder, name));
    pipeAt(join(layout.folder, name));
  });
  for (const damage of [...moved, ...pipes]) {
    const layout = layoutWith();
    const [image] = layout.entries;
    damage(layout);
    assertRefused(await policy(...evalOf(`${layout.subject}@${image?.digest}`)), 2, /path-refused/u);
  }
});

tests("what is no regular file, or leads out of the policy's folder, is read as nothing", async () => {
  const pipe = pipeAt(join(folderWith({}), "pipe"));
  const withKey = (make: (path: string) => void) => {
    const file = policyBeside(policyText);
    const key = join(file, "../keys/builder.pub");
    unlinkSync(key);
    make(key);
    return file;
  };
  const { subject } = layoutWith();
  const outside = fileOf(ours.pem);
  assertRefused(await policy("eval", subject, "--policy", pipe), 3, /E2006/u);
  assertRefused(await policy("eval", subject, "--policy", withKey(pipeAt)), 3, /E4021/u);
  assertRefused(
    await policy(
      "eval",
      subject,
      "--policy",
      withKey((key) => symlinkSync(outside, key)),
    ),
    3,
    /E4021/u,
  );
  assertRefused(
    await policy(
      "eval",
      subject,
      "--policy",
      withKey(() => undefined),
    ),
    3,
    /E4021/u,
  );
  assertRefused(await policy(...evalOf(`file:${pipe}`, "--bundle", pipe)), 2, /path-refused/u);
  for (const bundle of [pipe, folderWith({}), "/nonexistent"]) {
    const { code, trace } = await judgeJson(...evalOf(nowhere, "--bundle", bundle).slice(1));
    assert.is(code, 2);
    assert.is(trace.discovery.sources[0]?.status, "failed");
  }
});

tests.run();
