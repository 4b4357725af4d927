import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { basename, resolve } from "node:path";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { loadAuthorities, loadKeys, loadSigstoreRoot, PUBLIC_GOOD, type SyncCrypto } from "../../trust/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { compileChosen, sourceFinder } from "../judging/compile-policy.ts";
import { compileFlags } from "../judging/flags.ts";
import { readBounded } from "../judging/policy-files.ts";
import { settingsOf } from "../judging/settings.ts";
import { everyInstance, materialOf } from "../judging/trust-material.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { renderDiagnostics } from "../render/diagnostic.ts";
import { escapeAndCut } from "../render/escape.ts";
import { keyWords, renderInstance, renderTrustRoot, windowWords } from "../render/trust.ts";
import { UsageError } from "../usage-error.ts";

const actions = ["show", "add", "update"] as const;

/** `policy trust show|add|update`: who is trusted, in words. It changes nothing and opens no connection. */
export class Trust extends PolicyCommand {
  static override id = "trust";
  static override summary = "Show what a policy's trust roots accept, and what a file to trust holds.";
  static override description =
    "show POLICY prints every trust root that the policy uses with fingerprints, windows and instances; without POLICY, the instances known here. " +
    "add FILE checks a trusted_root.json, a public key or a certificate authority and prints the line that trusts it. " +
    "update is not built in: a newer trusted_root.json has to come over the network from the instance's TUF repository, and nothing here goes " +
    "there; it prints how to get one.";
  static override args = {
    action: Args.string({ description: "show, add or update", options: [...actions], required: true, ignoreStdin: true }),
    file: Args.string({ description: "the policy to show, or the file to add", ignoreStdin: true }),
  };
  static override flags = {
    ...outputFlags,
    name: Flags.string({ summary: "with add: what the Sigstore instance is to be called", helpValue: "NAME" }),
    "sigstore-root": compileFlags["sigstore-root"],
  };
  static override exitCodeList = ownExitCodes("done", [exitCodes.policyInvalid, "the policy does not compile"]);
  static override exampleList: readonly Example[] = [
    { text: "Whom does a policy trust?", command: "trust show policies/quickstart/quickstart.policy" },
    { text: "Which Sigstore instances are known here?", command: "trust show" },
    { text: "What would this key file trust?", command: "trust add policies/quickstart/keys/scanner.pub" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Trust);
    if (args.action === "update") {
      // A script that counts on an update must notice that there was none.
      this.io.stderr.write(`${HOW_TO_UPDATE}\n`);
      return exitCodes.usage;
    }
    if (args.action === "add") return this.#add(args.file, flags);
    const settings = await settingsOf({ ...(args.file === undefined ? {} : { policy: args.file }), ...flags }, this.io);
    if (args.file === undefined) {
      deliver(this.io, ended(everyInstance(settings.sigstoreRoots, createNodeCrypto()).roots.map(renderInstance)), flags.output);
      return exitCodes.passed;
    }
    const compiled = await compileChosen(settings, this.io);
    if (compiled.policy === undefined) {
      this.io.stderr.write(renderDiagnostics(compiled.diagnostics, sourceFinder(compiled), this.colours(flags)));
      return exitCodes.policyInvalid;
    }
    const { roots } = materialOf(compiled.policy, settings, createNodeCrypto());
    deliver(this.io, ended([...compiled.policy.trustRoots.map(renderTrustRoot), ...roots.map(renderInstance)]), flags.output);
    return exitCodes.passed;
  }

  #add(file: string | undefined, flags: AddFlags): ExitCode {
    if (file === undefined) throw new UsageError("which file?", "for example `policy trust add trusted_root.json --name staging`");
    const bytes = readBounded(resolve(this.io.cwd, file));
    if (!bytes) throw new UsageError(`the file \`${escapeAndCut(file, 200)}\` cannot be read`);
    deliver(this.io, ended([describe(file, bytes, flags.name, createNodeCrypto())]), flags.output);
    return exitCodes.passed;
  }
}

interface AddFlags {
  readonly name?: string | undefined;
  readonly output?: string | undefined;
}

function ended(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}

const NAME = /^[A-Za-z_][\w-]{0,63}$/u;

/** What the file holds and the line that trusts it. A file of a trusted root is told by its content, as everything else is. */
function describe(file: string, bytes: Uint8Array, name: string | undefined, crypto: SyncCrypto): string {
  const text = Buffer.from(bytes).toString("utf8");
  if (text.includes("trustedroot")) return describeInstance(file, bytes, name, crypto);
  const line = escapeAndCut(JSON.stringify(basename(file)), 200);
  if (text.includes("-----BEGIN CERTIFICATE-----")) {
    const loaded = loadAuthorities(bytes, crypto);
    if (!loaded.ok) throw unusable(file, loaded.error);
    const held = loaded.value.map(({ fingerprint }) => `  holds the certificate ${fingerprint}`);
    return [`authority ${line}`, ...held, "  put the file beside the policy; the trust root needs an `identity` too"].join("\n");
  }
  const loaded = loadKeys(file, bytes, crypto);
  if (!loaded.ok) throw unusable(file, loaded.error);
  const held = loaded.value.keys.map((entry) => `  holds ${keyWords(entry.key.fingerprint)}, ${entry.key.family}${windowWords(entry)}`);
  if (held.length === 0) throw unusable(file, { reason: "key-unreadable", detail: "it holds no key for attestations" });
  return [`key ${line}`, ...held, "  put the file beside the policy"].join("\n");
}

function describeInstance(file: string, bytes: Uint8Array, name: string | undefined, crypto: SyncCrypto): string {
  if (name === undefined) throw new UsageError("what is the instance to be called?", "give it a name with --name NAME");
  if (!NAME.test(name) || name === PUBLIC_GOOD) throw new UsageError(`\`${escapeAndCut(name, 80)}\` cannot be the name of an instance`);
  const loaded = loadSigstoreRoot(name, bytes, crypto);
  if (!loaded.ok) throw unusable(file, loaded.error);
  const setting = JSON.stringify({ sigstoreRoots: { [name]: file } });
  return [renderInstance(loaded.value), `  in policy.config.json: ${escapeAndCut(setting, 400)}`, `  in a policy: sigstore ${name}`].join(
    "\n",
  );
}

function unusable(file: string, { reason, detail }: { readonly reason?: string; readonly detail: string }): UsageError {
  return new UsageError(`\`${escapeAndCut(file, 200)}\` cannot be trusted: ${reason ?? "root-file-invalid"}: ${escapeAndCut(detail, 300)}`);
}

const HOW_TO_UPDATE = `Nothing was updated: no command of this version goes to the network for trust.

The public-good instance is part of the release and newer with a newer one. To use a newer root before that, fetch it with a client that
verifies its TUF metadata, for example \`cosign trusted-root create\` or \`gh attestation trusted-root\`, look at the difference, and
  policy trust add trusted_root.json --name NAME             checks it and shows what it holds
  policy eval … --sigstore-root public-good=FILE             judges by it
  sigstore "trusted_root.json"                               in a trust block: reviewed and versioned with the policy`;
