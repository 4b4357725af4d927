/** Keys that sign elsewhere, over programs that answer right, wrong and not at all: what they answer is never believed unchecked. */
import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ok, err } from "../../../src/base/index.ts";
import {
  openPkcs11Key,
  openPlugInKey,
  RemoteKeyError,
  type ProgramCall,
  type ProgramRunner,
  type RemoteKey,
} from "../../../src/trust/index.ts";
import { crypto } from "../../support/trust/run.ts";

const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
const MESSAGE = new TextEncoder().encode("message");
const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ format: "der", type: "spki" }));
const pemOf = (key: KeyObject) => key.export({ format: "pem", type: "spki" }).toString();
const signed = (key: KeyObject) => new Uint8Array(createSign("sha256").update(MESSAGE).sign(key));

const answer = (stdout: Uint8Array | string, exitCode = 0, stderr = "") =>
  Promise.resolve(ok({ exitCode, stdout: typeof stdout === "string" ? new TextEncoder().encode(stdout) : stdout, stderr }));

async function faultOf(key: RemoteKey): Promise<string> {
  try {
    await key.sign([MESSAGE]);
    return "signed";
  } catch (thrown) {
    if (!(thrown instanceof RemoteKeyError)) throw thrown;
    return `${thrown.fault.reason}: ${thrown.fault.detail}`;
  }
}

// ------------------------------------------------------------------------------------------------------------- plug-ins

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");

interface PlugIn {
  readonly publicKey?: string;
  readonly signature?: Uint8Array;
}

function plugIn(
  { publicKey = pemOf(pair.publicKey), signature = signed(pair.privateKey) }: PlugIn = {},
  calls: ProgramCall[] = [],
): ProgramRunner {
  return (call) => {
    calls.push(call);
    const { methodName } = JSON.parse(call.args[1] ?? "") as { methodName: string };
    if (methodName === "publicKey") return answer(JSON.stringify({ publicKey: { publicKeyPEM: base64(publicKey) } }));
    return answer(JSON.stringify({ signMessage: { signature: base64(signature) } }));
  };
}

async function openPlugIn(run: ProgramRunner): Promise<string> {
  const opened = await openPlugInKey("awskms:///alias/release", "/opt/sigstore-kms-awskms", { run, crypto });
  return opened.ok ? faultOf(opened.value) : `${opened.error.reason}: ${opened.error.detail}`;
}

const tests = suite("remote keys");
tests("a plug-in is asked as the protocol says", async () => {
  const calls: ProgramCall[] = [];
  const opened = await openPlugInKey("awskms:///alias/release", "/opt/sigstore-kms-awskms", { run: plugIn({}, calls), crypto });
  assert.ok(opened.ok);
  assert.equal(opened.value.spki, spkiOf(pair.publicKey));
  assert.is(await faultOf(opened.value), "signed");
  const initOptions = { protocolVersion: "1", keyResourceID: "awskms:///alias/release", hashFunc: 5 };
  assert.equal(
    calls.map(({ program, args: [version, json] }) => [program, version, JSON.parse(json ?? "")]),
    [
      ["/opt/sigstore-kms-awskms", "1", { initOptions, methodName: "publicKey", publicKey: { publicKeyOptions: { rpcOptions: {} } } }],
      [
        "/opt/sigstore-kms-awskms",
        "1",
        { initOptions, methodName: "signMessage", signMessage: { signOptions: { rpcOptions: {}, messageOptions: { hashFunc: 5 } } } },
      ],
    ],
  );
  assert.equal(
    calls.map(({ stdin }) => stdin),
    [new Uint8Array(), MESSAGE],
  );
});
const plugIns: readonly (readonly [name: string, run: ProgramRunner, outcome: RegExp])[] = [
  [
    "another key's signature",
    plugIn({ signature: signed(stranger.privateKey) }),
    /^program-failed: its signature does not verify with its own public key$/u,
  ],
  ["an empty signature", plugIn({ signature: new Uint8Array() }), /^program-failed: its answer has no `signMessage.signature`$/u],
  [
    "a private key for a public one",
    plugIn({ publicKey: pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString() }),
    /^key-unreadable: the plug-in gives no public key in PEM$/u,
  ],
  [
    "a weak key",
    plugIn({ publicKey: pemOf(generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey) }),
    /^key-unreadable: its RSA key has 1024 bits/u,
  ],
  ["an error message", () => answer(JSON.stringify({ errorMessage: "no such alias" })), /^program-failed: no such alias$/u],
  ["no JSON", () => answer("<html>", 1, "boom"), /^program-failed: it answers no JSON: boom$/u],
  ["JSON twice over", () => answer('{"publicKey":{},"publicKey":{}}'), /^program-failed: it answers no JSON/u],
  ["something else", () => answer("{}"), /^program-failed: its answer has no `publicKey.publicKeyPEM`$/u],
  ["no program", () => Promise.resolve(err("not-installed")), /^program-missing: there is no program `\/opt\/sigstore-kms-awskms`$/u],
  ["no end", () => Promise.resolve(err("timeout")), /^program-failed: `\/opt\/sigstore-kms-awskms`: timeout$/u],
  ["no end of output", () => Promise.resolve(err("too-large")), /^program-failed: `\/opt\/sigstore-kms-awskms`: too-large$/u],
];
for (const [name, run, outcome] of plugIns) tests(`a plug-in with ${name}`, async () => assert.match(await openPlugIn(run), outcome));

// --------------------------------------------------------------------------------------------------------------- tokens

const REFERENCE = { token: "acme", object: "release", id: "01" };
const SETTINGS = { modulePath: "/usr/lib/token.so", pin: "1234" };

const point = Buffer.from(spkiOf(pair.publicKey).subarray(26)).toString("hex");
const LISTED = `Public Key Object; EC  EC_POINT 256 bits
  EC_POINT:   0441${point}
  EC_PARAMS:  06082a8648ce3d030107 (OID 1.2.840.10045.3.1.7)
  label:      release
  ID:         01
  Usage:      verify
Public Key Object; RSA 2048 bits
  label:      other
  ID:         02
`;

function token(signature: Uint8Array, publicKey = spkiOf(pair.publicKey), calls: ProgramCall[] = [], listing = LISTED): ProgramRunner {
  return (call) => {
    calls.push(call);
    if (call.args.includes("--list-objects")) return answer(listing);
    return answer(call.args.includes("--read-object") ? publicKey : signature);
  };
}

tests("a token is given the digest, and the PIN stands in no argument", async () => {
  const calls: ProgramCall[] = [];
  const opened = await openPkcs11Key(REFERENCE, SETTINGS, { run: token(signed(pair.privateKey), undefined, calls), crypto });
  assert.ok(opened.ok);
  assert.is(await faultOf(opened.value), "signed");
  const selected = ["--module", "/usr/lib/token.so", "--token-label", "acme"];
  assert.equal(
    calls.map(({ args }) => args),
    [
      [...selected, "--list-objects", "--type", "pubkey"],
      [
        ...selected,
        "--login",
        "--pin",
        "env:POLICY_PKCS11_TOOL_PIN",
        "--sign",
        "--id",
        "01",
        "--mechanism",
        "ECDSA",
        "--signature-format",
        "openssl",
      ],
    ],
  );
  assert.equal(calls[1]?.stdin, crypto.digest("sha256", [MESSAGE]));
  assert.equal(calls[1]?.env, { POLICY_PKCS11_TOOL_PIN: "1234" });
  assert.not.match(JSON.stringify(calls.map(({ args }) => args)), /1234/u);
});
const tokens: readonly (readonly [name: string, settings: object, run: ProgramRunner, outcome: RegExp])[] = [
  ["no module", {}, token(new Uint8Array()), /^key-unreadable: nothing says which PKCS #11 module to load$/u],
  [
    "a module beside us",
    { modulePath: "token.so" },
    token(new Uint8Array()),
    /^key-unreadable: the path of the PKCS #11 module is not absolute$/u,
  ],
  ["another key's signature", SETTINGS, token(signed(stranger.privateKey)), /^program-failed: its signature does not verify/u],
  [
    "no public key",
    SETTINGS,
    token(new Uint8Array(), Uint8Array.of(1), [], LISTED.replace(/EC_P.*\n/gu, "x\n")),
    /^key-unreadable: its public key cannot be used$/u,
  ],
  [
    "no such key",
    SETTINGS,
    token(new Uint8Array(), undefined, [], LISTED.replace("release", "another")),
    /^key-unreadable: the token has no public key of that name$/u,
  ],
  [
    "the name under another id",
    SETTINGS,
    token(new Uint8Array(), undefined, [], LISTED.replace("ID:         01", "ID:         07")),
    /^key-unreadable: the token has no public key/u,
  ],
  [
    "a point that is none",
    SETTINGS,
    token(new Uint8Array(), Uint8Array.of(1), [], LISTED.replace(point, `${point}00`)),
    /^key-unreadable: its public key cannot be used$/u,
  ],
  ["nothing to say", SETTINGS, () => answer(new Uint8Array()), /^program-failed: `pkcs11-tool`: exit code 0$/u],
  [
    "a wrong PIN",
    SETTINGS,
    () => answer(new Uint8Array(), 1, "error: CKR_PIN_INCORRECT\n"),
    /^program-failed: `pkcs11-tool`: error: CKR_PIN_INCORRECT$/u,
  ],
  [
    "no tool",
    SETTINGS,
    () => Promise.resolve(err("not-installed")),
    /^program-missing: `pkcs11-tool` is not installed \(package opensc\)$/u,
  ],
];
for (const [name, settings, run, outcome] of tokens)
  tests(`a token with ${name}`, async () => {
    const opened = await openPkcs11Key(REFERENCE, settings, { run, crypto });
    assert.match(opened.ok ? await faultOf(opened.value) : `${opened.error.reason}: ${opened.error.detail}`, outcome);
  });
tests("a label that two keys have", async () => {
  const run = token(new Uint8Array(), undefined, [], LISTED + LISTED.replace("ID:         01", "ID:         09"));
  const opened = await openPkcs11Key({ token: "acme", object: "release" }, SETTINGS, { run, crypto });
  assert.is(!opened.ok && opened.error.detail, "the token has several keys of that name: give its `id`");
});
tests.run();
