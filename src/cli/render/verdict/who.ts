/** Who signed, and when, in people's words. */
import type { AttestationPart } from "../../../audit/index.ts";
import { said, type TraceView } from "./view.ts";

/** The identity in a certificate, the holder or file of a key. `identity` is how the policy knows the signer. */
export function signerWords(view: TraceView, attestation: AttestationPart, identity: string | undefined): string {
  const [signer] = attestation.signers;
  if (signer === undefined) return claimedSigner(view, attestation);
  if (signer.kind === "key") return identity === undefined ? `the key ${said(view, signer.key ?? "")}` : said(view, identity);
  return said(view, signer.identity ?? identity ?? "nobody");
}

const WORKFLOW = /\/\.github\/workflows\/|\.gitlab-ci\.yml@/u;

function claimedSigner(view: TraceView, { claimed, notSigned }: AttestationPart): string {
  if (notSigned === true) return "nobody";
  const name = claimed?.identity ?? claimed?.keyids?.[0];
  return name === undefined ? "nobody that could be verified" : `somebody who claims to be ${said(view, name)}`;
}

/** Neither proven nor claimed: there is no name to tell. */
export function isNobodyNamed({ signers, claimed }: AttestationPart): boolean {
  return signers.length === 0 && claimed?.identity === undefined && claimed?.keyids?.[0] === undefined;
}

/** Who vouched for the identity of a certificate. */
export function issuerWords(view: TraceView, { signers }: AttestationPart): string | undefined {
  const { issuer, identity = "" } = signers[0] ?? {};
  return issuer === undefined ? undefined : `${WORKFLOW.test(identity) ? "a workflow, " : ""}vouched for by ${said(view, issuer)}`;
}

/** The trusted times with their sources; says so when there is none. */
export function timeWords(view: TraceView, { times }: AttestationPart): string {
  if (times.trusted === undefined || times.trusted.length === 0) return "time not proven";
  const words = times.trusted.map(({ kind, operator, at, logIndex }) => {
    const entry = logIndex === undefined ? "" : `, entry ${logIndex}`;
    return kind === "timestamp" ? `timestamped ${at} by ${said(view, operator)}` : `logged ${at} by ${said(view, operator)}${entry}`;
  });
  return words.join(", ");
}
