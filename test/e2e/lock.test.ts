/** A module in a real registry: fetched once by `policy lock`, never again by anything else, refused when it is not what was locked. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { sha256 } from "../support/registry/content.ts";
import { isInstalled, startDockerRegistry, type RunningRegistry } from "../support/registry/docker-registry.ts";
import { pushBlob, pushManifest } from "../support/registry/push.ts";
import { withNeed } from "../support/realdata.ts";
import { projectRoot, scratch } from "../support/run-policy.ts";

interface Context {
  registry?: RunningRegistry;
}

const hasRegistry = isInstalled("docker-registry");
const tests = suite<Context>("policy lock");
const withRegistry = withNeed(tests, hasRegistry, "docker-registry");

tests.before(async (context) => {
  if (hasRegistry) context.registry = await startDockerRegistry();
});
tests.after(async (context) => {
  await context.registry?.kill();
});

const key = readFileSync(join(projectRoot, "policies/quickstart/keys/scanner.pub"));
const module = `policy shared version 1
use vuln from "std/vuln@1"
trust scanner {
  key "keys/scanner.pub"
  accept claimed time
}
control C-01 "Scanned" {
  evidence scan: vuln.report signed by scanner
    fresh within 7 days of finishedOn
    pick latest by finishedOn
}
`;

/** As `oras push --artifact-type application/vnd.proviso.policy.v1 … module.policy keys/scanner.pub` does. */
async function push(host: string, files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const config = Buffer.from("{}");
  const layers = Object.entries(files).map(([name, bytes]) => ({
    mediaType: "application/octet-stream",
    digest: sha256(bytes),
    size: bytes.length,
    annotations: { "org.opencontainers.image.title": name },
  }));
  for (const bytes of [config, ...Object.values(files)]) await pushBlob(host, "acme/policies", bytes);
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      artifactType: "application/vnd.proviso.policy.v1",
      config: { mediaType: "application/vnd.oci.empty.v1+json", digest: sha256(config), size: config.length },
      layers,
    }),
  );
  await pushManifest(host, "acme/policies", "1", manifest, mediaType);
  return `oci://${host.replace("127.0.0.1", "localhost")}/acme/policies@${sha256(manifest)}`;
}

function folder(files: Readonly<Record<string, string>>): string {
  const root = scratch();
  mkdirSync(join(root, ".git"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function policy(cwd: string, ...words: readonly string[]) {
  const io = memoryIo({ cwd });
  return { code: await run(words, io), ...io.written };
}

const user = (specifier: string) => `policy p version 1\nuse shared from "${specifier}"\n\ngate prod {\n  enforce all from shared\n}\n`;
const modules = (root: string, specifier: string, name: string) => join(root, "proviso-modules", `sha256-${specifier.slice(-64)}`, name);

withRegistry("fetch, lock, check without the registry, refuse a change", async (context) => {
  const host = context.registry?.host ?? "";
  const specifier = await push(host, { "module.policy": Buffer.from(module), "keys/scanner.pub": key });
  const root = folder({ "p.policy": user(specifier) });

  const before = await policy(root, "check");
  assert.is(before.code, 3);
  assert.match(before.stdout, /E2006[^]*has not been fetched/u);
  assert.not.ok(existsSync(join(root, "proviso-modules")), "check fetches nothing");

  const lock = await policy(root, "lock");
  assert.equal(lock, { code: 0, stdout: "proviso.lock\n", stderr: `fetched ${specifier}\n` });
  const written = JSON.parse(readFileSync(join(root, "proviso.lock"), "utf8")) as { imports: { specifier: string; digest: string }[] };
  assert.equal(
    written.imports.map((each) => each.specifier),
    [specifier, "std/vuln@1"],
  );
  assert.is(written.imports[0]?.digest, specifier.slice(-71));

  await context.registry?.kill();
  delete context.registry;
  assert.is((await policy(root, "check")).code, 0);
  assert.equal(await policy(root, "lock"), { code: 0, stdout: "", stderr: "" });
  assert.equal(await policy(root, "lock", "--check"), { code: 0, stdout: "", stderr: "" });
  const judged = await policy(
    root,
    "eval",
    `oci-layout:${projectRoot}policies/quickstart/image`,
    "--policy",
    "p.policy",
    "--at",
    "2026-11-25T12:00:00Z",
  );
  assert.equal([judged.code, /C-01 +SATISFIED/u.test(judged.stdout)], [0, true], judged.stdout);

  writeFileSync(modules(root, specifier, "module.policy"), module.replace("7 days", "9 days"));
  const changed = await policy(root, "check");
  assert.is(changed.code, 3);
  assert.match(changed.stdout, /E2007[^]*beside the policy was changed/u);
  const unreachable = await policy(root, "lock");
  assert.is(unreachable.code, 2);
  assert.match(unreachable.stderr, `${specifier} could not be fetched: unreachable`);
});

tests("a file beside the policy that changed is refused until it is locked again", async () => {
  const root = folder({
    "p.policy": 'policy p version 1\nuse o from "./lib/o.policy"\nparam n: o.size = small\n',
    "lib/o.policy": "policy o version 1\nenum size = one of small, large\n",
  });
  assert.is((await policy(root, "check")).code, 0, "no lock file, nothing to hold against it");
  assert.equal(await policy(root, "lock", "--check"), { code: 1, stdout: "proviso.lock\n", stderr: "" });
  assert.not.ok(existsSync(join(root, "proviso.lock")), "--check writes nothing");
  assert.equal(await policy(root, "lock"), { code: 0, stdout: "proviso.lock\n", stderr: "" });
  writeFileSync(join(root, "lib/o.policy"), "policy o version 1\nenum size = one of small, medium, large\n");
  const refused = await policy(root, "check", "p.policy");
  assert.is(refused.code, 3);
  assert.match(refused.stdout, /E2007[^]*`\.\/lib\/o\.policy` is not what `proviso\.lock` holds/u);
  assert.is((await policy(root, "lock")).code, 0);
  assert.is((await policy(root, "check", "p.policy")).code, 0);
});

tests("comments of a module change its digest and not its meaning", async () => {
  const root = folder({
    "p.policy": 'policy p version 1\nuse o from "./o.policy"\nparam n: o.size = small\n',
    "o.policy": "policy o version 1\nenum size = one of small, large\n",
  });
  const imported = () =>
    (JSON.parse(readFileSync(join(root, "proviso.lock"), "utf8")) as { imports: { digest: string; meaning: string }[] }).imports[0];
  await policy(root, "lock");
  const before = imported();
  writeFileSync(join(root, "o.policy"), "// said\npolicy o version 1\nenum size = one of small, large\n");
  await policy(root, "lock");
  assert.is.not(imported()?.digest, before?.digest);
  assert.is(imported()?.meaning, before?.meaning);
});

tests("the same version with another meaning is told, and the linter says it until then", async () => {
  const root = folder({ "keys/scanner.pub": key.toString("utf8"), "p.policy": `${module}gate prod {\n  enforce C-01\n}\n` });
  await policy(root, "lock");
  writeFileSync(join(root, "p.policy"), `${module.replace("7 days", "9 days")}gate prod {\n  enforce C-01\n}\n`);
  assert.match((await policy(root, "lint")).stdout, "warning[L608]");
  const { code, stderr } = await policy(root, "lock");
  assert.is(code, 0);
  assert.match(stderr, "p.policy means something else than before under version 1");
  assert.not.match((await policy(root, "lint")).stdout, "L608");
});

tests("a policy that does not compile is not locked", async () => {
  const root = folder({ "p.policy": "policy p version 1\nparam n: Nothing = 1\n" });
  const { code, stdout } = await policy(root, "lock");
  assert.equal([code, stdout, existsSync(join(root, "proviso.lock"))], [3, "", false]);
});

tests("what was fetched is no policy of the folder", async () => {
  const root = folder({ "p.policy": "policy p version 1\n", "proviso-modules/sha256-00/module.policy": "broken" });
  assert.is((await policy(root, "check")).code, 0);
  rmSync(root, { recursive: true });
});

tests.run();
