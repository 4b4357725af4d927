/** Judges one image: verify what was found, ask the policy, keep everything. Pure: discovery has fetched all bytes before. */
import { assert, defaultLimits, makeDigestSet, parseRepository, type Limits } from "../base/index.ts";
import { judgeGate, type Request } from "../evaluate/index.ts";
import type { JudgedSubject } from "../evidence/index.ts";
import type { CheckedPolicy, Gate } from "../language/index.ts";
import type { Discovery, SubjectMember } from "../registry/index.ts";
import { createVerifier, type TrustMaterial, type VerifyPorts } from "../trust/index.ts";
import { verifyAll } from "./attestations.ts";
import type { Judged, JudgeRequest } from "./judged.ts";
import { search } from "./search.ts";

export interface JudgeInput {
  readonly policy: CheckedPolicy;
  readonly gate: Gate;
  readonly discovery: Discovery;
  /** One platform of the index was asked for: `os/architecture[/variant]`. */
  readonly platform?: string;
  readonly material: TrustMaterial;
  /** Nanoseconds since the epoch. */
  readonly evaluationTime: bigint;
  readonly dryRun: boolean;
  readonly limits?: Limits;
}

export function judge(input: JudgeInput, ports: VerifyPorts): Judged {
  const { policy, gate, discovery, evaluationTime } = input;
  const verifier = createVerifier(input.material, ports, input.limits ?? defaultLimits);
  const attestations = verifyAll(discovery.envelopes, verifier, evaluationTime);
  const searching = { attestations, discovery, judged: judgedSubject(input), now: evaluationTime };
  const verdict = judgeGate({ policy, gate, request: toRequest(input), search: (_, evidence) => search(searching, evidence) });
  return { policy, request: judgeRequest(input), discovery, attestations, verdict, warnings: discovery.warnings };
}

function judgeRequest(input: JudgeInput): JudgeRequest {
  const { gate, discovery, evaluationTime, dryRun } = input;
  const { subject } = discovery;
  return {
    evaluationTime,
    dryRun,
    gate: gate.name,
    stage: { name: gate.name, environment: gate.environment },
    reference: subject.reference,
    repository: subject.repository,
    tag: subject.tag,
    digest: judgedSubject(input).digest,
  };
}

/**
 * The digest that was asked for; with a platform, its one manifest, for which evidence about the index counts too. `language.md` §6.7.
 */
function judgedSubject({ discovery, platform }: JudgeInput): JudgedSubject {
  const { root, children } = discovery.set;
  const chosen = children.find((child) => child.role === "image");
  const alternatives = (member: SubjectMember) => member.digests ?? [member.digest];
  if (platform === undefined || !chosen) return { digest: root.digest, alternatives: alternatives(root), indexPath: [] };
  const parent = children.find((child) => child.digest === chosen.parent);
  const path = parent ? [root, parent] : [root];
  const indexAlternatives = new Map(path.map((index) => [index.digest, alternatives(index)]));
  return { digest: chosen.digest, alternatives: alternatives(chosen), indexPath: path.map((index) => index.digest), indexAlternatives };
}

/** What expressions can read of the request. */
function toRequest(input: JudgeInput): Request {
  const { gate, discovery, evaluationTime } = input;
  const { subject } = discovery;
  const judged = judgedSubject(input);
  const digest = makeDigestSet(judged.digest === subject.digest ? subject.digests : [judged.digest]);
  assert(digest.ok, "discovery computed these digests");
  const index = judged.indexPath.length > 0 ? makeDigestSet([subject.digest]) : undefined;
  const repository = subject.repository === undefined ? undefined : parseRepository(subject.repository);
  return {
    now: evaluationTime,
    digest: digest.value,
    repository: repository?.ok === true ? repository.value : undefined,
    tag: subject.tag,
    index: index?.ok === true ? index.value : undefined,
    stage: { name: gate.name, environment: gate.environment },
  };
}
