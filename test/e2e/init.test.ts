/** What `policy init` writes passes everything that we ask of a policy, in an empty folder and in a repository. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { projectRoot, scratch } from "../support/run-policy.ts";

const tests = suite("policy init");
const image = `oci-layout:${projectRoot}policies/quickstart/image`;

function repository(origin?: string): string {
  const root = scratch();
  mkdirSync(join(root, ".git"));
  if (origin !== undefined)
    writeFileSync(join(root, ".git", "config"), `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${origin}\n\tfetch = +refs\n`);
  return root;
}

async function policy(cwd: string, ...words: readonly string[]) {
  const io = memoryIo({ cwd });
  return { code: await run(words, io), ...io.written };
}

for (const origin of [undefined, "git@github.com:example/app.git"]) {
  tests(`${origin ?? "no origin"}: what is written passes check, lint, fmt --check, test, plan and catalog, and judges`, async () => {
    const root = repository(origin);
    const init = await policy(root, "init");
    assert.equal([init.code, init.stdout], [0, "policies/release.policy\npolicy.config.json\npolicies/fixtures/provenance.json\n"]);
    assert.is(init.stderr.includes("replace acme/app"), origin === undefined);
    assert.equal(await policy(root, "check"), { code: 0, stdout: "1 policy checked, nothing to say\n", stderr: "" });
    const lint = await policy(root, "lint");
    assert.equal([lint.code, [...lint.stdout.matchAll(/^\w+\[(\w+)\]/gmu)].map(([, each]) => each)], [0, ["L402"]], lint.stdout);
    assert.equal(await policy(root, "fmt", "--check"), { code: 0, stdout: "", stderr: "" });
    const tested = await policy(root, "test");
    assert.is(tested.code, 0, tested.stdout);
    assert.match(tested.stdout, /\n8 passed\n$/u);
    assert.is((await policy(root, "plan", ".")).code, 0);
    assert.is((await policy(root, "catalog")).code, 0);
    const judged = await policy(root, "eval", image, "--at", "2026-11-25T12:00:00Z");
    assert.is(judged.code, 1, "the sample image has no evidence of this signer");
    assert.match(judged.stdout, /C-01 +MISSING[^]*C-02 +MISSING/u);
    assert.is((await policy(root, "lock")).code, 0);
    assert.is((await policy(root, "check")).code, 0);
  });
}

const origins: readonly (readonly [string, string])[] = [
  ["https://github.com/example/app.git", "example/app"],
  ["https://github.com/example/app", "example/app"],
  ["https://token@github.com/example/app.git", "example/app"],
  ["ssh://git@github.com/example/app.git", "example/app"],
  ["git@github.com:Example/my.app.git", "Example/my.app"],
  ["https://gitlab.com/example/app.git", "acme/app"],
  ["https://github.com/example/app/../../evil", "acme/app"],
  ['https://github.com/exa"mple/app', "acme/app"],
  ["https://github.com.evil.example/example/app", "acme/app"],
];
for (const [origin, named] of origins) {
  tests(`origin ${origin} is ${named}`, async () => {
    const root = repository(origin);
    assert.is((await policy(root, "init")).code, 0);
    assert.match(readFileSync(join(root, "policies/release.policy"), "utf8"), `claim source-repository is "https://github.com/${named}"`);
  });
}

const there: readonly string[] = ["policies/release.policy", "policy.config.json", ".policyrc", "policy.config.yaml"];
for (const path of there) {
  tests(`${path} is there: nothing is written`, async () => {
    const root = repository();
    mkdirSync(join(root, "policies"), { recursive: true });
    writeFileSync(join(root, path), path.endsWith("json") ? "{}" : "policy: x\n");
    const before = readdirSync(root, { recursive: true }).length;
    const { code, stdout } = await policy(root, "init");
    assert.equal([code, stdout, readdirSync(root, { recursive: true }).length], [4, "", before]);
  });
}

/** What cannot be seen beforehand: each is met after other files were written. */
const inTheWay: readonly (readonly [name: string, put: (root: string) => void])[] = [
  [
    "a link in the place of the folder of fixtures",
    (root) => {
      mkdirSync(join(root, "policies"));
      symlinkSync(scratch(), join(root, "policies/fixtures"));
    },
  ],
  [
    "a file in the place of the folder of fixtures",
    (root) => {
      mkdirSync(join(root, "policies"));
      writeFileSync(join(root, "policies/fixtures"), "mine");
    },
  ],
  ["a link to nothing in the place of the configuration", (root) => symlinkSync("nowhere", join(root, "policy.config.json"))],
];
for (const [name, put] of inTheWay) {
  tests(`${name}: what was written is taken back`, async () => {
    const root = repository();
    put(root);
    const files = () => readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted((a, b) => (a < b ? -1 : 1));
    const before = files();
    const { code, stdout, stderr } = await policy(root, "init");
    assert.equal([code, stdout], [4, ""]);
    assert.match(stderr, /cannot write `[^`]+`: [^]*nothing was written/u);
    assert.equal(files(), before);
  });
}

tests("another folder, made if it is not there", async () => {
  const root = repository();
  assert.is((await policy(root, "init", "new")).code, 0);
  assert.ok(existsSync(join(root, "new/policies/release.policy")));
});

tests("through the executable", () => {
  const root = repository();
  const { status, stdout } = spawnSync(process.execPath, [join(projectRoot, "bin/policy.js"), "init"], { cwd: root, encoding: "utf8" });
  assert.equal([status, stdout], [0, "policies/release.policy\npolicy.config.json\npolicies/fixtures/provenance.json\n"]);
});

tests.run();
