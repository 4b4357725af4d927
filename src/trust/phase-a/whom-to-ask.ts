/** Who is asked about one envelope: Sigstore roots and own authorities about the certificate, provers about when it signed. */
import type { OwnContext } from "../authorities/check-certificate.ts";
import type { SignedMaterial } from "../signed-material.ts";
import type { RootSession } from "../sigstore/session.ts";
import type { Prover } from "../verification.ts";

export interface Asked {
  /** `undefined`: no log and no timestamp authority. */
  readonly session: RootSession | undefined;
  /** The certificate is asked of these instead of the session's root. */
  readonly own?: OwnContext;
}

export interface WhomToAsk {
  /** One for each Sigstore root of the run, in the order of the policy. */
  readonly sessions: readonly RootSession[];
  readonly provers: readonly Prover[] | undefined;
  /** Stands for Sigstore roots where there are none: a certificate is still judged. */
  readonly empty: RootSession;
  readonly own: OwnContext | undefined;
}

/** A certificate is asked of the Sigstore roots first, then of own authorities. */
export function whomToAsk(material: SignedMaterial, run: WhomToAsk): readonly Asked[] {
  const { own, sessions, empty } = run;
  if (material.signer.kind === "key") return proving(material, run).map((session) => ({ session }));
  if (own === undefined) return (sessions.length > 0 ? sessions : [empty]).map((session) => ({ session }));
  return [...sessions.map((session) => ({ session })), ...proving(material, run).map((session) => ({ session, own }))];
}

export interface AskedProver {
  readonly provenBy: Prover;
  readonly asked: Asked;
}

/** The provers one by one, where they can tell anything apart: signers of a Sigstore instance have that instance alone. */
export function proversOf(material: SignedMaterial, { provers, sessions, own }: WhomToAsk): readonly AskedProver[] {
  const isKey = material.signer.kind === "key";
  if (provers === undefined || !isVouchedFor(material) || (!isKey && own === undefined)) return [];
  return provers.map((provenBy) => {
    const session = sessionOf(provenBy, sessions);
    return { provenBy, asked: isKey || own === undefined ? { session } : { session, own } };
  });
}

/** Where nothing vouches for a time there is nothing to ask a root. */
function proving(material: SignedMaterial, { sessions, provers }: WhomToAsk): readonly (RootSession | undefined)[] {
  const asked = provers === undefined ? sessions : provers.map((prover) => sessionOf(prover, sessions));
  return isVouchedFor(material) && asked.length > 0 ? asked : [undefined];
}

function isVouchedFor({ entries, tokens }: SignedMaterial): boolean {
  return entries.length + tokens.length > 0;
}

function sessionOf(prover: Prover, sessions: readonly RootSession[]): RootSession | undefined {
  return prover === undefined ? undefined : sessions.find(({ root }) => root.name === prover);
}
