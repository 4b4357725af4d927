/** `policy trust`: what is trusted, in words; files that must not be trusted; and nothing that pretends to have been done. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { createWorld } from "../../src/testing/index.ts";
import { scratch } from "../support/run-policy.ts";
import { newAuthority, newLeaf, pem } from "../support/trust/own-pki.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { newSigner, web } from "../support/trust/signing.ts";
import { memoryIo } from "./memory-io.ts";

const folder = scratch();
const world = await createWorld({ seed: "trust command", now: instant("2026-11-20T10:00:00Z") }, { crypto: web, hasher: crypto });
const root = await newAuthority("root");
const leaf = await newLeaf({ by: root, san: { type: "email", value: "a@acme.example" } });
const { pair, entry } = await newSigner();
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
write("ca.pem", pem(root));
write("leaf.pem", pem(leaf));
write("alice.pub", `-----BEGIN PUBLIC KEY-----\n${Buffer.from(pair.spki).toString("base64")}\n-----END PUBLIC KEY-----\n`);
write("acme.json", world.trustedRoot());
write(
  "broken.json",
  new TextDecoder().decode(world.trustedRoot()).replace('"certificateAuthorities"', '"authorities"').replace("SHA2_256", "SHA3"),
);
write(
  "all.policy",
  `policy whole version 1
predicate reviewed "https://example.com/reviewed/v1" { by: String }
trust team { key "alice.pub" held by "alice@acme.example" valid from 2026-01-01 revoked since 2026-06-01 timestamped yes at least 2 threshold 1 }
trust builds { sigstore "acme.json" issuer "https://ci.acme.example" identity under "https://github.com/acme" refuse identity is "https://github.com/acme/old" }
trust desk { authority "ca.pem" identity matches glob "*@acme.example" }
control C-01 "Reviewed" {
  evidence review: reviewed signed by team or builds or desk
  require alice: review.by is "alice" else "no"
}
gate release { environment "production" enforce all }
`,
);

async function trust(...words: readonly string[]) {
  const io = memoryIo({ cwd: folder });
  return { code: await run(["trust", ...words], io), ...io.written };
}

const tests = suite("policy trust");
tests("show: keys, windows, instances and authorities", async () => {
  const { code, stdout, stderr } = await trust("show", "all.policy");
  assert.equal([code, stderr], [0, ""]);
  const hex = entry.key.fingerprint.slice("sha256:".length);
  for (const words of [
    'key "alice.pub" held by "alice@acme.example" valid from 2026-01-01T00:00:00Z revoked since 2026-06-01T00:00:00Z',
    `alice.pub holds the key SHA256:${Buffer.from(hex, "hex").toString("base64")} (sha256:${hex})`,
    "asks for one signer and timestamp authorities of 2 operators",
    'sigstore "acme.json"',
    'refuse identity is "https://github.com/acme/old"',
    "asks for one signer and one transparency log",
    `ca.pem holds the certificate ${root.certificate.fingerprint}`,
    "no proof of time: the certificate must be valid when it is judged",
    "Sigstore instance acme.json, sha256:",
    "certificate authority  world.example  from 2024-11-20T10:00:00Z",
    "transparency log       https://rekor.world.example",
  ])
    assert.ok(stdout.includes(words), `${words}\n\n${stdout}`);
});
tests("show: a policy that does not compile", async () => {
  write("bad.policy", 'policy bad version 1\ntrust t { key "none.pub" }\n');
  const { code, stdout, stderr } = await trust("show", "bad.policy");
  assert.equal([code, stdout], [3, ""]);
  assert.match(stderr, /E4021/u);
});
tests("show: the instances that are known", async () => {
  const { stdout } = await trust("show", "--sigstore-root", "acme=acme.json");
  assert.match(stdout, /^Sigstore instance public-good, sha256:6494e21e/u);
  assert.match(stdout, /^Sigstore instance acme, sha256:/mu);
});
tests("add: the line that trusts it", async () => {
  assert.match((await trust("add", "alice.pub")).stdout, /^key "alice.pub"\n {2}holds the key SHA256:/u);
  assert.match((await trust("add", "ca.pem")).stdout, /^authority "ca.pem"\n {2}holds the certificate sha256:/u);
  const instance = (await trust("add", "acme.json", "--name", "acme")).stdout;
  assert.ok(instance.includes('in policy.config.json: {"sigstoreRoots":{"acme":"acme.json"}}\n  in a policy: sigstore acme'));
});
const refused: readonly (readonly [words: readonly string[], message: RegExp])[] = [
  [["add"], /which file\?/u],
  [["add", "none.pub"], /the file `none.pub` cannot be read/u],
  [["add", "leaf.pem"], /`leaf.pem` cannot be trusted: trust-config-invalid: it cannot be an authority/u],
  [["add", "all.policy"], /`all.policy` cannot be trusted: key-unreadable/u],
  [["add", "acme.json"], /what is the instance to be called\?/u],
  [["add", "acme.json", "--name", "public-good"], /`public-good` cannot be the name of an instance/u],
  [["add", "acme.json", "--name", "a b"], /`a b` cannot be the name of an instance/u],
  [["add", "broken.json", "--name", "acme"], /`broken.json` cannot be trusted: root-file-invalid: /u],
  [["frob"], /frob/u],
  [[], /action/u],
  [["update"], /^Nothing was updated: no command of this version goes to the network for trust\./u],
];
for (const [words, message] of refused)
  tests(`refused: trust ${words.join(" ")}`, async () => {
    const { code, stdout, stderr } = await trust(...words);
    assert.equal([code, stdout], [4, ""]);
    assert.match(stderr, message);
  });
tests.run();
