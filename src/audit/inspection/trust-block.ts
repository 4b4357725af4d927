/** The narrowest `trust` block that admits an attestation, for a human to widen: `verification.md` §8. */
import { quoted } from "../../base/index.ts";
import { PUBLIC_GOOD, type Signer, type SignerFacts } from "../../trust/index.ts";

/** Where a key was read from, by its fingerprint; `undefined` when nobody said. */
export type KeyFileOf = (fingerprint: string) => string | undefined;

/** Proviso source without a line break at its end. `name` is the name of the block. */
export function trustBlock(name: string, facts: SignerFacts, keyFileOf: KeyFileOf): string {
  const lines = [...signerLines(facts, keyFileOf), ...thresholdLines(facts), ...timeLines(facts)];
  return [`trust ${name} {`, ...lines.map((line) => `  ${line}`), "}"].join("\n");
}

function signerLines(facts: SignerFacts, keyFileOf: KeyFileOf): readonly string[] {
  const [signer] = facts.signers;
  if (signer === undefined || signer.kind === "key") return facts.signers.flatMap((one) => keyLines(one, keyFileOf));
  const root =
    facts.sigstoreRoot === undefined
      ? '// authority "…": the file of the certificate authority'
      : `sigstore ${instanceName(facts.sigstoreRoot.name)}`;
  const issuer = signer.issuer === undefined ? [] : [`issuer ${quoted(signer.issuer)}`];
  return [root, ...issuer, `identity is ${quoted(signer.san.value)}`];
}

function instanceName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*$/u.test(name) ? name : quoted(name);
}

function keyLines(signer: Signer, keyFileOf: KeyFileOf): readonly string[] {
  if (signer.kind !== "key") return [];
  return [`// ${signer.fingerprint}`, `key ${quoted(keyFileOf(signer.fingerprint) ?? "keys/signer.pub")}`];
}

function thresholdLines({ signers }: SignerFacts): readonly string[] {
  return signers.length > 1 ? [`threshold ${signers.length}`] : [];
}

/** Sigstore roots demand a log unless they say otherwise, keys and authorities demand nothing. */
function timeLines(facts: SignerFacts): readonly string[] {
  const isLogged = facts.logs.length > 0;
  const isTimestamped = facts.times.some(({ kind }) => kind === "timestamp");
  const noLog = facts.sigstoreRoot !== undefined && !isLogged ? ["logged no"] : [];
  return [...(isLogged ? ["logged yes"] : noLog), ...(isTimestamped ? ["timestamped yes"] : []), ...proverLine(facts)];
}

/** Keys go by the shipped instance unless they say otherwise. */
function proverLine({ signers: [signer], sigstoreRoot }: SignerFacts): readonly string[] {
  const isUsual = sigstoreRoot === undefined || sigstoreRoot.name === PUBLIC_GOOD;
  return isUsual || signer?.kind !== "key" ? [] : [`proven by ${instanceName(sigstoreRoot.name)}`];
}
