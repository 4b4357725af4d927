import * as Flags from "@oclif/core/flags";
import { resolve } from "node:path";
import { defaultLimits, isDigestAlgorithm, parseJson, statementJsonLimits, type Digest, type Json } from "../../base/index.ts";
import { makeStatement, predicateShortNames, predicateTypesOf } from "../../evidence/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { nodeFileSystem } from "../../platform/files/index.ts";
import { nodeTimer } from "../../platform/http/index.ts";
import { attachToLayout, type ResolvedSubject, type SubjectReference } from "../../registry/index.ts";
import { bundleOfKey, RemoteKeyError, signatureOf, signDsse, signingAlgorithms, type SignatureAlgorithm } from "../../trust/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { namedSubject, resolveNamed } from "../judging/find-evidence.ts";
import { subjectArg } from "../judging/flags.ts";
import { readBounded } from "../judging/policy-files.ts";
import { settingsOf, type Settings } from "../judging/settings.ts";
import { tellSubjectFault } from "../judging/subject-fault.ts";
import { checkPredicate } from "../signing/check-predicate.ts";
import { cannotSign, openSigner } from "../signing/open-signer.ts";
import { timestamperOf, type Timestamper, type TimestampFlags } from "../signing/timestamp.ts";
import { deliver } from "../output-file.ts";
import { escapeAndCut } from "../render/escape.ts";
import { didYouMean } from "../suggest.ts";
import { UsageError } from "../usage-error.ts";

interface SigningFlags extends TimestampFlags {
  readonly key: string;
  readonly "password-fd"?: number | undefined;
  readonly algorithm?: SignatureAlgorithm | undefined;
}

interface Signed {
  readonly kind: "dsse" | "bundle";
  readonly bytes: Uint8Array;
  readonly predicateType: string;
}

const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** `policy attest SUBJECT`: signs a predicate about an image with a key, and attaches it. */
export class Attest extends PolicyCommand {
  static override id = "attest";
  static override summary = "Sign a predicate about an image with a key, and attach it to the image's layout.";
  static override description = "A layout gets the attestation as a referrer; with --output the signed envelope goes to a file instead.";
  static override args = { subject: subjectArg };
  static override flags = {
    type: Flags.string({
      summary: "predicate type: a URI, or a short name such as provenance, vuln, spdx, cyclonedx",
      helpValue: "TYPE",
      required: true,
    }),
    predicate: Flags.string({ summary: "the predicate, as JSON", helpValue: "FILE", required: true }),
    key: Flags.string({
      summary: "private key: a file (PKCS #8 or cosign's, encrypted or not), env://NAME, pkcs11:…, awskms://…, or another key service",
      helpValue: "KEY",
      required: true,
    }),
    "password-fd": Flags.integer({ summary: "read the key's password from this descriptor instead of COSIGN_PASSWORD", helpValue: "N" }),
    algorithm: Flags.option({
      options: signingAlgorithms,
      summary: "what to sign with; absent, what a key of its kind usually does",
    })(),
    format: Flags.option({
      options: ["dsse", "bundle"] as const,
      default: "dsse" as const,
      summary: "how to write it: a DSSE envelope, or a Sigstore bundle 0.3",
    })(),
    "timestamp-url": Flags.string({
      summary: "ask this timestamp authority (RFC 3161) when it was signed, and put the answer into the bundle",
      helpValue: "URL",
    }),
    "timestamp-root": Flags.string({ summary: "the trusted_root.json whose timestamp authority must have answered", helpValue: "FILE" }),
    "ca-file": Flags.string({ summary: "further certificate authorities for TLS", helpValue: "FILE" }),
    output: Flags.string({ summary: "write it to a file and attach nothing", helpValue: "FILE" }),
    "dry-run": Flags.boolean({ summary: "sign and attach nothing; print the statement" }),
  };
  static override exampleList: readonly Example[] = [
    {
      text: "The statement that would be signed",
      command:
        "attest oci-layout:policies/quickstart/image --type vuln --predicate policies/quickstart/predicates/scan.json --key scanner.pem --dry-run",
    },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Attest);
    const subject = await namedSubject(args.subject, "attest", this.io);
    if (subject.kind === "registry" && flags.output === undefined && !flags["dry-run"]) {
      throw new UsageError(
        "attaching to a registry is not possible yet",
        "attach to an oci-layout:DIR, or write the envelope with --output FILE",
      );
    }
    const settings = await settingsOf({ "ca-file": flags["ca-file"] }, this.io);
    const timestamper = timestamperOf(flags, settings, this.io);
    const resolved = await this.#resolve(subject, settings);
    if ("exit" in resolved) return resolved.exit;
    const predicateType = predicateTypeOf(flags.type);
    const predicate = readPredicate(resolve(this.io.cwd, flags.predicate), flags.predicate);
    const attested = { subjects: [{ digests: digestsOf(resolved.digests) }], predicateType, predicate };
    checkPredicate(attested, this.io);
    const statement = makeStatement(attested);
    if (flags["dry-run"]) {
      this.print(Buffer.from(statement).toString("utf8"));
      return exitCodes.passed;
    }
    const bytes = await this.#sign(statement, flags, timestamper);
    if (flags.output !== undefined || subject.kind !== "layout") {
      deliver(this.io, Buffer.from(bytes).toString("utf8"), flags.output);
      return exitCodes.passed;
    }
    return this.#attach(subject.directory, resolved, { kind: flags.format, bytes, predicateType: predicateType });
  }

  /** What the statement will be about: every digest that we can compute over the same bytes. */
  async #resolve(subject: SubjectReference, settings: Settings): Promise<ResolvedSubject | { readonly exit: ExitCode }> {
    const found = await resolveNamed(subject, settings, createNodeCrypto(), this.io);
    if (found.ok) return found.value;
    return { exit: tellSubjectFault(found.error, this.io) };
  }

  /** The envelope, or the bundle around it. */
  async #sign(statement: Uint8Array, flags: SigningFlags, timestamper: Timestamper | undefined): Promise<Uint8Array> {
    const key = await openSigner(flags.key, flags, this.io);
    try {
      const envelope = await signDsse(PAYLOAD_TYPE, statement, [{ keyid: "", sign: (parts) => key.sign(parts) }]);
      if (flags.format === "dsse") return envelope;
      const tokens = timestamper === undefined ? [] : [await timestamper.stamp(signatureOf(envelope))];
      return bundleOfKey(envelope, key.spki, createNodeCrypto(), tokens);
    } catch (thrown) {
      throw thrown instanceof RemoteKeyError ? cannotSign(flags.key, thrown.fault) : thrown;
    }
  }

  async #attach(directory: string, subject: ResolvedSubject, attachment: Signed): Promise<ExitCode> {
    const ports = { files: nodeFileSystem, hasher: createNodeCrypto(), timer: nodeTimer };
    const attached = await attachToLayout(directory, subject.digest, attachment, ports);
    if (!attached.ok) {
      this.io.stderr.write(`error: nothing was attached: ${escapeAndCut(attached.error.detail, 500)}\n`);
      return exitCodes.unjudged;
    }
    this.print(`attached ${attachment.predicateType}\n  to   ${subject.digest}\n  as   ${attached.value.manifest}`);
    return exitCodes.passed;
  }
}

function digestsOf(digests: readonly Digest[]): ReadonlyMap<string, string> {
  return new Map(
    digests.flatMap((digest) => {
      const [algorithm, hex] = digest.split(":");
      return algorithm !== undefined && hex !== undefined && isDigestAlgorithm(algorithm) ? [[algorithm, hex] as const] : [];
    }),
  );
}

/** A URI as it stands, or the first type that a short name means; anything else would be signed and found by nobody. */
function predicateTypeOf(text: string): string {
  const [type = text] = predicateTypesOf(text);
  if (/^[a-z][a-z0-9+.-]*:\S+$/iu.test(type)) return type;
  throw new UsageError(
    `\`${escapeAndCut(text, 80)}\` is no predicate type`,
    didYouMean(text, predicateShortNames) ?? `give its URI, or one of ${predicateShortNames.join(", ")}`,
  );
}

function readPredicate(path: string, shown: string): Json {
  const bytes = readBounded(path);
  if (!bytes) throw new UsageError(`the predicate \`${escapeAndCut(shown, 200)}\` cannot be read`);
  const parsed = parseJson(bytes, statementJsonLimits(defaultLimits));
  if (parsed.ok) return parsed.value;
  throw new UsageError(`the predicate \`${escapeAndCut(shown, 200)}\` is no valid JSON: ${escapeAndCut(parsed.error.detail, 200)}`);
}
