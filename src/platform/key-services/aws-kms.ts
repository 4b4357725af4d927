/**
 * Keys of AWS KMS over the official client, which is an optional peer: who signs with such keys installs it. Credentials and region come from
 * the client's usual chain. What the service says when it fails is not repeated, for some of its answers quote the request with its token.
 */
import type { GetPublicKeyCommandOutput, KMSClientConfig, SigningAlgorithmSpec } from "@aws-sdk/client-kms";
import { err, ok, type Result } from "../../base/index.ts";
import type { AwsKmsReference, KeyService, RemoteKeyFault, ServiceKey, SignatureAlgorithm } from "../../trust/index.ts";

export type AwsKmsModule = Pick<typeof import("@aws-sdk/client-kms"), "KMSClient" | "GetPublicKeyCommand" | "SignCommand">;

const algorithms: readonly (readonly [aws: SigningAlgorithmSpec, ours: SignatureAlgorithm, specs: RegExp])[] = [
  ["ECDSA_SHA_256", "ecdsa-sha2-256-nistp256", /^ECC_NIST_P256$/u],
  ["ECDSA_SHA_384", "ecdsa-sha2-384-nistp384", /^ECC_NIST_P384$/u],
  ["ECDSA_SHA_512", "ecdsa-sha2-512-nistp521", /^ECC_NIST_P521$/u],
  ["RSASSA_PKCS1_V1_5_SHA_256", "rsa-sign-pkcs1-sha256", /^RSA_\d+$/u],
  ["RSASSA_PSS_SHA_256", "rsa-sign-pss-sha256", /^RSA_\d+$/u],
];

/** The service's own bound. Servers that stand in for it in tests cannot take digests at all. */
const MAX_MESSAGE_BYTES = 4096;

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 15_000;
const MAX_ATTEMPTS = 3;

/** `load` is there for those who have another build of the client; by default it is imported, and its absence is `client-missing`. */
export async function createAwsKms(
  { keyId, endpoint, region }: AwsKmsReference,
  load: () => Promise<AwsKmsModule> = () => import("@aws-sdk/client-kms"),
): Promise<Result<KeyService, RemoteKeyFault>> {
  const loaded = await loadClient(load);
  if (!loaded.ok) return loaded;
  const { KMSClient, GetPublicKeyCommand, SignCommand } = loaded.value;
  const config: KMSClientConfig = {
    ...(endpoint !== undefined && { endpoint: `https://${endpoint}` }),
    ...(region !== undefined && { region }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
  };
  const client = new KMSClient(config);
  return ok({
    async describe() {
      const answer = await asked(() => client.send(new GetPublicKeyCommand({ KeyId: keyId })));
      return answer.ok ? toServiceKey(answer.value) : answer;
    },
    async sign({ kind, bytes }, algorithm) {
      const MessageType = kind === "message" ? "RAW" : "DIGEST";
      const SigningAlgorithm = algorithms.find(([, ours]) => ours === algorithm)?.[0];
      const answer = await asked(() => client.send(new SignCommand({ KeyId: keyId, Message: bytes, MessageType, SigningAlgorithm })));
      if (!answer.ok) return answer;
      const signature = answer.value.Signature;
      return signature === undefined ? failed("it answers without a signature") : ok(new Uint8Array(signature));
    },
  });
}

async function loadClient(load: () => Promise<AwsKmsModule>): Promise<Result<AwsKmsModule, RemoteKeyFault>> {
  try {
    return ok(await load());
  } catch (thrown) {
    if (!isNotInstalled(thrown)) throw thrown;
    return err({ reason: "client-missing", detail: "the package @aws-sdk/client-kms, which speaks to AWS KMS, is not installed" });
  }
}

function isNotInstalled(thrown: unknown): boolean {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}

/** A key that is not for signing is refused, and of its algorithms those are left out that are for another kind than it says it is of. */
function toServiceKey({ PublicKey, KeyUsage, KeySpec, SigningAlgorithms }: GetPublicKeyCommandOutput): Result<ServiceKey, RemoteKeyFault> {
  if (PublicKey === undefined) return failed("it answers without a public key");
  if (KeyUsage !== "SIGN_VERIFY")
    return err({ reason: "algorithm-unsupported", detail: `it is a key for ${KeyUsage ?? "nothing"}, not for signing` });
  const offered = algorithms.filter(
    ([aws, , specs]) => SigningAlgorithms?.includes(aws) === true && (KeySpec === undefined || specs.test(KeySpec)),
  );
  return ok({ spki: new Uint8Array(PublicKey), algorithms: offered.map(([, ours]) => ours), maxMessageBytes: MAX_MESSAGE_BYTES });
}

async function asked<T>(ask: () => Promise<T>): Promise<Result<T, RemoteKeyFault>> {
  try {
    return ok(await ask());
  } catch (thrown) {
    return failed(clauseOf(thrown));
  }
}

function failed(detail: string): Result<never, RemoteKeyFault> {
  return err({ reason: "service-failed", detail: `AWS KMS: ${detail}` });
}

/** By the name of the fault; the service's own words are left out. */
const clauses: Readonly<Record<string, string>> = {
  NotFoundException: "there is no such key in this account and region",
  AccessDeniedException: "these credentials may not use the key: they need kms:GetPublicKey and kms:Sign",
  DisabledException: "the key is disabled",
  KMSInvalidStateException: "the key is in a state in which it does not sign, for instance waiting to be deleted",
  KeyUnavailableException: "the key is not available at the moment",
  InvalidKeyUsageException: "the key is not for signing with that algorithm",
  UnsupportedOperationException: "the key is not one that signs",
  CredentialsProviderError: "no credentials were found in the usual places: environment, shared files, role",
  UnrecognizedClientException: "the credentials are not known to it",
  InvalidClientTokenId: "the credentials are not known to it",
  InvalidSignatureException: "the credentials do not fit together",
  ExpiredTokenException: "the credentials have expired",
  ThrottlingException: "it has too much to do",
  TimeoutError: "it does not answer in time",
};

const NAME = /^[A-Za-z][A-Za-z0-9.]{0,63}$/u;

function clauseOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "it could not be asked";
  if (thrown.message === "Region is missing") return "no region is known: set AWS_REGION, or name the key by its ARN";
  if (Object.hasOwn(clauses, thrown.name)) return clauses[thrown.name] as string;
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : thrown.name;
  return `it could not be asked: ${NAME.test(code.replaceAll("_", ".")) ? code : "unknown fault"}`;
}
