/** Where configuration is read from, and that nothing of a stranger's repository is ever run. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findConfig } from "../../../src/platform/config/index.ts";

const tests = suite("platform/config");

type Files = Readonly<Record<string, string>>;

/** A repository with these files, its own root. */
function repository(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), "proviso-config-"));
  mkdirSync(join(root, ".git"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function settings(files: Files, at = "."): Promise<unknown> {
  const found = await findConfig(join(repository(files), at));
  assert.ok(found.ok, found.ok ? "" : found.error);
  if (found.value === undefined) return undefined;
  const { path, ...rest } = found.value;
  assert.ok(existsSync(path));
  return rest;
}

async function refusal(files: Files): Promise<string> {
  const found = await findConfig(repository(files));
  assert.not.ok(found.ok);
  return found.ok ? "" : found.error;
}

const read: readonly { name: string; files: Files }[] = [
  { name: "JSON", files: { "policy.config.json": '{"policy":"a.policy"}' } },
  { name: "YAML", files: { "policy.config.yaml": "policy: a.policy\n" } },
  { name: "YAML without an extension", files: { ".policyrc": "policy: a.policy\n" } },
  { name: "JSON without an extension", files: { ".policyrc": '{"policy":"a.policy"}' } },
  { name: "package.json", files: { "package.json": '{"name":"x","policy":{"policy":"a.policy"}}' } },
  { name: "the first of two", files: { "policy.config.json": '{"policy":"a.policy"}', ".policyrc": "policy: b.policy" } },
  { name: "the next when the first is empty", files: { "policy.config.json": " \n", ".policyrc": "policy: a.policy" } },
  { name: "past a package.json of others", files: { "policy.config.yaml": "", "package.json": '{"policy":{"policy":"a.policy"}}' } },
];
for (const { name, files } of read) tests(`reads ${name}`, async () => assert.equal(await settings(files), { policy: "a.policy" }));

tests("looks from the working directory upwards, and not above the repository's root", async () => {
  assert.equal(await settings({ ".policyrc": "gate: prod", "sub/folder/x": "" }, "sub/folder"), { gate: "prod" });
  assert.equal(await settings({ ".policyrc": "gate: prod", "sub/.git/x": "" }, "sub"), undefined);
});

const nothing: readonly { name: string; files: Files }[] = [
  { name: "no file", files: {} },
  { name: "a package.json without our member", files: { "package.json": '{"name":"policyless"}' } },
  { name: "a broken package.json that does not concern us", files: { "package.json": "{" } },
];
for (const { name, files } of nothing) tests(`finds nothing in ${name}`, async () => assert.is(await settings(files), undefined));

const refused: readonly { name: string; files: Files; says: RegExp }[] = [
  { name: "broken JSON", files: { "policy.config.json": "{" }, says: /policy\.config\.json: it is no valid JSON/u },
  { name: "a member given twice", files: { "policy.config.json": '{"gate":"dev","gate":"prod"}' }, says: /gate/u },
  { name: "broken YAML", files: { ".policyrc": "a: [" }, says: /\.policyrc: / },
  { name: "a YAML member given twice", files: { ".policyrc": "gate: dev\ngate: prod\n" }, says: /duplicated mapping key/u },
  { name: "a YAML type that makes code", files: { ".policyrc": 'policy: !!js/function "function(){}"' }, says: /\.policyrc: .*tag/u },
  { name: "a package.json whose policy names a script", files: { "package.json": '{"policy":"./evil.js"}' }, says: /is not an object/u },
  { name: "a broken package.json that names us", files: { "package.json": '{"policy":{},"a":1,}' }, says: /it is no valid JSON/u },
  { name: "a list", files: { ".policyrc": "[a]" }, says: /is not an object/u },
  { name: "a misspelt member", files: { ".policyrc": "polcy: a.policy" }, says: /there is no setting `polcy`/u },
  { name: "a member of another kind", files: { ".policyrc": "gate: [prod]" }, says: /`gate` must be a text/u },
  { name: "an import", files: { "policy.config.json": '{"$import":"./other.json"}' }, says: /there is no setting `\$import`/u },
  { name: "an inherited name", files: { "policy.config.json": '{"__proto__":{"gate":"dev"}}' }, says: /there is no setting `__proto__`/u },
  { name: "more than is ever meant", files: { ".policyrc": `gate: ${"x".repeat(1024 * 1024)}` }, says: /bytes, at most 1048576 are read/u },
  { name: "no UTF-8", files: { ".policyrc": Buffer.from([0xff, 0xfe]).toString("latin1") }, says: /\.policyrc/u },
  { name: "deep nesting", files: { "policy.config.json": "[".repeat(100_000) }, says: /no valid JSON/u },
];
for (const { name, files, says } of refused) tests(`refuses ${name}`, async () => assert.match(await refusal(files), says));

tests("refuses a pipe without waiting for a writer, and a folder", async () => {
  const root = repository({});
  execFileSync("mkfifo", [join(root, ".policyrc")]);
  const pipe = await findConfig(root);
  assert.match(pipe.ok ? "" : pipe.error, /no regular file/u);
  const folder = await findConfig(repository({ ".policyrc/x": "" }));
  assert.match(folder.ok ? "" : folder.error, /no regular file/u);
});

/** Each of these is run by tools that search for configuration the usual way. */
const scripts = [
  ".config/config.js",
  ".config/config.cjs",
  ".config/config.mjs",
  "policy.config.js",
  "policy.config.cjs",
  "policy.config.mjs",
  "policy.config.ts",
  ".policyrc.js",
  ".policyrc.cjs",
  ".config/policyrc.js",
];

tests("runs nothing that lies in the working directory", async () => {
  const mark = join(mkdtempSync(join(tmpdir(), "proviso-mark-")), "ran");
  const script = `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`;
  const files = Object.fromEntries(scripts.map((name) => [name, script]));
  const imports = '{"$import":["./policy.config.js","./policy.config.cjs"],"cosmiconfig":{"searchPlaces":["policy.config.js"]}}';
  const roots = [
    repository({ ...files, "package.json": '{"cosmiconfig":{"searchPlaces":["policy.config.cjs"]},"policy":"./policy.config.cjs"}' }),
    repository({ ...files, "package.json": "{}" }),
    repository({ ...files, "policy.config.json": imports }),
    repository({ ...files, ".policyrc": '$import: "./policy.config.cjs"' }),
  ];
  const home = process.cwd();
  for (const root of roots) {
    process.chdir(root);
    await findConfig(root);
    process.chdir(home);
    assert.not.ok(existsSync(mark), root);
  }
});

tests.run();
