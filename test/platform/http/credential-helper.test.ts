import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { outsidePath, runCredentialHelper, runHelper } from "../../../src/platform/http/credential-helper.ts";
import { credentialFiles } from "../../../src/platform/http/registry-ports.ts";
import { temporaryFolder } from "../../support/registry/layout-folder.ts";

const tests = suite("platform credential helper");

const folder = temporaryFolder();
process.env["PATH"] = `${folder}:${process.env["PATH"] ?? ""}`;

function install(name: string, script: string): void {
  const path = join(folder, `docker-credential-${name}`);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

async function run(name: string): Promise<string> {
  const answer = await runCredentialHelper(name, "ghcr.io");
  return answer.ok ? `${answer.value.exitCode} ${Buffer.from(answer.value.stdout).toString().trim()}` : answer.error;
}

tests("gets the server on its standard input, and one argument", async () => {
  install("echo", 'read server; echo "$1 $# $server"');
  assert.is(await run("echo"), "0 get 1 ghcr.io");
});

tests("ends with its own code", async () => {
  install("none", "echo credentials not found in native keychain; exit 1");
  assert.is(await run("none"), "1 credentials not found in native keychain");
});

tests("that does not read is no fault", async () => {
  install("deaf", "exec 0<&-; echo said");
  assert.is(await run("deaf"), "0 said");
});

tests("that is not there, or says too much", async () => {
  assert.is(await run("absent"), "not-installed");
  install("chatty", "head -c 200000 /dev/zero");
  assert.is(await run("chatty"), "too-large");
});

tests("that hangs is not waited for, nor what it left behind", async () => {
  install("slow", "sleep 3");
  assert.equal(await runHelper("slow", "ghcr.io", 100), { ok: false, error: "timeout" });
  install("forking", "sleep 3 & echo said; kill -9 $$");
  assert.equal(await runHelper("forking", "ghcr.io", 100), { ok: false, error: "timeout" });
});

tests("what it complains about is not read", async () => {
  install("loud", "echo secret >&2; exit 3");
  assert.is(await run("loud"), "3 ");
});

tests("credential files are looked for in the known order", () => {
  const all = credentialFiles({
    environment: { HOME: "/home/me", DOCKER_CONFIG: "/docker", REGISTRY_AUTH_FILE: "/auth.json", XDG_RUNTIME_DIR: "/run/me" },
    registryConfig: "/named.json",
  });
  assert.is(all.named, "/named.json");
  assert.equal(all.usual, ["/docker/config.json", "/auth.json", "/run/me/containers/auth.json", "/home/me/.config/containers/auth.json"]);
  const few = credentialFiles({ environment: { HOME: "/home/me" } });
  assert.equal(few, { usual: ["/home/me/.docker/config.json", "/home/me/.config/containers/auth.json"] });
});

const paths = [
  ["/usr/bin:/bin", "/repo", "/usr/bin:/bin"],
  ["/repo/node_modules/.bin:/usr/bin", "/repo", "/usr/bin"],
  [".:/usr/bin::bin", "/repo", "/usr/bin"],
  ["/repo:/repository/bin", "/repo", "/repository/bin"],
  ["/usr/bin:.", "/", "/usr/bin"],
] as const;
for (const [path, cwd, kept] of paths) {
  tests(`programs of the folder that is worked in are not found: ${path} in ${cwd}`, () => assert.is(outsidePath(path, cwd), kept));
}

tests.run();
