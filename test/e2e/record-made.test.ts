/** `policy test record` over images made for it: each word that a test has for what is wrong, and verdicts that no test can hold. */
import { createHash, createPublicKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import type { Ran } from "../support/run-policy.ts";
import { HostileLayout, inToto, provenance, type Descriptor, type StatementParts } from "./support-hostile.ts";
import { fixedKey, policyFile, signed, statementDigest } from "./support-signed.ts";

const tests = suite("policy test record, made images");
const real = withRealdata(tests);

const keys = { ann: fixedKey("ann"), bob: fixedKey("bob"), old: fixedKey("old"), stranger: fixedKey("stranger") };
const { stranger: _stranger, ...ours } = keys;
const scanType = "https://acme.example/attestation/scan/v1";
const listType = "https://acme.example/attestation/list/v1";

const HEAD = `policy made version 1

use slsa from "std/slsa@1"

predicate scan "${scanType}" {
  result: one of clean, findings
  score: Decimal
  finishedOn: Timestamp
}
predicate inventory "${listType}" {
  statements: exhaustive nonempty Set of Digest
}

trust builders {
  key "keys/ann.pub" held by "ann@acme.example"
  key "keys/bob.pub" held by "bob@acme.example"
  threshold 2
}
trust scanners {
  key "keys/old.pub" held by "olga@acme.example"
  accept claimed time
}
`;
const CONTROLS = `
control C-01 "Built by two of us" {
  evidence build: slsa.provenance signed by builders
  require source: build.source.repository under "https://github.com/acme"
    else "built from {build.source.repository}"
}

control C-02 "Scanned" {
  evidence report: scan signed by scanners
    fresh within 7 days of finishedOn
    pick latest by finishedOn
  require clean: report.result is clean
    else "{report.result}"
}

gate prod {
  enforce C-01
  warn C-02
}
`;

interface Image {
  readonly layout: HostileLayout;
  readonly image: Descriptor;
}

function newImage(): Image {
  const layout = new HostileLayout();
  const image = layout.image("app");
  layout.list({ ...image, annotations: { "org.opencontainers.image.ref.name": "app" } });
  return { layout, image };
}

async function words(cwd: string, ...all: readonly string[]): Promise<Ran> {
  const io = memoryIo({ cwd });
  return { code: await run(all, io), ...io.written };
}

const AT = "2026-11-25T12:00:00Z";

async function recorded(
  { layout }: Image,
  text: string,
  ...more: readonly string[]
): Promise<Ran & { readonly file: string; readonly block: string }> {
  const file = policyFile("made.policy", text, ours);
  const subject = `oci-layout:${layout.folder}:app`;
  const ran = await words(dirname(file), "test", "record", subject, "--policy", file, "--at", AT, "--title", "it", ...more);
  const after = readFileSync(file, "utf8");
  if (ran.code !== 0) {
    assert.is(after, text, "nothing was written");
    assert.is(existsSync(join(dirname(file), "fixtures")), false, "no fixture stays behind");
  } else {
    const tested = await words(dirname(file), "test", file);
    assert.equal([tested.code, tested.stderr], [0, ""], tested.stdout);
  }
  return { ...ran, file, block: after.slice(after.indexOf('test "it"')) };
}

const building = (image: Descriptor): StatementParts => ({ about: image.digest, predicate: provenance() });
const scanning = (image: Descriptor, finishedOn = "2026-11-24T00:00:00Z", result = "clean"): StatementParts => ({
  about: image.digest,
  type: scanType,
  predicate: { result, score: 7, finishedOn },
});

function expectLines(block: string, ...lines: readonly string[]): void {
  for (const line of lines) assert.ok(block.includes(`  ${line}\n`), `${line}\n\n${block}`);
}

tests("two signers of a threshold are two lines of one fixture", async () => {
  const it = newImage();
  it.layout.attach(it.image, signed(building(it.image), keys.ann));
  it.layout.attach(it.image, signed(building(it.image), keys.bob));
  it.layout.attach(it.image, signed(scanning(it.image), keys.old));
  const { code, stderr, block } = await recorded(it, HEAD + CONTROLS);
  assert.is(code, 0, stderr);
  expectLines(
    block,
    `subject "${it.image.digest}"`,
    "expect control C-01 satisfied",
    "expect control C-02 satisfied",
    "expect gate passed",
  );
  const folder = `fixtures/${it.layout.folder.split("/").at(-1)?.toLowerCase() ?? ""}`;
  for (const who of ["ann", "bob"]) {
    const line = `given slsa.provenance from "${folder}/slsa.provenance.json" signed by builders as "${who}@acme.example"`;
    assert.ok(block.replace(/\s+/gu, " ").includes(line), block);
  }
  assert.match(block, 'signed by scanners as "olga@acme.example"');
});

tests("one signer of two is too few in the test too", async () => {
  const it = newImage();
  it.layout.attach(it.image, signed(building(it.image), keys.ann));
  const { code, stderr, block } = await recorded(it, HEAD + CONTROLS);
  assert.is(code, 0, stderr);
  expectLines(block, "expect control C-01 unverifiable because threshold-not-met", "expect gate not judged");
  assert.match(block, "expect control C-02 missing because");
  expectLines(block, "expect control C-02 warned");
});

tests("numbers are kept as they were attested", async () => {
  const it = newImage();
  const envelope = signed(scanning(it.image), keys.old) as { payload: string };
  const payload = Buffer.from(Buffer.from(envelope.payload, "base64").toString("utf8").replace('"score":7', '"score":7.00'));
  const bytes = Buffer.concat([Buffer.from(`DSSEv1 ${inToto.length} ${inToto} ${payload.length} `), payload]);
  it.layout.attach(it.image, {
    payloadType: inToto,
    payload: payload.toString("base64"),
    signatures: [{ sig: keys.old.sign(bytes).toString("base64") }],
  });
  const text = `${HEAD}${CONTROLS.replace("report.result is clean", "report.score is 7.0")}`;
  const { code, stderr, file, block } = await recorded(it, text);
  assert.is(code, 0, stderr);
  expectLines(block, "expect control C-02 satisfied");
  const path = /given scan from "([^"]+)"/u.exec(block)?.[1] ?? "";
  assert.match(readFileSync(join(dirname(file), path), "utf8"), '"score": 7.00');
});

interface Wrong {
  readonly name: string;
  readonly attach: (it: Image) => void;
  /** In the `given` line; absent: it was not needed. */
  readonly words?: string;
  readonly expects: string;
}

function spoilt(envelope: object): object {
  const { payload, ...rest } = envelope as { readonly payload: string };
  return { ...rest, payload: Buffer.from(`${Buffer.from(payload, "base64").toString("utf8")} `).toString("base64") };
}

const other = `sha256:${"ab".repeat(32)}`;
const wrongs: readonly Wrong[] = [
  { name: "nothing at all", attach: () => undefined, expects: "missing because none-found" },
  {
    name: "a stranger's scan",
    attach: ({ layout, image }) => layout.attach(image, signed(scanning(image), keys.stranger)),
    words: "signed by somebody else",
    expects: "missing because none-from-root",
  },
  {
    name: "a bare statement",
    attach: ({ layout, image }) => layout.attach(image, signedNot(scanning(image)), inToto),
    words: "unsigned",
    expects: "missing because",
  },
  {
    name: "a scan that was changed",
    attach: ({ layout, image }) => {
      const envelope = spoilt(signed(scanning(image), keys.old)) as { signatures: { sig: string }[] };
      layout.attach(image, { ...envelope, signatures: envelope.signatures.map((each) => ({ ...each, keyid: keyidOf() })) });
    },
    words: "signed by scanners tampered",
    expects: "unverifiable because signature-invalid",
  },
  {
    name: "a scan of another image",
    attach: ({ layout, image }) => layout.attach(image, signed({ ...scanning(image), about: other }, keys.old)),
    words: "about something else",
    expects: "missing because",
  },
  {
    name: "a scan that is too old",
    attach: ({ layout, image }) => layout.attach(image, signed(scanning(image, "2026-11-01T00:00:00Z"), keys.old)),
    words: 'signed by scanners as "olga@acme.example"',
    expects: "violated",
  },
  {
    name: "a scan from the future",
    attach: ({ layout, image }) => layout.attach(image, signed(scanning(image, "2026-12-24T00:00:00Z"), keys.old)),
    words: 'signed by scanners as "olga@acme.example"',
    expects: "unverifiable because",
  },
  {
    name: "a scan that cannot be read",
    attach: ({ layout, image }) => layout.attach(image, signed({ ...scanning(image), predicate: { result: 7 } }, keys.old)),
    words: 'signed by scanners as "olga@acme.example"',
    expects: "unverifiable because",
  },
  {
    name: "findings",
    attach: ({ layout, image }) => layout.attach(image, signed(scanning(image, "2026-11-24T00:00:00Z", "findings"), keys.old)),
    words: 'signed by scanners as "olga@acme.example"',
    expects: 'violated saying "findings"',
  },
  {
    name: "a stranger's scan beside a good one",
    attach: ({ layout, image }) => {
      layout.attach(image, signed(scanning(image), keys.old));
      layout.attach(image, signed(scanning(image, "2026-11-24T00:00:00Z", "findings"), keys.stranger));
    },
    expects: "satisfied",
  },
];

function signedNot(parts: StatementParts): object {
  const { payload } = signed(parts, keys.old) as { payload: string };
  return JSON.parse(Buffer.from(payload, "base64").toString("utf8")) as object;
}

/** What signers call a key: the hash of its public half. */
function keyidOf(): string {
  const der = createPublicKey(keys.old.pem).export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex");
}

for (const { name, attach, words: said, expects } of wrongs) {
  tests(name, async () => {
    const it = newImage();
    attach(it);
    const { code, stderr, stdout, block } = await recorded(it, HEAD + CONTROLS);
    assert.is(code, 0, stderr);
    assert.match(block, `expect control C-02 ${expects}`);
    if (said !== undefined) assert.match(block, said);
    else assert.not.match(block, "somebody else");
    if (said === undefined && block.includes("given scan")) assert.match(stdout, "was not needed: scan, not accepted: ");
  });
}

tests("evidence about what other evidence names", async () => {
  const it = newImage();
  const base = it.layout.image("base");
  it.layout.list({ ...base, annotations: { "org.opencontainers.image.ref.name": "base" } });
  const parts = building(it.image);
  const dependencies = [{ name: "base", uri: "pkg:oci/base", digest: { sha256: base.digest.slice(7) } }];
  const build = {
    buildDefinition: { ...buildDefinition(parts), resolvedDependencies: dependencies },
    runDetails: { builder: { id: "https://b.example" } },
  };
  for (const key of [keys.ann, keys.bob]) it.layout.attach(it.image, signed({ ...parts, predicate: build }, key));
  it.layout.attach(base, signed(scanning(base), keys.old));
  const control = `
control C-01 "Its base was scanned" {
  evidence build: slsa.provenance signed by builders
  define base = the dependency d in build.dependencies
    where d has name and d.name is "base" and d has digest
  evidence report: scan signed by scanners
    about base
    fresh within 7 days of finishedOn
    pick latest by finishedOn
  require clean: report.result is clean
    else "{report.result}"
}

gate prod {
  enforce C-01
}
`;
  const { code, stderr, block } = await recorded(it, HEAD + control);
  assert.is(code, 0, stderr);
  expectLines(block, "expect control C-01 satisfied", "expect gate passed");
  assert.match(block, `about "${base.digest}"`);
  assert.match(block, `about "${it.image.digest}"`);
});

function buildDefinition({ predicate }: StatementParts): object {
  return (predicate as { buildDefinition: object }).buildDefinition;
}

tests("a list of digests of what was signed: no test can hold it", async () => {
  const it = newImage();
  const scan = scanning(it.image);
  it.layout.attach(it.image, signed(scan, keys.old));
  const list = { about: it.image.digest, type: listType, predicate: { statements: [{ sha256: statementDigest(scan) }] } };
  it.layout.attach(it.image, signed(list, keys.old));
  const control = `
control C-01 "All that is listed is clean" {
  evidence list: inventory signed by scanners
  evidence reports: all scan signed by scanners
    listed in list.statements
  require clean: every report r in reports satisfies r.result is clean
    else "{r.result}"
}

gate prod {
  enforce C-01
}
`;
  const { code, stderr, stdout } = await recorded(it, HEAD + control);
  assert.equal([code, stdout], [1, ""], stderr);
  assert.match(stderr, 'nothing was recorded: the test "it" would not hold the verdict that the image has');
  assert.match(stderr, "C-01 is satisfied here, and ");
  assert.match(stderr, "the gate is passed here, and ");
});

tests("what holds no statement, and keeps the verdict open", async () => {
  const it = newImage();
  for (const key of [keys.ann, keys.bob]) it.layout.attach(it.image, signed(building(it.image), key));
  const payload = Buffer.from('{"about":"nothing"}');
  const bytes = Buffer.concat([Buffer.from(`DSSEv1 ${inToto.length} ${inToto} ${payload.length} `), payload]);
  const signatures = [{ sig: keys.old.sign(bytes).toString("base64") }];
  it.layout.attach(it.image, { payloadType: inToto, payload: payload.toString("base64"), signatures });
  const { code, stderr } = await recorded(it, HEAD + CONTROLS);
  assert.is(code, 1);
  assert.match(stderr, "it holds no statement that can be read, so there is nothing to record");
});

tests("an index with evidence about one platform", async () => {
  const layout = new HostileLayout();
  const platforms = ["amd64", "arm64"].map((architecture) => {
    const platform = { os: "linux", architecture };
    return { ...layout.image(architecture, platform), platform };
  });
  const index = layout.index(platforms);
  layout.list({ ...index, annotations: { "org.opencontainers.image.ref.name": "app" } });
  const [amd64] = platforms;
  if (amd64 === undefined) throw new Error("there are two");
  layout.attach(amd64, signed(scanning(amd64), keys.old));
  layout.attach(index, signed(scanning(index, "2026-11-20T00:00:00Z"), keys.old));
  const text =
    HEAD +
    CONTROLS.replace('"Scanned" {', '"Scanned" {\n  for every platform').replace(
      "report: scan signed by scanners",
      "report: scan signed by scanners\n    about platform only",
    );
  const { code, stderr, block } = await recorded({ layout, image: index }, text);
  assert.is(code, 0, stderr);
  assert.match(block, /subject "sha256:[0-9a-f]{64}" platforms "linux\/amd64",\s+"linux\/arm64"/u);
  assert.match(block, 'on platform "linux/amd64"');
  assert.match(block, "expect control C-02 missing");
  const one = await recorded({ layout, image: index }, text, "--platform", "linux/amd64");
  assert.is(one.code, 0, one.stderr);
  expectLines(one.block, `subject "${amd64.digest}"`, "expect control C-02 satisfied");
});

real("what this run alone knows, `policy test` does not: everything is taken back", async () => {
  const it = newImage();
  const text = `${HEAD}${CONTROLS}`.replace(
    "trust scanners {",
    'trust desk {\n  sigstore staging\n  issuer "https://issuer.example"\n  identity is "a@acme.example"\n}\ntrust scanners {',
  );
  it.layout.attach(it.image, signed(scanning(it.image), keys.old));
  const asked = text.replace("report: scan signed by scanners", "report: scan signed by scanners or desk");
  const root = `staging=${realdataPath("trust", "public-good.trusted_root.json")}`;
  const { code, stderr } = await recorded(it, asked, "--sigstore-root", root);
  assert.is(code, 1, stderr);
  assert.match(stderr, "staging");
});

tests.run();
