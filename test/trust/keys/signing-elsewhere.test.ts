/** Keys of tokens, plug-ins and services of every family: what each is asked to sign, and what is checked around it. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { err, ok } from "../../../src/base/index.ts";
import { openServiceKey, type KeyService, type ServiceKey, type SigningInput } from "../../../src/trust/keys/key-service.ts";
import { openPkcs11Key } from "../../../src/trust/keys/pkcs11.ts";
import { openPlugInKey } from "../../../src/trust/keys/kms-plug-in.ts";
import { RemoteKeyError } from "../../../src/trust/keys/remote-key.ts";
import type { ProgramCall, ProgramRunner, RemoteKey, SignatureAlgorithm } from "../../../src/trust/index.ts";
import { fakeCrypto, keyNamed } from "../../support/trust/plain-certificate.ts";
import { crypto as realCrypto } from "../../support/trust/run.ts";

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const MESSAGE = Uint8Array.of(1, 2, 3);
const PARTS = [MESSAGE.subarray(0, 1), MESSAGE.subarray(1)];
/** In DER, as every family's check takes it. */
const SIGNATURE = Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1);
const digest = (hash: "sha256" | "sha384" | "sha512"): string => hexOf(realCrypto.digest(hash, [MESSAGE]));

async function signed(key: RemoteKey): Promise<string> {
  try {
    return hexOf(await key.sign(PARTS));
  } catch (thrown) {
    if (!(thrown instanceof RemoteKeyError)) throw thrown;
    return `${thrown.fault.reason}: ${thrown.message}`;
  }
}

// ---------------------------------------------------------------------------------------------------------------- tokens

interface Asked {
  readonly calls: ProgramCall[];
  readonly outcome: string;
}
const LISTED = "Public Key Object; RSA 2048 bits\n  label:      k\n  ID:         0a\n";
async function token(
  spki: Uint8Array,
  settings: object,
  reference: object = { object: "k" },
  verifies: "verifies" | "not" = "verifies",
): Promise<Asked> {
  const calls: ProgramCall[] = [];
  const run: ProgramRunner = (call) => {
    calls.push(call);
    const stdout = call.args.includes("--list-objects")
      ? new TextEncoder().encode(LISTED)
      : call.args.includes("--read-object")
        ? spki
        : SIGNATURE;
    return Promise.resolve(ok({ exitCode: 0, stdout, stderr: "" }));
  };
  const opened = await openPkcs11Key(
    reference,
    { modulePath: "/m.so", ...settings },
    { run, crypto: fakeCrypto(() => verifies === "verifies") },
  );
  return {
    calls,
    outcome: opened.ok ? `${opened.value.algorithm} ${await signed(opened.value)}` : `${opened.error.reason}: ${opened.error.detail}`,
  };
}

const tokens = suite("keys of tokens");
const INFO = "3031300d060960864801650304020105000420";
for (const [family, algorithm, mechanism, input] of [
  ["p256", "ecdsa-sha2-256-nistp256", ["ECDSA", "--signature-format", "openssl"], digest("sha256")],
  ["p384", "ecdsa-sha2-384-nistp384", ["ECDSA", "--signature-format", "openssl"], digest("sha384")],
  ["p521", "ecdsa-sha2-512-nistp521", ["ECDSA", "--signature-format", "openssl"], digest("sha512")],
  ["rsa 2048", "rsa-sign-pkcs1-sha256", ["RSA-PKCS"], INFO + digest("sha256")],
  ["ed25519", "ed25519", ["EDDSA"], hexOf(MESSAGE)],
] as const)
  tokens(family, async () => {
    const { calls, outcome } = await token(keyNamed(family), { pin: "1" });
    assert.is(outcome, `${algorithm} ${hexOf(SIGNATURE)}`);
    assert.equal(
      calls.map(({ program, args, env }) => [program, args.slice(2), env]),
      [
        ["pkcs11-tool", ["--list-objects", "--type", "pubkey"], {}],
        ["pkcs11-tool", ["--read-object", "--type", "pubkey", "--id", "0a"], {}],
        [
          "pkcs11-tool",
          ["--login", "--pin", "env:POLICY_PKCS11_TOOL_PIN", "--sign", "--id", "0a", "--mechanism", ...mechanism],
          { POLICY_PKCS11_TOOL_PIN: "1" },
        ],
      ],
    );
    assert.equal(
      calls.map(({ stdin }) => hexOf(stdin)),
      ["", "", input],
    );
  });
tokens("without a PIN nobody logs in, and slot and token are named where they are given", async () => {
  const { calls } = await token(keyNamed("p256"), {}, { object: "k", slotId: "3", token: "t", modulePath: "/other.so" });
  assert.equal(calls.at(-1)?.args, [
    "--module",
    "/other.so",
    "--token-label",
    "t",
    "--slot",
    "3",
    "--sign",
    "--id",
    "0a",
    "--mechanism",
    "ECDSA",
    "--signature-format",
    "openssl",
  ]);
  assert.equal(calls.at(-1)?.env, {});
  assert.equal((await token(keyNamed("p256"), {})).calls[0]?.args.slice(0, 3), ["--module", "/m.so", "--list-objects"]);
});
tokens("a signature that does not verify", async () =>
  assert.is(
    (await token(keyNamed("ed25519"), {}, undefined, "not")).outcome,
    "ed25519 program-failed: its signature does not verify with its own public key",
  ),
);
for (const [family, detail] of [
  ["unsupported", "its public key cannot be used"],
  ["none", "its public key cannot be used"],
  ["rsa 1024", "its RSA key has 1024 bits, at least 2048 are needed"],
] as const)
  tokens(`a key that may not sign: ${family}`, async () =>
    assert.is((await token(keyNamed(family), {})).outcome, `key-unreadable: ${detail}`),
  );
tokens("what the tool says when it fails", async () => {
  const asking = async (run: ProgramRunner): Promise<string> => {
    const opened = await openPkcs11Key({ object: "k" }, { modulePath: "/m.so" }, { run, crypto: fakeCrypto(() => true) });
    return opened.ok ? "opened" : `${opened.error.reason}: ${opened.error.detail}`;
  };
  const answer =
    (exitCode: number, stdout: string, stderr: string): ProgramRunner =>
    () =>
      Promise.resolve(ok({ exitCode, stdout: new TextEncoder().encode(stdout), stderr }));
  assert.is(await asking(answer(1, LISTED, " boom \n")), "program-failed: `pkcs11-tool`: boom");
  assert.is(await asking(answer(3, LISTED, " \n")), "program-failed: `pkcs11-tool`: exit code 3");
  assert.is(await asking(answer(1, LISTED, "x".repeat(300))), `program-failed: \`pkcs11-tool\`: ${"x".repeat(200)}`);
  assert.is(await asking(answer(0, "", "")), "program-failed: `pkcs11-tool`: exit code 0");
  for (const [fault, outcome] of [
    ["not-installed", "program-missing: `pkcs11-tool` is not installed (package opensc)"],
    ["timeout", "program-failed: `pkcs11-tool`: timeout"],
    ["too-large", "program-failed: `pkcs11-tool`: too-large"],
    ["failed", "program-failed: `pkcs11-tool`: failed"],
  ] as const)
    assert.is(await asking(() => Promise.resolve(err(fault))), outcome);
});
tokens.run();

// -------------------------------------------------------------------------------------------------------------- plug-ins

const plugIns = suite("keys behind plug-ins");
for (const [family, algorithm, hash] of [
  ["p256", "ecdsa-sha2-256-nistp256", 5],
  ["p384", "ecdsa-sha2-384-nistp384", 6],
  ["p521", "ecdsa-sha2-512-nistp521", 7],
  ["ed25519", "ed25519", 7],
  ["rsa 2048", "rsa-sign-pkcs1-sha256", 5],
] as const)
  plugIns(family, async () => {
    const asked: unknown[] = [];
    const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(keyNamed(family)).toString("base64")}\n-----END PUBLIC KEY-----\n`;
    const run: ProgramRunner = ({ args }) => {
      const question = JSON.parse(args[1] ?? "") as {
        initOptions: { hashFunc: number };
        signMessage?: { signOptions: { messageOptions: unknown } };
      };
      asked.push([question.initOptions.hashFunc, question.signMessage?.signOptions.messageOptions]);
      const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");
      const answer =
        question.signMessage === undefined
          ? { publicKey: { publicKeyPEM: base64(pem) } }
          : { signMessage: { signature: base64(SIGNATURE) } };
      return Promise.resolve(
        ok({ exitCode: 1, stdout: new TextEncoder().encode(JSON.stringify({ ...answer, errorMessage: "" })), stderr: "" }),
      );
    };
    const opened = await openPlugInKey("awskms:///x", "/p", { run, crypto: fakeCrypto(() => true) });
    assert.ok(opened.ok);
    assert.is(`${opened.value.algorithm} ${await signed(opened.value)}`, `${algorithm} ${hexOf(SIGNATURE)}`);
    assert.equal(asked, [
      [5, undefined],
      [hash, { hashFunc: hash }],
    ]);
  });
plugIns("answers that are none", async () => {
  const asking = async (answer: unknown): Promise<string> => {
    const run: ProgramRunner = () =>
      Promise.resolve(ok({ exitCode: 0, stdout: new TextEncoder().encode(JSON.stringify(answer)), stderr: "" }));
    const opened = await openPlugInKey("awskms:///x", "/p", { run, crypto: fakeCrypto(() => true) });
    return opened.ok ? "opened" : `${opened.error.reason}: ${opened.error.detail}`;
  };
  const NO_ANSWER = "program-failed: its answer has no `publicKey.publicKeyPEM`";
  const NO_PEM = "key-unreadable: the plug-in gives no public key in PEM";
  assert.is(await asking({ publicKey: "x" }), NO_ANSWER);
  assert.is(await asking({ publicKey: { publicKeyPEM: "" } }), NO_ANSWER);
  assert.is(await asking({ publicKey: { publicKeyPEM: "*" } }), NO_ANSWER);
  assert.is(await asking({ publicKey: { publicKeyPEM: 1 } }), NO_ANSWER);
  assert.is(await asking({ publicKey: { publicKeyPEM: "/w==" } }), NO_PEM);
  assert.is(await asking({ publicKey: { publicKeyPEM: "aGVsbG8=" } }), NO_PEM);
  assert.is(await asking({ errorMessage: "x".repeat(400) }), `program-failed: ${"x".repeat(300)}`);
  assert.is(await asking({ errorMessage: 1 }), NO_ANSWER);
});
plugIns.run();

// -------------------------------------------------------------------------------------------------------------- services

interface ServiceWorld {
  readonly key?: string;
  readonly algorithms?: readonly SignatureAlgorithm[];
  readonly wanted?: SignatureAlgorithm;
  readonly maxMessageBytes?: number;
  readonly verifies?: "verifies" | "not";
  readonly describes?: "fails";
  readonly signs?: "fails";
}
const UNREACHABLE = err({ reason: "service-failed", detail: "no answer" } as const);
async function service(world: ServiceWorld): Promise<string> {
  const { key = "p256", algorithms = ["ecdsa-sha2-256-nistp256"], maxMessageBytes = 4096, verifies = "verifies" } = world;
  const asked: string[] = [];
  const described: ServiceKey = { spki: keyNamed(key), algorithms, maxMessageBytes };
  const made: KeyService = {
    describe: () => Promise.resolve(world.describes === "fails" ? UNREACHABLE : ok(described)),
    sign: ({ kind, bytes }: SigningInput, algorithm) => {
      asked.push(`${kind} ${hexOf(bytes)} ${algorithm}`);
      return Promise.resolve(world.signs === "fails" ? UNREACHABLE : ok(SIGNATURE));
    },
  };
  const opened = await openServiceKey(
    made,
    world.wanted,
    fakeCrypto(() => verifies === "verifies"),
  );
  if (!opened.ok) return `${opened.error.reason}: ${opened.error.detail}`;
  assert.is(hexOf(opened.value.spki), hexOf(keyNamed(key)));
  return [opened.value.algorithm, await signed(opened.value), ...asked].join(" | ");
}
const message = hexOf(MESSAGE);
const done = (algorithm: string, input: string): string => `${algorithm} | ${hexOf(SIGNATURE)} | ${input} ${algorithm}`;
const all: readonly SignatureAlgorithm[] = [
  "ecdsa-sha2-256-nistp256",
  "ecdsa-sha2-384-nistp384",
  "ecdsa-sha2-512-nistp521",
  "rsa-sign-pkcs1-sha256",
  "rsa-sign-pss-sha256",
  "ed25519",
];
const services = suite("keys of services");
for (const [name, world, outcome] of [
  ["a message as long as is taken", { maxMessageBytes: 3 }, done("ecdsa-sha2-256-nistp256", `message ${message}`)],
  ["a longer one", { maxMessageBytes: 2 }, done("ecdsa-sha2-256-nistp256", `digest ${digest("sha256")}`)],
  ["P-384", { key: "p384", algorithms: all, maxMessageBytes: 0 }, done("ecdsa-sha2-384-nistp384", `digest ${digest("sha384")}`)],
  ["P-521", { key: "p521", algorithms: all, maxMessageBytes: 0 }, done("ecdsa-sha2-512-nistp521", `digest ${digest("sha512")}`)],
  ["RSA", { key: "rsa 2048", algorithms: all, maxMessageBytes: 0 }, done("rsa-sign-pkcs1-sha256", `digest ${digest("sha256")}`)],
  [
    "RSA with PSS",
    { key: "rsa 2048", algorithms: all, wanted: "rsa-sign-pss-sha256", maxMessageBytes: 0 },
    done("rsa-sign-pss-sha256", `digest ${digest("sha256")}`),
  ],
  [
    "another family's algorithm",
    { algorithms: all, wanted: "rsa-sign-pss-sha256" },
    "algorithm-unsupported: `rsa-sign-pss-sha256` is not for its kind of key, which is p256",
  ],
  [
    "an algorithm that services do not have",
    { key: "ed25519", algorithms: all },
    "algorithm-unsupported: `ed25519` is not for its kind of key, which is ed25519",
  ],
  [
    "one that this service does not have",
    { key: "p384", algorithms: ["ed25519", "ecdsa-sha2-256-nistp256"] },
    "algorithm-unsupported: the service would not sign with `ecdsa-sha2-384-nistp384`; it offers `ed25519`, `ecdsa-sha2-256-nistp256`",
  ],
  [
    "none at all",
    { algorithms: [] },
    "algorithm-unsupported: the service would not sign with `ecdsa-sha2-256-nistp256`; it offers nothing that is known here",
  ],
  ["a key that may not sign", { key: "rsa 1024", algorithms: all }, "key-unreadable: its RSA key has 1024 bits, at least 2048 are needed"],
  ["a service that says nothing", { describes: "fails" }, "service-failed: no answer"],
  [
    "a service that does not sign",
    { signs: "fails" },
    `ecdsa-sha2-256-nistp256 | service-failed: no answer | message ${message} ecdsa-sha2-256-nistp256`,
  ],
  [
    "another key's signature",
    { verifies: "not" },
    `ecdsa-sha2-256-nistp256 | program-failed: its signature does not verify with its own public key | message ${message} ecdsa-sha2-256-nistp256`,
  ],
] as const)
  services(name, async () => assert.is(await service(world), outcome));
services.run();
