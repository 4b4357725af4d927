import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import packageJson from "../../package.json" with { type: "json" };

const root = fileURLToPath(new URL("../../", import.meta.url));

function node(words: readonly string[], input = ""): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", input });
  return { status, stdout, stderr };
}

const prepared = node(["bin/prepare.js"]);
const policy = "bin/policy.js";

const running = suite("the bundle, running");
running("is built", () => assert.is(prepared.status, 0, prepared.stderr));
running("--version", () => assert.equal(node([policy, "--version"]), { status: 0, stdout: `policy ${packageJson.version}\n`, stderr: "" }));
running("explain, with pages from inside the bundle", () => {
  assert.match(node([policy, "explain", "exit-codes"]).stdout, /\| 70 \| internal fault/u);
});
running("wrong usage is exit 4", () => assert.is(node([policy, "explain", "--nonsense"]).status, 4));
running("standard input is not waited for", () => assert.is(node([policy, "explain"], "exit-codes\n").status, 4));
running("a reader that went away changes no exit code", async () => {
  const child = spawn(process.execPath, [policy, "explain", "--list"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += String(chunk)));
  assert.is(await new Promise((resolve) => child.once("close", resolve)), 0);
  assert.is(stderr, "");
});
running.run();

const modules = readdirSync(`${root}dist`, { recursive: true, encoding: "utf8" }).filter((name) => /\.c?js$/u.test(name));
const texts = modules.map((name) => ({ name, text: readFileSync(`${root}dist/${name}`, "utf8") }));
const licences = readFileSync(`${root}dist/THIRD-PARTY-LICENCES.txt`, "utf8");

const holding = suite("the bundle, what it holds");
holding("needs nothing but itself, Node and what its user may install beside it", () => {
  const imports = texts.flatMap(({ text }) =>
    [...text.matchAll(/\b(?:require|import)\("([^"\s]+)"\)/gu)].map(([, specifier = ""]) => specifier),
  );
  assert.ok(imports.length > 5);
  const lazy = new Set(modules.map((name) => `#${name.replace(/\.cjs$/u, "")}`));
  assert.ok(lazy.has("#lazy/network"));
  assert.equal(
    imports.filter((specifier) => !lazy.has(specifier) && !isBuiltin(specifier) && !(specifier in packageJson.peerDependencies)),
    [],
  );
});
holding("no path of the machine it was built on", () => {
  assert.equal(
    texts.filter(({ text }) => text.includes(root)).map(({ name }) => name),
    [],
  );
});
holding("what most runs never need is apart from what every run reads", () => {
  const entry = texts.find(({ name }) => name === "cli.cjs")?.text ?? "";
  assert.match(entry, /PolicyParser/u);
  for (const name of ["undici", "@sigstore/verify", "@peculiar/asn1-schema", "fast-glob", "js-yaml"]) {
    assert.not.match(entry, new RegExp(`node_modules/${name}/`, "u"), name);
    assert.ok(
      texts.some(({ name: file, text }) => file.startsWith("lazy/") && text.includes(`node_modules/${name}/`)),
      name,
    );
  }
});
holding("nothing of what runs tests is in the bundles of the commands that run most", () => {
  const single = texts.filter(({ name }) => /^commands\/(?:eval|check)\.cjs$/u.test(name));
  assert.is(single.length, 2);
  for (const { name, text } of single) assert.not.match(text, /src\/testing\//u, name);
  assert.match(texts.find(({ name }) => name === "cli.cjs")?.text ?? "", /src\/testing\//u);
});
holding("the licence of every package inside", () => {
  for (const name of ["@oclif/core", "chalk"]) assert.match(licences, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "mu"));
  assert.match(licences, /Permission is hereby granted/u);
});
holding.run();
