/** From `--key REFERENCE` to somebody who signs: a file, a variable, a token, a service behind a plug-in. */
import { statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { createNodeCrypto, keyFileCrypto, loadWebCrypto } from "../../platform/crypto/index.ts";
import { createAwsKms } from "../../platform/key-services/index.ts";
import { createProgramRunner } from "../../platform/programs/index.ts";
import {
  openPkcs11Key,
  openPlugInKey,
  openPrivateKey,
  openServiceKey,
  parseAwsKmsUri,
  parseKeyReference,
  type KeyReference,
  type PrivateKeyFault,
  type RemoteKey,
  type RemoteKeyFault,
  type SignatureAlgorithm,
} from "../../trust/index.ts";
import type { Io } from "../io.ts";
import { readBounded } from "../judging/policy-files.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";
import { passwordSource, type PasswordFlags } from "./password.ts";
import { plugInPrograms } from "./plug-in-programs.ts";

export interface SignerFlags extends PasswordFlags {
  /** Absent: what a key of its kind usually signs with. */
  readonly algorithm?: SignatureAlgorithm | undefined;
}

export async function openSigner(reference: string, flags: SignerFlags, io: Io): Promise<RemoteKey> {
  const programs = plugInPrograms(io.env);
  const parsed = parseKeyReference(reference, new Set(programs.keys()));
  if (!parsed.ok)
    throw new UsageError(`the key \`${shown(reference)}\` is no key reference: ${parsed.error.reason}: ${parsed.error.detail}`);
  const where = parsed.value;
  if (where.kind === "pkcs11" || where.kind === "plug-in") {
    const opened = where.kind === "pkcs11" ? await openToken(where, io) : await openService(where, programs, flags, io);
    if (!opened.ok) throw cannotSign(reference, opened.error);
    const { algorithm } = opened.value;
    if (flags.algorithm === undefined || flags.algorithm === algorithm) return opened.value;
    throw cannotSign(reference, { reason: "algorithm-unsupported", detail: `it signs with \`${algorithm}\` here` });
  }
  const text = where.kind === "file" ? readKeyFile(where.path, reference, io) : readVariable(where.variable, io);
  return openText(text, reference, flags, io);
}

async function openText(text: string, reference: string, flags: SignerFlags, io: Io): Promise<RemoteKey> {
  const signing = await loadWebCrypto();
  const opened = await openPrivateKey(text, passwordSource(flags, io), { signing, files: keyFileCrypto, algorithm: flags.algorithm });
  if (!opened.ok) throw cannotSign(reference, opened.error);
  const { key, spki } = opened.value;
  return { spki, algorithm: key.algorithm, sign: (parts) => signing.sign(key, parts) };
}

function openToken({ token }: Extract<KeyReference, { kind: "pkcs11" }>, { env }: Io): ReturnType<typeof openPkcs11Key> {
  const settings = { modulePath: env["POLICY_PKCS11_MODULE"], pin: env["POLICY_PKCS11_PIN"] };
  const given = {
    ...(settings.modulePath !== undefined && { modulePath: settings.modulePath }),
    ...(settings.pin !== undefined && { pin: settings.pin }),
  };
  return openPkcs11Key(token, given, { run: createProgramRunner(env), crypto: createNodeCrypto() });
}

/** A program that the user names for a scheme goes before what is built in for it. */
async function openService(
  where: Extract<KeyReference, { kind: "plug-in" }>,
  programs: ReadonlyMap<string, string>,
  { algorithm }: SignerFlags,
  io: Io,
): ReturnType<typeof openPlugInKey> {
  if (where.scheme !== "awskms" || programs.has("awskms")) return openPlugIn(where, programs, io);
  const parsed = parseAwsKmsUri(where.reference);
  if (!parsed.ok) throw new UsageError(`the key \`${shown(where.reference)}\` is no key of AWS KMS: ${parsed.error}`);
  const service = await createAwsKms(parsed.value);
  return service.ok ? openServiceKey(service.value, algorithm, createNodeCrypto()) : service;
}

function openPlugIn(
  { scheme, reference }: Extract<KeyReference, { kind: "plug-in" }>,
  programs: ReadonlyMap<string, string>,
  { env }: Io,
): ReturnType<typeof openPlugInKey> {
  const program = programs.get(scheme);
  if (program === undefined)
    throw new UsageError(
      `no program is configured for keys of \`${scheme}\``,
      `set POLICY_KMS_PLUGINS to ${scheme}=/absolute/path/of/sigstore-kms-${scheme}`,
    );
  return openPlugInKey(reference, program, { run: createProgramRunner(env), crypto: createNodeCrypto() });
}

function readKeyFile(path: string, reference: string, io: Io): string {
  const file = isAbsolute(path) ? path : resolve(io.cwd, path);
  const bytes = readBounded(file);
  if (!bytes) throw new UsageError(`the key \`${shown(reference)}\` cannot be read`);
  const text = Buffer.from(bytes).toString("utf8");
  const isOpen = text.includes("-----BEGIN PRIVATE KEY-----") && process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;
  if (isOpen) io.stderr.write(`warning: others can read the private key \`${shown(reference)}\`: chmod 600\n`);
  return text;
}

function readVariable(variable: string, { env }: Io): string {
  const text = env[variable];
  if (text === undefined || text === "") throw new UsageError(`the environment has no variable \`${shown(variable)}\``);
  return text;
}

const help: Readonly<Record<PrivateKeyFault["reason"] | RemoteKeyFault["reason"], string>> = {
  "key-unreadable": "it must be a private key: PKCS #8 in PEM as `openssl genpkey` writes it, or cosign's",
  "password-needed": "set COSIGN_PASSWORD, or give --password-fd",
  "password-wrong": "look at COSIGN_PASSWORD, which may be set from before",
  "algorithm-unsupported": "name another key, or another --algorithm",
  "program-missing": "install it, or name another key",
  "program-failed": "what it says is its own; nothing was signed",
  "client-missing": "run `npm install @aws-sdk/client-kms@3` where policy is installed, or name a plug-in in POLICY_KMS_PLUGINS",
  "service-failed": "nothing was signed",
};

export function cannotSign(reference: string, { reason, detail }: PrivateKeyFault | RemoteKeyFault): UsageError {
  return new UsageError(`the key \`${shown(reference)}\` cannot sign: ${reason}: ${escapeAndCut(detail, 300)}`, help[reason]);
}

function shown(text: string): string {
  return escapeAndCut(text, 200);
}
