/** The parts of one Sigstore instance, all dated from one moment. */
import { NANOSECONDS_PER_SECOND, type Instant } from "../../base/index.ts";
import type { SignatureAlgorithm } from "../../trust/index.ts";
import { usages } from "./certificate.ts";
import { newCertificateAuthority, type CertificateAuthority } from "./certificate-authority.ts";
import { newCtLog, type CtLog } from "./ct-log.ts";
import { newTimestampAuthority, type TimestampAuthority } from "./timestamp-authority.ts";
import { newTransparencyLog, type TransparencyLog } from "./transparency-log.ts";
import type { WorldPorts } from "./world-key.ts";

export interface Instance {
  readonly certificateAuthority: CertificateAuthority;
  /** The first promises and proves, the second proves only; both are of one operator. The third is of another. */
  readonly logs: { readonly promising: TransparencyLog; readonly proving: TransparencyLog; readonly other: TransparencyLog };
  /** The second is of another operator. */
  readonly timestampAuthorities: { readonly own: TimestampAuthority; readonly other: TimestampAuthority };
  readonly ctLogs: { readonly own: CtLog; readonly other: CtLog };
}

export interface InstanceRequest {
  readonly operator: string;
  readonly otherOperator: string;
  readonly seed: string;
  readonly from: Instant;
  /** Absent: `LIFETIME`. */
  readonly lifetime?: bigint;
  /** Of the keys of its certificate and timestamp authorities; absent: theirs. */
  readonly authorityAlgorithm?: SignatureAlgorithm;
}

const YEAR = 365n * 86_400n * NANOSECONDS_PER_SECOND;
/** How long authorities are good for. */
export const LIFETIME = 10n * YEAR;
export const OTHERS = 1234;

export async function newInstance(request: InstanceRequest, ports: WorldPorts): Promise<Instance> {
  const { operator, otherOperator, seed, from, lifetime = LIFETIME, authorityAlgorithm: algorithm } = request;
  const dates = { notBefore: from, notAfter: from + lifetime, ...(algorithm !== undefined && { algorithm }) };
  const stamping = { ...dates, purpose: usages.timeStamping };
  const log = { seed, others: OTHERS };
  const [certificateAuthority, promising, proving, otherLog, own, other, ctOwn, ctOther] = await Promise.all([
    newCertificateAuthority({ ...dates, operator, seed: `${seed} 1`, purpose: usages.codeSigning }, ports),
    newTransparencyLog({ ...log, operator, host: `rekor.${operator}`, generation: 1 }, ports),
    newTransparencyLog({ ...log, operator, host: `log2.rekor.${operator}`, generation: 2 }, ports),
    newTransparencyLog({ ...log, operator: otherOperator, host: `rekor.${otherOperator}`, generation: 1 }, ports),
    newTimestampAuthority({ ...stamping, operator, seed: `${seed} 1` }, ports),
    newTimestampAuthority({ ...stamping, operator: otherOperator, seed: `${seed} 1` }, ports),
    newCtLog(operator, `ctfe.${operator}`, ports),
    newCtLog(otherOperator, `ctfe.${otherOperator}`, ports),
  ]);
  return {
    certificateAuthority,
    logs: { promising, proving, other: otherLog },
    timestampAuthorities: { own, other },
    ctLogs: { own: ctOwn, other: ctOther },
  };
}
