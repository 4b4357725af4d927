import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isSupportedNode, supportedNodes } from "../../bin/node-version.js";
import packageJson from "../../package.json" with { type: "json" };
import { miniCheckout, pinThisNode, pretendOldNode, type MiniCheckout } from "../support/mini-checkout.ts";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function node(words: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", env: { ...process.env, ...env } });
  return { status, stdout, stderr };
}

function withCheckout(files: Readonly<Record<string, string>>, check: (checkout: MiniCheckout) => void): void {
  const checkout = miniCheckout(files);
  try {
    check(checkout);
  } finally {
    checkout.remove();
  }
}

const versions = suite("supported Node");
for (const [version, supported] of [
  ["18.20.0", false],
  ["20.20.2", false],
  ["22.22.1", false],
  ["22.22.2", true],
  ["22.23.0", true],
  ["23.11.0", false],
  ["24.14.9", false],
  ["24.15.0", true],
  ["25.9.0", false],
  ["26.0.0", true],
  ["30.1.2", true],
] as const) {
  versions(version, () => assert.is(isSupportedNode(version), supported));
}
versions("the words are those of package.json", () => assert.is(supportedNodes, packageJson.engines.node));
versions.run();

const echo =
  "exports.main = async () => { console.log(JSON.stringify([process.versions.node, ...process.argv.slice(2)])); process.exitCode = 2; };";

const start = suite("bin/policy.js");
start("runs the bundle with the words and the exit code", () => {
  withCheckout({ "dist/cli.cjs": echo }, ({ path }) => {
    assert.equal(node([path("bin/policy.js"), "a", "b c"]), { status: 2, stdout: `["${process.versions.node}","a","b c"]\n`, stderr: "" });
    assert.ok(existsSync(path("dist/.cache")), "the compiled code is kept inside the package");
  });
});
start("an old Node hands over to the Node of the checkout", () => {
  withCheckout({ "dist/cli.cjs": echo }, (checkout) => {
    pinThisNode(checkout);
    const ended = node([...pretendOldNode, checkout.path("bin/policy.js"), "a"]);
    assert.equal(ended, { status: 2, stdout: `["${process.versions.node}","a"]\n`, stderr: "" });
  });
});
start("an old Node without another says what is needed, exit 4", () => {
  withCheckout({ "dist/cli.cjs": echo }, ({ path }) => {
    const ended = node([...pretendOldNode, path("bin/policy.js")]);
    assert.equal(ended, { status: 4, stdout: "", stderr: `policy: needs Node ${supportedNodes}; this is Node 20.11.1\n` });
  });
});
start("a Node handed over to that is old as well is told, not handed over again", () => {
  withCheckout({ "dist/cli.cjs": echo }, (checkout) => {
    pinThisNode(checkout);
    const options = pretendOldNode.map((word) => word.replaceAll('"', "'")).join(" ");
    const ended = node([checkout.path("bin/policy.js")], { NODE_OPTIONS: options });
    assert.is(ended.status, 4);
    assert.match(ended.stderr, /^policy: needs Node .*; this is Node 20\.11\.1\n$/u);
  });
});
start("an unbuilt checkout says so, exit 4", () => {
  withCheckout({}, ({ path }) => {
    const ended = node([path("bin/policy.js")]);
    assert.equal(ended, { status: 4, stdout: "", stderr: "policy: this checkout is not built yet; run `npm run build` in it first\n" });
  });
});
start("a signal reaches the Node handed over to, and ends both alike", async () => {
  const checkout = miniCheckout({
    "dist/cli.cjs": "exports.main = async () => { setInterval(() => {}, 1000); console.log(process.pid); };",
  });
  try {
    pinThisNode(checkout);
    const parent = spawn(process.execPath, [...pretendOldNode, checkout.path("bin/policy.js")], { stdio: ["ignore", "pipe", "inherit"] });
    const child = await new Promise<number>((resolve) => parent.stdout.once("data", (chunk: Buffer) => resolve(Number(String(chunk)))));
    const ended = new Promise<string | null>((resolve) => parent.once("exit", (_, signal) => resolve(signal)));
    parent.kill("SIGTERM");
    assert.is(await ended, "SIGTERM");
    assert.throws(() => process.kill(child, 0), /ESRCH/u);
  } finally {
    checkout.remove();
  }
});
start.run();

const lock = JSON.stringify({
  packages: { "": {}, "node_modules/a": { version: "1.0.0", integrity: "x" }, "node_modules/b": { version: "1.0.0", optional: true } },
});
const installed = JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0", integrity: "x" } } });
const buildScript = [
  'import { mkdirSync, writeFileSync } from "node:fs";',
  'import { sourceStamp, stampFile } from "./stamp.js";',
  'mkdirSync("dist", { recursive: true });',
  'writeFileSync(stampFile, sourceStamp(process.cwd() + "/"));',
].join("\n");
const sources = { "package-lock.json": lock, "bin/build.ts": buildScript, "src/a.ts": "export const a = 1;" };
const npmThatInstalls = [
  'const { mkdirSync, writeFileSync } = require("node:fs");',
  'mkdirSync("node_modules", { recursive: true });',
  `writeFileSync("node_modules/.package-lock.json", ${JSON.stringify(installed)});`,
  'writeFileSync("npm-words", process.argv.slice(2).join(" "));',
].join("\n");

function prepare({ path, write }: MiniCheckout, npm: string): Ended {
  write("npm/npm-cli.cjs", npm);
  return node([path("bin/prepare.js")], { npm_execpath: path("npm/npm-cli.cjs") });
}

const prepared = suite("bin/prepare.js");
prepared("installs and builds what is missing, then has nothing to do", () => {
  withCheckout(sources, (checkout) => {
    const first = prepare(checkout, npmThatInstalls);
    assert.is(first.status, 0, first.stderr);
    assert.is(first.stdout, "");
    assert.match(first.stderr, /^proviso: installing dependencies .*\nproviso: building dist\/\n$/u);
    assert.match(readdirSync(checkout.root).join(" "), /npm-words/u);
    assert.equal(prepare(checkout, "process.exit(9)"), { status: 0, stdout: "", stderr: "" });
  });
});
prepared("a changed source is built again, without installing", () => {
  withCheckout(sources, (checkout) => {
    prepare(checkout, npmThatInstalls);
    checkout.write("src/b.ts", "export const b = 1;");
    assert.equal(prepare(checkout, "process.exit(9)"), { status: 0, stdout: "", stderr: "proviso: building dist/\n" });
  });
});
prepared("another version in the lock file is installed", () => {
  withCheckout({ ...sources, "node_modules/.package-lock.json": installed.replace("1.0.0", "0.9.0") }, (checkout) => {
    assert.match(prepare(checkout, npmThatInstalls).stderr, /installing/u);
  });
});
prepared("a failed install is one sentence with npm's reason, exit 1", () => {
  withCheckout(sources, (checkout) => {
    const ended = prepare(
      checkout,
      'console.error("npm error code ENOTFOUND\\nnpm error syscall getaddrinfo\\nnpm error no such host\\nnpm error more"); process.exit(1)',
    );
    assert.is(ended.status, 1);
    const reason = "npm ci failed with ENOTFOUND: no such host";
    const sentence = `could not install the dependencies (${reason}); check the network and the npm registry, then run the same command again`;
    assert.match(ended.stderr, /^proviso: installing .*\n/u);
    assert.is(ended.stderr.split("\n").slice(1).join("\n"), `proviso: ${sentence}\n`);
    assert.not.ok(existsSync(checkout.path("dist")));
  });
});
prepared("a failed build is told with its reason, exit 1", () => {
  withCheckout({ ...sources, "bin/build.ts": 'throw new Error("no such module");' }, (checkout) => {
    const ended = prepare(checkout, npmThatInstalls);
    assert.is(ended.status, 1);
    assert.match(ended.stderr, /no such module[^]*proviso: could not build dist\/; the reason is above\n$/u);
  });
});
prepared("an old Node builds with the Node of the checkout", () => {
  withCheckout(sources, (checkout) => {
    pinThisNode(checkout);
    checkout.write("npm/npm-cli.cjs", npmThatInstalls);
    const ended = node([...pretendOldNode, checkout.path("bin/prepare.js")], { npm_execpath: checkout.path("npm/npm-cli.cjs") });
    assert.is(ended.status, 0, ended.stderr);
  });
});
prepared("an old Node without another says what is needed, exit 1", () => {
  withCheckout(sources, (checkout) => {
    checkout.write("npm/npm-cli.cjs", npmThatInstalls);
    const ended = node([...pretendOldNode, checkout.path("bin/prepare.js")], { npm_execpath: checkout.path("npm/npm-cli.cjs") });
    assert.is(ended.status, 1);
    assert.match(ended.stderr, /proviso: needs Node .*; this is Node 20\.11\.1, and none is bundled for /u);
  });
});
prepared.run();
