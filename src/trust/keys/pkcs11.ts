/** Signing with a key on a PKCS #11 token through `pkcs11-tool`: no shell, the PIN through the environment, the digest and not the payload. */
import { decodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { joinBytes } from "../bytes.ts";
import type { KeyFamily, SyncCrypto } from "../crypto-provider.ts";
import { chooseKey, readObjects } from "./pkcs11-objects.ts";
import type { Pkcs11Reference } from "./pkcs11-uri.ts";
import type { ProgramRunner, RemoteKey, RemoteKeyFault } from "./program-runner.ts";
import { checkedSignature, complaint, readRemotePublic, RemoteKeyError, type RemotePublicKey } from "./remote-key.ts";

export interface Pkcs11Ports {
  readonly run: ProgramRunner;
  readonly crypto: SyncCrypto;
}

export interface Pkcs11Settings {
  /** For references that name no module: absolute. */
  readonly modulePath?: string;
  readonly pin?: string;
}

const PROGRAM = "pkcs11-tool";
const PIN_VARIABLE = "POLICY_PKCS11_TOOL_PIN";

export async function openPkcs11Key(
  reference: Pkcs11Reference,
  settings: Pkcs11Settings,
  ports: Pkcs11Ports,
): Promise<Result<RemoteKey, RemoteKeyFault>> {
  const modulePath = reference.modulePath ?? settings.modulePath;
  if (modulePath === undefined) return err({ reason: "key-unreadable", detail: "nothing says which PKCS #11 module to load" });
  if (!modulePath.startsWith("/")) return err({ reason: "key-unreadable", detail: "the path of the PKCS #11 module is not absolute" });
  const common = ["--module", modulePath, ...tokenOf(reference)];
  const chosen = await findKey(reference, common, ports);
  if (!chosen.ok) return chosen;
  const { found, id } = chosen.value;
  const login = loginOf(settings.pin);
  const how = mechanisms[found.key.family as KeyFamily];
  const sign = async (parts: readonly Uint8Array[]): Promise<Uint8Array> => {
    const input = how.prepare(parts, ports.crypto);
    const args = [...common, ...login.args, "--sign", "--id", id, ...how.args];
    const signature = await call(ports.run, args, input, login.env);
    const checked = signature.ok ? checkedSignature(found, parts, signature.value, ports.crypto) : signature;
    if (checked.ok) return checked.value;
    throw new RemoteKeyError(checked.error);
  };
  return ok({ spki: found.key.spki, algorithm: found.algorithm, sign });
}

interface Login {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** An argument could be read by everybody on the machine. */
function loginOf(pin: string | undefined): Login {
  return pin === undefined ? { args: [], env: {} } : { args: ["--login", "--pin", `env:${PIN_VARIABLE}`], env: { [PIN_VARIABLE]: pin } };
}

function tokenOf({ token, slotId }: Pkcs11Reference): readonly string[] {
  return [...(token === undefined ? [] : ["--token-label", token]), ...(slotId === undefined ? [] : ["--slot", slotId])];
}

interface Chosen {
  readonly found: RemotePublicKey;
  readonly id: string;
}

/** By listing: the tool itself would pass over a label when it signs. */
async function findKey(
  reference: Pkcs11Reference,
  common: readonly string[],
  { run, crypto }: Pkcs11Ports,
): Promise<Result<Chosen, RemoteKeyFault>> {
  const listed = await call(run, [...common, "--list-objects", "--type", "pubkey"], new Uint8Array(), {});
  if (!listed.ok) return listed;
  const chosen = chooseKey(readObjects(decodeUtf8(listed.value) ?? ""), reference);
  if (typeof chosen === "string") return err({ reason: "key-unreadable", detail: chosen });
  const spki =
    chosen.spki === undefined
      ? await call(run, [...common, "--read-object", "--type", "pubkey", "--id", chosen.id], new Uint8Array(), {})
      : ok(chosen.spki);
  const found = spki.ok ? readRemotePublic(spki.value, crypto) : spki;
  return found.ok ? ok({ found: found.value, id: chosen.id }) : found;
}

interface Mechanism {
  readonly args: readonly string[];
  prepare(parts: readonly Uint8Array[], crypto: SyncCrypto): Uint8Array;
}

function ecdsa(hash: "sha256" | "sha384" | "sha512"): Mechanism {
  return { args: ["--mechanism", "ECDSA", "--signature-format", "openssl"], prepare: (parts, crypto) => crypto.digest(hash, parts) };
}

/** DigestInfo of SHA-256 up to the digest, RFC 8017 §9.2. */
const DIGEST_INFO = Uint8Array.of(
  0x30,
  0x31,
  0x30,
  0x0d,
  0x06,
  0x09,
  0x60,
  0x86,
  0x48,
  0x01,
  0x65,
  0x03,
  0x04,
  0x02,
  0x01,
  0x05,
  0x00,
  0x04,
  0x20,
);

const mechanisms: Readonly<Record<KeyFamily, Mechanism>> = {
  p256: ecdsa("sha256"),
  p384: ecdsa("sha384"),
  p521: ecdsa("sha512"),
  rsa: { args: ["--mechanism", "RSA-PKCS"], prepare: (parts, crypto) => joinBytes([DIGEST_INFO, crypto.digest("sha256", parts)]) },
  ed25519: { args: ["--mechanism", "EDDSA"], prepare: (parts) => joinBytes(parts) },
};

async function call(
  run: ProgramRunner,
  args: readonly string[],
  stdin: Uint8Array,
  env: Readonly<Record<string, string>>,
): Promise<Result<Uint8Array, RemoteKeyFault>> {
  const answer = await run({ program: PROGRAM, args, stdin, env });
  if (!answer.ok) {
    const isMissing = answer.error === "not-installed";
    return err({
      reason: isMissing ? "program-missing" : "program-failed",
      detail: isMissing ? `\`${PROGRAM}\` is not installed (package opensc)` : `\`${PROGRAM}\`: ${answer.error}`,
    });
  }
  if (answer.value.exitCode !== 0 || answer.value.stdout.length === 0)
    return err({ reason: "program-failed", detail: `\`${PROGRAM}\`: ${complaint(answer.value)}` });
  return ok(answer.value.stdout);
}
