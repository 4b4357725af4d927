/** Policies, command lines and folders that mean us harm, and what reaches the terminal. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { policy, projectRoot, scratch } from "../support/run-policy.ts";
import { inChild } from "./support-child.ts";
import { ours, policyText, nowhere, layoutWith, policyBeside, evalOf, assertRefused, notes, noted } from "./support-bad-input.ts";
import { folderWith, policyOf } from "./support-hostile.ts";

const tests = suite("bad words");

// --------------------------------------------------------------------------------------------------------- policies

const policies: readonly {
  readonly name: string;
  readonly text: string | Uint8Array;
  readonly more?: Readonly<Record<string, string>>;
  readonly says: RegExp;
}[] = [
  { name: "imports itself", text: policyText.replace("use slsa", 'use me from "./p.policy"\nuse slsa'), says: /E2008.*imports itself/u },
  {
    name: "imports itself through another",
    text: policyText.replace("use slsa", 'use other from "./q.policy"\nuse slsa'),
    more: { "q.policy": 'policy q version 1\nuse p from "./p.policy"\n' },
    says: /E2008.*imports itself through/u,
  },
  { name: "imports from above", text: policyText.replace("use slsa", 'use other from "../q.policy"\nuse slsa'), says: /E2009/u },
  { name: "imports an absolute path", text: policyText.replace("use slsa", 'use other from "/etc/passwd"\nuse slsa'), says: /E2009/u },
  {
    name: "imports from the web",
    text: policyText.replace("use slsa", 'use other from "https://x.example/q.policy"\nuse slsa'),
    says: /E2006/u,
  },
  { name: "imports a module by a path", text: policyText.replace("std/slsa@1", "std/../../package@1"), says: /E2006/u },
  {
    name: "imports a name with NUL",
    text: policyText.replace("use slsa", 'use other from "./q\\u{0}.policy"\nuse slsa'),
    says: /E2009|E1004/u,
  },
  { name: "takes a key from above", text: policyText.replace("keys/builder.pub", "../builder.pub"), says: /E4021/u },
  { name: "takes a private key", text: policyText, more: { "keys/builder.pub": ours.privatePem }, says: /E4021/u },
  { name: "is binary", text: Buffer.from([0, 1, 2, 255]), says: /E1003/u },
  { name: "turns the reading order around", text: policyText.replace("Built by us", "Built \u202E us"), says: /E1003/u },
];
for (const { name, text, more, says } of policies) {
  tests(`a policy that ${name}`, async () => {
    assertRefused(await policy("eval", layoutWith().subject, "--policy", policyBeside(text, more)), 3, says);
  });
}

// ------------------------------------------------------------------------------------------------------- what is shown

tests("names that would move the cursor, or turn the text around, are shown escaped", async () => {
  const file = policyOf(
    { builder: ours },
    { extra: notes, evidence: "any note signed by builder", requirement: 'require x: build.text is "good"\n    else "found {build.text}"' },
  );
  const text = "\u001B[2J\u001B[1;32mPASSED\u001B[0m\r\n\u0007\u202Egood\u202C\u200B\u0085\u009B31m";
  const subject = noted({ text, where: "https://x.example", words: [] });
  for (const words of [
    ["eval", subject, "--policy", file],
    ["eval", subject, "--policy", file, "--verbose"],
    ["inspect", subject],
  ]) {
    const { code, stdout, stderr } = await policy(...words);
    if (words[0] === "eval") assert.is(code, 1);

    assert.not.match(`${stdout}${stderr}`, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u);
    assert.not.match(stdout, /^PASSED/mu);
  }
});

// --------------------------------------------------------------------------------------------------- the command line

const words: readonly { readonly name: string; readonly words: readonly string[]; readonly code: number; readonly says: RegExp }[] = [
  { name: "no time", words: ["--at", "nonsense"], code: 4, says: /`nonsense` is no time/u },
  { name: "an empty time", words: ["--at", ""], code: 4, says: /is no time/u },
  { name: "a day that is not in the calendar", words: ["--at", "2026-02-30"], code: 4, says: /is no time/u },
  { name: "a year beyond all", words: ["--at", "99999-01-01T00:00:00Z"], code: 4, says: /is no time/u },
  { name: "a gate that is not there", words: ["--gate", "prod"], code: 4, says: /there is no gate `prod`/u },
  { name: "a gate of an inherited name", words: ["--gate", "__proto__"], code: 4, says: /there is no gate/u },
  { name: "an empty gate", words: ["--gate", ""], code: 4, says: /there is no gate/u },
  { name: "a parameter that is not there", words: ["--param", "x=1"], code: 4, says: /E2003/u },
  { name: "a parameter of an inherited name", words: ["--param", "__proto__=1"], code: 4, says: /E2003/u },
  { name: "a parameter without a value", words: ["--param", "x"], code: 4, says: /NAME=VALUE/u },
  { name: "an option that is not there", words: ["--gaet", "deploy"], code: 4, says: /gaet/u },
  { name: "two images", words: ["oci-layout:/tmp"], code: 4, says: /unexpected argument/u },
  { name: "a certificate authority that is not there", words: ["--ca-file", "/nonexistent"], code: 4, says: /cannot be read/u },
  { name: "an output that cannot be written", words: ["--output", "/nonexistent/x"], code: 4, says: /cannot write/u },
  { name: "a trace that cannot be written", words: ["--trace", "/dev/full"], code: 4, says: /cannot write/u },
];
for (const one of words) {
  tests(`told ${one.name}`, async () => {
    assertRefused(await policy(...evalOf(layoutWith().subject, ...one.words)), one.code, one.says);
  });
}

const subjects: readonly { readonly subject: string; readonly code: number; readonly says: RegExp }[] = [
  { subject: "oci-layout:/nonexistent", code: 2, says: /not-found/u },
  { subject: "oci-layout:/dev/null", code: 2, says: /path-refused/u },
  { subject: "oci-layout:", code: 4, says: /needs a directory/u },
  { subject: "oci-layout:/tmp/\0x", code: 4, says: /needs a directory/u },
  { subject: "file:/tmp/\0x", code: 4, says: /needs a path/u },
  { subject: "file:/nonexistent", code: 4, says: /--bundle/u },
  { subject: nowhere, code: 4, says: /--bundle/u },
  { subject: "sha256:abc", code: 4, says: /is no sha256 or sha512 digest/u },
  { subject: "UPPER/case:::x", code: 4, says: /is no image/u },
  { subject: "\uD800", code: 4, says: /is no image/u },
  { subject: "", code: 4, says: /is no image/u },
];
for (const { subject, code, says } of subjects) {
  tests(`told to judge \`${JSON.stringify(subject)}\``, async () => assertRefused(await policy(...evalOf(subject)), code, says));
}

tests("several gates and no choice", async () => {
  const file = policyBeside(`${policyText}\ngate prod {\n  enforce C-01\n}\n`);
  assertRefused(await policy("eval", layoutWith().subject, "--policy", file), 4, /several gates: deploy, prod/u);
});

tests("paths that no file can have are refused wherever one is named", async () => {
  const { subject } = layoutWith();
  for (const path of ["/tmp/\0x", `/${"a".repeat(5000)}`, `/${"a/".repeat(3000)}`, "/dev/null/x"]) {
    const lines = [
      ["eval", subject, "--policy", path],
      ["check", path],
      evalOf(nowhere, "--bundle", path),
      evalOf(subject, "--ca-file", path),
      evalOf(subject, "--trace", path),
      evalOf(subject, "--output", path),
      evalOf(`oci-layout:${path}`),
      ["inspect", subject, "--key", path],
      ["attest", subject, "--type", "vuln", "--predicate", path, "--key", path, "--dry-run"],
    ];
    for (const line of lines) {
      const { code, stderr } = await policy(...line);
      assert.ok(code === 2 || code === 3 || code === 4, `${line.join(" ").slice(0, 100)}: ${code} ${stderr}`);
    }
  }
});

// ------------------------------------------------------------------------------- nothing of the judged repository is run

tests("judging from inside a stranger's repository runs nothing of it", () => {
  const mark = join(folderWith({}), "ran");
  const script = `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`;
  const names = [
    "policy.config.js",
    "policy.config.cjs",
    ".policyrc.js",
    ".config/config.js",
    ".config/config.cjs",
    "node_modules/chevrotain/index.js",
    "p.policy.js",
  ];
  const files = Object.fromEntries(names.map((name) => [name, script]));
  const configurations = [
    '{"policy":"./policy.config.js"}',
    '{"policy":{"policy":"./policy.config.cjs"}}',
    "{}",
    '{"policy":{"$import":"./policy.config.cjs"}}',
  ];
  for (const configuration of configurations) {
    const repository = folderWith({
      ...files,
      "package.json": configuration,
      ".git/x": "",
      ".npmrc": "node-options=--require ./p.policy.js\n",
    });
    const [asked, unasked] = inChild([evalOf(layoutWith().subject), ["eval", layoutWith().subject]], repository);
    assert.ok(asked?.code === 0 || asked?.code === 4, asked?.stderr);
    assert.ok(unasked?.code === 3 || unasked?.code === 4, unasked?.stderr);
    assert.not.ok(existsSync(mark), configuration);
  }
});

// ------------------------------------------------------------------------------------------------- empty words

for (const [what, words, env] of [
  ["--policy", ["--policy", ""], {}],
  ["POLICY_POLICY", [], { POLICY_POLICY: "" }],
  ["--registry-config", ["--policy", "p.policy", "--registry-config", ""], {}],
  ["--ca-file", ["--policy", "p.policy", "--ca-file", ""], {}],
  ["--sigstore-root", ["--policy", "p.policy", "--sigstore-root", "public-good="], {}],
] as const) {
  tests(`an empty ${what} names no file, and above all not the folder that is judged`, async () => {
    const cwd = scratch();
    writeFileSync(join(cwd, "p.policy"), policyText);
    const io = memoryIo({ cwd, env });
    assert.is(await run(["eval", `oci-layout:${join(projectRoot, "policies/quickstart/image")}`, ...words], io), 4);
    assert.match(io.written.stderr, new RegExp(`${what} names no file: it is empty`, "u"));
  });
}

tests("an empty word names no policy to check", async () => {
  const io = memoryIo({ cwd: scratch() });
  assert.is(await run(["check", ""], io), 4);
  assert.match(io.written.stderr, /an empty word names no policy/u);
});

tests.run();
