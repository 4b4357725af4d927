/** `policy attest --key awskms://…` with the official client against a server that answers as AWS does, and what it wrote judged. */
import { KMSClient, CreateAliasCommand, CreateKeyCommand, DisableKeyCommand, GetPublicKeyCommand, type KeySpec } from "@aws-sdk/client-kms";
import { createPublicKey } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { startMoto, type RunningMoto } from "../support/key-services/moto.ts";
import { scratch } from "../support/run-policy.ts";
import { judgeWith } from "../support/trust/judge-with.ts";

const SUBJECT = `sha256:${"a".repeat(64)}`;
const SECRET = "wJalrXUtnFEMI-bPxRfiCYEXAMPLEKEY";
const folder = scratch();
const predicate = join(folder, "predicate.json");
writeFileSync(predicate, '{"by":"alice"}');

const tests = suite("aws kms");
const moto = await startMoto();
if (moto === undefined) console.log("skipped: needs moto_server");
else addTests(moto);
tests.run();

interface Signed {
  readonly code: number;
  readonly text: string;
  readonly stderr: string;
}

async function attest(key: string, ...more: readonly string[]): Promise<Signed> {
  const io = memoryIo({ cwd: folder, env: {} });
  const words = ["attest", SUBJECT, "--type", "https://example.com/reviewed/v1", "--predicate", predicate, "--key", key, ...more];
  const code = await run(words, io);
  return { code, text: io.written.stdout, stderr: io.written.stderr };
}

interface MadeKey {
  readonly id: string;
  readonly arn: string;
  readonly publicKey: ReturnType<typeof createPublicKey>;
}

async function makeKey(client: KMSClient, KeySpec: KeySpec, KeyUsage: "SIGN_VERIFY" | "ENCRYPT_DECRYPT" = "SIGN_VERIFY"): Promise<MadeKey> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec, KeyUsage }));
  const id = KeyMetadata?.KeyId ?? "";
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: id }));
  return {
    id,
    arn: KeyMetadata?.Arn ?? "",
    publicKey: createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" }),
  };
}

const pemOf = ({ publicKey }: MadeKey) => publicKey.export({ format: "pem", type: "spki" }).toString();

/** Satisfied by this key, and by no other of its kind. */
async function expectGood(text: string, file: string, content: string): Promise<void> {
  assert.equal((await judgeWith({ trust: `key "${file}"`, files: { [file]: content }, evidence: [text] })).text, "satisfied");
}

function addTests({ url, stop }: RunningMoto): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
  });
  const client = new KMSClient({});
  tests.after(async () => {
    client.destroy();
    await stop();
  });
  for (const spec of ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "RSA_2048", "RSA_4096"] as const)
    tests(`a key of ${spec}, by id`, async () => {
      const key = await makeKey(client, spec);
      const { code, text, stderr } = await attest(`awskms:///${key.id}`, "--format", "bundle");
      assert.equal([code, stderr], [0, ""]);
      await expectGood(text.trim(), "kms.pub", pemOf(key));
      const other = await makeKey(client, spec);
      const stranger = await judgeWith({ trust: 'key "kms.pub"', files: { "kms.pub": pemOf(other) }, evidence: [text.trim()] });
      assert.match(stranger.text, /signature-invalid/u);
    });
  tests("by ARN, by alias and by the alias's ARN", async () => {
    const key = await makeKey(client, "ECC_NIST_P256");
    await client.send(new CreateAliasCommand({ AliasName: "alias/release", TargetKeyId: key.id }));
    for (const name of [key.arn, "alias/release", key.arn.replace(/:key\/.*$/u, ":alias/release")]) {
      const { code, text, stderr } = await attest(`awskms:///${name}`);
      assert.equal([code, stderr], [0, ""], name);
      await expectGood(text.trim(), "kms.pub", pemOf(key));
    }
  });
  // AWS salts with as many bytes as the hash has, which is what is accepted; this server with as many as there is room for.
  tests("PSS with another salt is not written", async () => {
    const key = await makeKey(client, "RSA_2048");
    const { code, text, stderr } = await attest(`awskms:///${key.id}`, "--algorithm", "rsa-sign-pss-sha256");
    assert.equal([code, text], [4, ""]);
    assert.match(stderr, /its signature does not verify with its own public key/u);
  });
  tests("the ARN's region goes before the environment's", async () => {
    const key = await makeKey(client, "ECC_NIST_P256");
    const elsewhere = await attest(`awskms:///${key.arn.replace("eu-central-1", "eu-west-1")}`);
    assert.is(elsewhere.code, 4);
    assert.match(elsewhere.stderr, /service-failed: AWS KMS: there is no such key in this account and region/u);
  });
  tests("refused: absent, disabled, for encryption, not its algorithm, no reference", async () => {
    const disabled = await makeKey(client, "ECC_NIST_P256");
    await client.send(new DisableKeyCommand({ KeyId: disabled.id }));
    const sealing = await makeKey(client, "RSA_2048", "ENCRYPT_DECRYPT");
    const cases: readonly (readonly [words: readonly string[], said: RegExp])[] = [
      [["awskms:///alias/none"], /service-failed: AWS KMS: there is no such key/u],
      [[`awskms:///${sealing.id}`], /algorithm-unsupported: it is a key for ENCRYPT_DECRYPT, not for signing/u],
      [[`awskms:///${disabled.id}`, "--algorithm", "ed25519"], /algorithm-unsupported|the key is disabled/u],
      [["awskms:///release"], /is no key of AWS KMS: it names no key/u],
    ];
    for (const [[key = "", ...more], said] of cases) {
      const { code, text, stderr } = await attest(key, ...more);
      assert.equal([code, text], [4, ""], key);
      assert.match(stderr, said);
      assert.not.match(stderr, new RegExp(SECRET, "u"));
    }
  });
  tests("an endpoint in the reference is asked over TLS and nothing else", async () => {
    const { code, text, stderr } = await attest(`awskms://${new URL(url).host}/alias/release`);
    assert.equal([code, text], [4, ""]);
    assert.match(stderr, /service-failed: AWS KMS: it could not be asked/u);
  });
}
