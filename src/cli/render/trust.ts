/** What trust roots accept, for people who review them: fingerprints and windows, instances with their parts. */
import { trustTerms } from "../../audit/index.ts";
import { decodeHex, encodeBase64, formatInstant } from "../../base/index.ts";
import type { CheckedPolicy } from "../../language/index.ts";
import type { SigstoreRoot } from "../../trust/index.ts";
import { escapeAndCut } from "./escape.ts";

type PolicyRoot = CheckedPolicy["trustRoots"][number];

const nouns: Readonly<Record<PolicyRoot["kind"], string>> = {
  sigstore: "identities of a Sigstore instance",
  authority: "identities of own certificate authorities",
  keys: "keys",
};

/** One block for each trust root: the lines that say the same in a policy, then what the files behind them hold. */
export function renderTrustRoot(root: PolicyRoot): string {
  const terms = trustTerms(root).map((term) => `  ${escapeAndCut(term, 400)}`);
  const keys = root.keys.map((key) => `  ${escapeAndCut(key.file, 200)} holds ${keyWords(key.fingerprint)}${windowWords(key)}`);
  const authorities = root.authorities.map(
    ({ file, fingerprint }) => `  ${escapeAndCut(file, 200)} holds the certificate ${escapeAndCut(fingerprint, 80)}`,
  );
  const file = root.trustedRoot === undefined ? [] : [`  the trusted root's digest is ${root.trustedRoot.digest}`];
  return [`trust ${root.name}: ${nouns[root.kind]}`, ...terms, ...keys, ...authorities, ...file, `  ${demands(root)}`].join("\n");
}

/** By what the policy and the file say together. */
export function windowWords({ validFrom, validUntil }: Pick<PolicyRoot["keys"][number], "validFrom" | "validUntil">): string {
  const from = validFrom === undefined ? "" : ` from ${formatInstant(validFrom)}`;
  const until = validUntil === undefined ? "" : ` until ${formatInstant(validUntil)}`;
  return `${from}${until}`;
}

/** In both spellings that other tools print. */
export function keyWords(fingerprint: string): string {
  const hex = fingerprint.slice(fingerprint.indexOf(":") + 1);
  return `the key SHA256:${encodeBase64(decodeHex(hex) ?? new Uint8Array())} (${fingerprint})`;
}

function demands({ threshold, logged, timestamped, kind }: PolicyRoot): string {
  const signers = threshold === 1 ? "one signer" : `${threshold} different signers of the same bytes`;
  const proofs = [
    ...(logged === 0 ? [] : [`${count(logged, "transparency log")}`]),
    ...(timestamped === 0 ? [] : [`${count(timestamped, "timestamp authority", "timestamp authorities")}`]),
  ];
  const unproven = kind === "authority" ? "no proof of time: the certificate must be valid when it is judged" : "no proof of time";
  return `asks for ${signers} and ${proofs.length === 0 ? unproven : proofs.join(" and ")}`;
}

function count(operators: number, one: string, many = `${one}s`): string {
  return operators === 1 ? `one ${one}` : `${many} of ${operators} operators`;
}

/** One block for each Sigstore instance. */
export function renderInstance({ name, digest, certificateAuthorities, timestampAuthorities, logs, ctLogs }: SigstoreRoot): string {
  const parts = [
    ...certificateAuthorities.map((part) => line("certificate authority", part)),
    ...logs.map((part) => line("transparency log", part)),
    ...ctLogs.map((part) => line("certificate log", part)),
    ...timestampAuthorities.map((part) => line("timestamp authority", part)),
  ];
  return [`Sigstore instance ${escapeAndCut(name, 200)}, ${digest}`, ...parts].join("\n");
}

interface Part {
  readonly operator: string;
  readonly validFor: { readonly start: bigint; readonly end?: bigint };
  readonly baseUrl?: string;
}

function line(what: string, { operator, validFor, baseUrl }: Part): string {
  const until = validFor.end === undefined ? "" : ` until ${formatInstant(validFor.end)}`;
  return `  ${what.padEnd(21)}  ${escapeAndCut(baseUrl ?? operator, 100)}  from ${formatInstant(validFor.start)}${until}`;
}
