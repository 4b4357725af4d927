/** Modules from registries, as they stand beside the policy; and the lock file. */
import { createHash } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { declareMain, policy, said, type Folder } from "./declaring.ts";

const sha = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const TITLE = "org.opencontainers.image.title";

interface Made {
  readonly digest: string;
  readonly specifier: string;
  readonly files: Readonly<Record<string, string>>;
}

function bundle(files: Readonly<Record<string, string>>, change: (manifest: { layers: object[] }) => unknown = (same) => same): Made {
  const layers = Object.entries(files).map(([name, text]) => ({
    mediaType: "text/plain",
    digest: sha(text),
    size: Buffer.byteLength(text),
    annotations: { [TITLE]: name },
  }));
  const manifest = JSON.stringify(change({ layers }));
  const digest = sha(manifest);
  const folder = `proviso-modules/${digest.replace(":", "-")}`;
  return {
    digest,
    specifier: `oci://registry.example/acme/policies@${digest}`,
    files: {
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
      [`${folder}/manifest.json`]: manifest,
    },
  };
}

const module = 'policy acme version 1\nparam age: Duration = 7 days, at most 30 days\ntrust scanner {\n  key "keys/scanner.pub"\n}\n';
const plain = bundle({ "module.policy": module, "keys/scanner.pub": "k" });
const use = (made: Made) => policy(`use acme from "${made.specifier}"`);
const at = (made: Made) => `«"${made.specifier}"»`;

const tests = suite("declarations: bundles");

function expect(title: string, text: string, diagnostics: readonly string[], folder: Folder = {}): void {
  tests(title, () => assert.equal(said(declareMain(text, folder)), diagnostics));
}

expect("a bundle beside the policy", use(plain), [], { files: plain.files });
expect("one that was not fetched", use(plain), [`E2006 ${at(plain)} \`${plain.specifier}\` has not been fetched`]);

const folderOf = (made: Made) => `proviso-modules/${made.digest.replace(":", "-")}`;
const altered = (made: Made) => [`E2007 ${at(made)} the copy of \`${made.specifier}\` beside the policy was changed`];
expect("a changed manifest", use(plain), altered(plain), {
  files: { ...plain.files, [`${folderOf(plain)}/manifest.json`]: '{"layers":[]}' },
});
expect("a changed module", use(plain), altered(plain), { files: { ...plain.files, [`${folderOf(plain)}/module.policy`]: `${module}\n` } });
expect("a changed module of the same length", use(plain), altered(plain), {
  files: { ...plain.files, [`${folderOf(plain)}/module.policy`]: module.replace("7 days", "9 days") },
});
expect("a changed key", use(plain), ['E4021 «"keys/scanner.pub"» there is no file `keys/scanner.pub`'], {
  files: { ...plain.files, [`${folderOf(plain)}/keys/scanner.pub`]: "x" },
});

const noBundle = (made: Made, detail: string) => [`E2006 ${at(made)} \`${made.specifier}\` is no bundle of a policy: ${detail}`];
const broken: readonly (readonly [string, Made, string])[] = [
  ["no list of files", bundle({}, () => ({})), "its manifest lists no files"],
  ["no object", bundle({}, () => []), "its manifest lists no files"],
  ["no policy", bundle({ "a.txt": "a" }), "it has neither a `module.policy` nor exactly one policy"],
  ["two policies", bundle({ "a.policy": module, "b.policy": module }), "it has neither a `module.policy` nor exactly one policy"],
  ["a name that leaves the folder", bundle({ "../a.policy": module }), "`../a.policy` cannot be the name of a file in it"],
  ["an absolute name", bundle({ "/a.policy": module }), "`/a.policy` cannot be the name of a file in it"],
  ["the name of the manifest", bundle({ "manifest.json": module }), "`manifest.json` cannot be the name of a file in it"],
  [
    "a file without name",
    bundle({}, () => ({ layers: [{ digest: sha(""), size: 0 }] })),
    `a file in its manifest has no name (\`${TITLE}\`)`,
  ],
  ["a name twice", bundle({ "a.policy": module }, ({ layers }) => ({ layers: [...layers, ...layers] })), "it names `a.policy` twice"],
  [
    "another digest",
    bundle({ "a.policy": "x" }, ({ layers }) => ({ layers: layers.map((each) => ({ ...each, digest: "md5:00" })) })),
    "`a.policy` has no sha256 digest",
  ],
  [
    "a huge file",
    bundle({ "a.policy": "x" }, ({ layers }) => ({ layers: layers.map((each) => ({ ...each, size: 2 ** 40 })) })),
    "`a.policy` has no size up to 8388608 bytes",
  ],
  ["very many files", bundle({}, () => ({ layers: Array.from({ length: 129 }, () => ({})) })), "it has more than 128 files"],
];
for (const [title, made, detail] of broken) expect(`a manifest with ${title}`, use(made), noBundle(made, detail), { files: made.files });

expect("the only policy of a bundle is the module", use(bundle({ "acme.policy": "policy acme version 1" })), [], {
  files: bundle({ "acme.policy": "policy acme version 1" }).files,
});

const inner = bundle({ "module.policy": 'policy a version 1\nuse b from "./lib/b.policy"', "lib/b.policy": "policy b version 1" });
expect("files of a bundle import each other", use(inner), [], { files: inner.files });
const outer = bundle({ "module.policy": 'policy a version 1\nuse main from "../../secret.policy"' });
expect(
  "a bundle does not see the policy's own files",
  use(outer),
  ['E2009 «"../../secret.policy"» `../../secret.policy` lies outside the policy\'s folder'],
  {
    files: { ...outer.files, "secret.policy": "policy secret version 1" },
  },
);
const thief = bundle({ "module.policy": 'policy a version 1\ntrust t {\n  key "../../keys/ours.pub"\n}' });
expect("nor its keys", use(thief), ['E4021 «"../../keys/ours.pub"» `../../keys/ours.pub` is no file in the policy\'s folder'], {
  files: thief.files,
});
const unlisted = bundle({ "module.policy": 'policy a version 1\nuse b from "./b.policy"' });
expect(
  "a file that the manifest does not name is not there",
  use(unlisted),
  ['E2007 «"./b.policy"» the copy of `./b.policy` beside the policy was changed'],
  {
    files: { ...unlisted.files, [`${folderOf(unlisted)}/b.policy`]: "policy b version 1" },
  },
);
const nested = bundle({ "module.policy": `policy a version 1\nuse b from "${plain.specifier}"` });
expect("a bundle imports a bundle", use(nested), [], { files: { ...plain.files, ...nested.files } });

tests("what has to be fetched is named, also what a bundle needs", () => {
  assert.equal(declareMain(use(plain)).unfetched, [plain.specifier]);
  assert.equal(declareMain(use(nested), { files: nested.files }).unfetched, [plain.specifier]);
  assert.equal(declareMain(use(plain), { files: plain.files }).unfetched, []);
  assert.equal(declareMain(use(plain), { files: { ...plain.files, [`${folderOf(plain)}/module.policy`]: "x" } }).unfetched, [
    plain.specifier,
  ]);
});

tests.run();

// ------------------------------------------------------------------------------------------------------ lock file

const locks = suite("declarations: lock file");
const other = "policy other version 1\n";
const text = policy('use o from "./lib/other.policy"\nuse std from "std/vuln@2"');
const standard = { "std/vuln@2": "policy vuln version 1\n" };
const zero = `sha256:${"0".repeat(64)}`;
const entry = (specifier: string, content: string) => ({ specifier, digest: sha(content), size: content.length, meaning: zero });
const lockOf = (parts: object) => JSON.stringify({ format: "proviso/lock/1", imports: [], sigstoreRoots: [], policies: [], ...parts });
const whole = [entry("./lib/other.policy", other), entry("std/vuln@2", standard["std/vuln@2"])];

function locked(title: string, lock: string, diagnostics: readonly string[]): void {
  locks(title, () => {
    const files = { "lib/other.policy": other, "proviso.lock": lock };
    assert.equal(said(declareMain(text, { files, standard })), diagnostics);
  });
}

locked("everything is as it was", lockOf({ imports: whole }), []);
locked("an import that is not in it", lockOf({ imports: whole.slice(1) }), [
  'E2006 «"./lib/other.policy"» `./lib/other.policy` is not in `proviso.lock`',
]);
locked("a file that changed", lockOf({ imports: [entry("./lib/other.policy", "policy other version 2\n"), ...whole.slice(1)] }), [
  'E2007 «"./lib/other.policy"» `./lib/other.policy` is not what `proviso.lock` holds',
]);
locked("a standard module that changed", lockOf({ imports: [...whole.slice(0, 1), { ...whole[1], digest: zero }] }), [
  'E2007 «"std/vuln@2"» `std/vuln@2` is not what `proviso.lock` holds',
]);
locked("another size", lockOf({ imports: [{ ...whole[0], size: 1 }, ...whole.slice(1)] }), [
  'E2007 «"./lib/other.policy"» `./lib/other.policy` is not what `proviso.lock` holds',
]);

const cannot: readonly (readonly [string, string])[] = [
  ["", "it is no valid JSON: "],
  ["[]", "it is no object"],
  ['{"format":"proviso/lock/2"}', "its format is not `proviso/lock/1`"],
  ['{"format":"proviso/lock/1"}', "a list in it is missing"],
  [lockOf({ imports: [1] }), "an entry of it is no object"],
  [lockOf({ imports: [{ ...whole[0], digest: "sha256:zz" }] }), "an entry of it has no valid `digest`"],
  [lockOf({ imports: [{ ...whole[0], size: -1 }] }), "an entry of it has no valid `size`"],
  [lockOf({ imports: [{ ...whole[0], url: "x" }] }), "an entry of it has the unknown member `url`"],
];
for (const [lock, detail] of cannot) {
  locks(`a lock file that cannot be read: ${detail}`, () => {
    const { diagnostics, sources } = declareMain(text, { files: { "lib/other.policy": other, "proviso.lock": lock }, standard });
    assert.equal(
      diagnostics.map(({ code, span }) => [code, span.file]),
      [["E2007", "policies/proviso.lock"]],
    );
    assert.is(diagnostics[0]?.message.startsWith(`\`proviso.lock\` cannot be used: ${detail}`), true, diagnostics[0]?.message);
    assert.ok(sources.some(({ path }) => path === "policies/proviso.lock"));
  });
}

locks("Sigstore roots beside the policy", () => {
  const root = policy(
    'trust t {\n  sigstore "trust/root.json"\n  issuer "https://login.acme.example"\n  identity is "a@acme.example"\n  logged yes\n}',
  );
  const found = (sigstoreRoots: readonly object[]) =>
    said(declareMain(root, { files: { "trust/root.json": "0".repeat(64), "proviso.lock": lockOf({ sigstoreRoots }) } }));
  assert.equal(found([{ name: "trust/root.json", digest: zero }]), []);
  assert.equal(found([]), ["E2006 «t» `trust/root.json` is not in `proviso.lock`"]);
  assert.equal(found([{ name: "trust/root.json", digest: `sha256:${"1".repeat(64)}` }]), [
    "E2007 «t» `trust/root.json` is not what `proviso.lock` holds",
  ]);
});

locks.run();
