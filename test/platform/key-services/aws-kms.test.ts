/** The adapter of AWS KMS over clients that answer right, wrong and not at all: nothing is believed unchecked, and no secret is repeated. */
import { generateKeyPairSync, sign as signDigest, constants, createSign, type KeyObject } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createAwsKms, type AwsKmsModule } from "../../../src/platform/key-services/index.ts";
import { openServiceKey, RemoteKeyError, type SignatureAlgorithm } from "../../../src/trust/index.ts";
import { crypto } from "../../support/trust/run.ts";

const MESSAGE = new TextEncoder().encode("message");
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ format: "der", type: "spki" }));
const signed = (key: KeyObject) => new Uint8Array(createSign("sha256").update(MESSAGE).sign(key));

interface Sent {
  readonly command: "public-key" | "sign";
  readonly input: Readonly<Record<string, unknown>>;
}

const described = {
  PublicKey: spkiOf(pair.publicKey),
  KeyUsage: "SIGN_VERIFY",
  KeySpec: "ECC_NIST_P256",
  SigningAlgorithms: ["ECDSA_SHA_256"],
};

interface Answers {
  readonly key?: unknown;
  readonly signature?: unknown;
}

/** A client that answers so, and what it was asked. */
function client(
  { key = described, signature = { Signature: signed(pair.privateKey) } }: Answers,
  asked: Sent[] = [],
  configs: unknown[] = [],
): AwsKmsModule {
  class Command {
    readonly sent: Sent;
    constructor(command: Sent["command"], input: Sent["input"]) {
      this.sent = { command, input };
    }
  }
  class Client {
    constructor(config: unknown) {
      configs.push(config);
    }
    async send({ sent }: Command): Promise<unknown> {
      asked.push(sent);
      const answer = sent.command === "sign" ? signature : key;
      if (answer instanceof Error) throw answer;
      return answer;
    }
  }
  const made = {
    KMSClient: Client,
    GetPublicKeyCommand: class extends Command {
      constructor(input: Sent["input"]) {
        super("public-key", input);
      }
    },
    SignCommand: class extends Command {
      constructor(input: Sent["input"]) {
        super("sign", input);
      }
    },
  };
  return made as unknown as AwsKmsModule;
}

const fault = (name: string, message = "", code?: string) =>
  Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });

async function outcome(module: AwsKmsModule, wanted?: SignatureAlgorithm): Promise<string> {
  const service = await createAwsKms({ keyId: "alias/release" }, async () => module);
  if (!service.ok) return `${service.error.reason}: ${service.error.detail}`;
  const key = await openServiceKey(service.value, wanted, crypto);
  if (!key.ok) return `${key.error.reason}: ${key.error.detail}`;
  try {
    await key.value.sign([MESSAGE]);
    return `signed with ${key.value.algorithm}`;
  } catch (thrown) {
    if (!(thrown instanceof RemoteKeyError)) throw thrown;
    return `${thrown.fault.reason}: ${thrown.fault.detail}`;
  }
}

const tests = suite("aws kms");
const sent = (Message: Uint8Array, MessageType: "RAW" | "DIGEST") => ({
  command: "sign",
  input: { KeyId: "alias/release", Message, MessageType, SigningAlgorithm: "ECDSA_SHA_256" },
});
tests("the key is described, and a short message signed whole", async () => {
  const asked: Sent[] = [];
  assert.is(await outcome(client({}, asked)), "signed with ecdsa-sha2-256-nistp256");
  assert.equal(asked, [{ command: "public-key", input: { KeyId: "alias/release" } }, sent(MESSAGE, "RAW")]);
});
tests("a message that is longer than the service takes goes as its digest", async () => {
  for (const [length, type] of [
    [4096, "RAW"],
    [4097, "DIGEST"],
  ] as const) {
    const asked: Sent[] = [];
    const parts = [new Uint8Array(length - 1), new Uint8Array([1])];
    const signature = { Signature: new Uint8Array(createSign("sha256").update(Buffer.concat(parts)).sign(pair.privateKey)) };
    const service = await createAwsKms({ keyId: "alias/release" }, async () => client({ signature }, asked));
    const key = service.ok ? await openServiceKey(service.value, undefined, crypto) : service;
    assert.ok(key.ok);
    await key.value.sign(parts);
    assert.equal(asked[1], sent(type === "RAW" ? new Uint8Array(Buffer.concat(parts)) : crypto.digest("sha256", parts), type));
  }
});
tests("endpoint and region of the reference reach the client, the endpoint over TLS", async () => {
  const configs: { endpoint?: unknown; region?: unknown }[] = [];
  const module = client({}, [], configs);
  await createAwsKms({ keyId: "x", endpoint: "kms.example:4566", region: "eu-central-1" }, async () => module);
  await createAwsKms({ keyId: "x" }, async () => module);
  assert.equal(
    configs.map(({ endpoint, region }) => [endpoint, region]),
    [
      ["https://kms.example:4566", "eu-central-1"],
      [undefined, undefined],
    ],
  );
});

const rsaKey = {
  PublicKey: spkiOf(rsa.publicKey),
  KeyUsage: "SIGN_VERIFY",
  KeySpec: "RSA_2048",
  SigningAlgorithms: ["RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PSS_SHA_256"],
};
const pss = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const rsaAnswers = { key: rsaKey, signature: { Signature: signed(rsa.privateKey) } };
const pssAnswers = { key: rsaKey, signature: { Signature: new Uint8Array(signDigest("sha256", MESSAGE, pss)) } };
const secret = "the Canonical String should have been x-amz-security-token:SECRET";

const outcomes: readonly (readonly [name: string, answers: Answers, said: string, wanted?: SignatureAlgorithm])[] = [
  ["RSA without more words is PKCS #1", rsaAnswers, "signed with rsa-sign-pkcs1-sha256"],
  ["RSA with PSS", pssAnswers, "signed with rsa-sign-pss-sha256", "rsa-sign-pss-sha256"],
  [
    "a PKCS #1 signature where PSS was asked for",
    rsaAnswers,
    "program-failed: its signature does not verify with its own public key",
    "rsa-sign-pss-sha256",
  ],
  [
    "PSS of an elliptic key",
    {},
    "algorithm-unsupported: `rsa-sign-pss-sha256` is not for its kind of key, which is p256",
    "rsa-sign-pss-sha256",
  ],
  [
    "an algorithm that the key's settings leave out",
    { ...rsaAnswers, key: { ...rsaKey, SigningAlgorithms: ["RSASSA_PSS_SHA_512", "RSASSA_PSS_SHA_256"] } },
    "algorithm-unsupported: the service would not sign with `rsa-sign-pkcs1-sha256`; it offers `rsa-sign-pss-sha256`",
  ],
  [
    "a key whose spec is another than its algorithm's",
    { key: { ...described, KeySpec: "ECC_NIST_P384" } },
    "algorithm-unsupported: the service would not sign with `ecdsa-sha2-256-nistp256`; it offers nothing that is known here",
  ],
  [
    "a key for encryption",
    { key: { ...rsaKey, KeyUsage: "ENCRYPT_DECRYPT", SigningAlgorithms: undefined } },
    "algorithm-unsupported: it is a key for ENCRYPT_DECRYPT, not for signing",
  ],
  [
    "another key's signature",
    { signature: { Signature: signed(stranger.privateKey) } },
    "program-failed: its signature does not verify with its own public key",
  ],
  ["no signature", { signature: {} }, "service-failed: AWS KMS: it answers without a signature"],
  ["no public key", { key: { ...described, PublicKey: undefined } }, "service-failed: AWS KMS: it answers without a public key"],
  ["a public key that is none", { key: { ...described, PublicKey: MESSAGE } }, "key-unreadable: its public key cannot be used"],
  ["no such key", { key: fault("NotFoundException", secret) }, "service-failed: AWS KMS: there is no such key in this account and region"],
  [
    "no permission",
    { key: fault("AccessDeniedException", secret) },
    "service-failed: AWS KMS: these credentials may not use the key: they need kms:GetPublicKey and kms:Sign",
  ],
  [
    "credentials that do not fit, whose request is quoted",
    { key: fault("InvalidSignatureException", secret) },
    "service-failed: AWS KMS: the credentials do not fit together",
  ],
  [
    "no credentials",
    { key: fault("CredentialsProviderError", "Could not load") },
    "service-failed: AWS KMS: no credentials were found in the usual places: environment, shared files, role",
  ],
  [
    "no region",
    { key: fault("Error", "Region is missing") },
    "service-failed: AWS KMS: no region is known: set AWS_REGION, or name the key by its ARN",
  ],
  ["nobody there", { key: fault("Error", secret, "ECONNREFUSED") }, "service-failed: AWS KMS: it could not be asked: ECONNREFUSED"],
  ["a fault nobody knows", { key: fault("Strange", secret) }, "service-failed: AWS KMS: it could not be asked: Strange"],
  [
    "a fault with a strange name",
    { key: fault("x-amz-security-token: SECRET") },
    "service-failed: AWS KMS: it could not be asked: unknown fault",
  ],
  ["a key disabled meanwhile", { signature: fault("DisabledException", secret) }, "service-failed: AWS KMS: the key is disabled"],
];
for (const [name, answers, said, wanted] of outcomes) tests(name, async () => assert.is(await outcome(client(answers), wanted), said));

tests("a client that is not installed", async () => {
  for (const code of ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"]) {
    const service = await createAwsKms({ keyId: "x" }, () => Promise.reject(fault("Error", "Cannot find package", code)));
    assert.not.ok(service.ok);
    if (!service.ok) assert.match(`${service.error.reason}: ${service.error.detail}`, /^client-missing: the package @aws-sdk\/client-kms/u);
  }
});
tests("a client that breaks while it is loaded is no missing one", async () => {
  try {
    await createAwsKms({ keyId: "x" }, () => Promise.reject(new TypeError("broken")));
    assert.unreachable();
  } catch (thrown) {
    assert.instance(thrown, TypeError);
  }
});
tests.run();
