/** Judges one image: verify what was found, ask the policy, keep everything. Pure: discovery has fetched all bytes before. */
import { assert, defaultLimits, makeDigestSet, parseRepository, type Hasher, type Limits } from "../base/index.ts";
import { judgeGate, type PartiesOf, type Request, type Sought } from "../evaluate/index.ts";
import type { CheckedPolicy, Gate } from "../language/index.ts";
import { subjectKey, type Discovery, type FurtherSubject } from "../registry/index.ts";
import { createVerifier, type TrustMaterial, type Verifier, type VerifyPorts } from "../trust/index.ts";
import { remembering, verifyAll } from "./attestations.ts";
import type { Judged, JudgeRequest } from "./judged.ts";
import { furtherSubject, incompleteness, isAsked } from "./completeness.ts";
import { partiesOf } from "./parties.ts";
import { search } from "./search.ts";
import { findWaivers } from "./signed-waivers.ts";
import { withProvers } from "./trust-root.ts";
import { judgedSubject, platformsOf, platformSubject } from "./subjects.ts";

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

/** `wanted` names what evidence was needed about and nobody has asked for yet: `judgeFurther` asks. */
export function judge(input: JudgeInput, ports: VerifyPorts): Judged {
  return judgeVerified(
    input,
    createVerifier(withProvers(input.material, input.policy), ports, input.limits ?? defaultLimits),
    ports.crypto,
  );
}

/**
 * Where evidence is `about` what other evidence names, the answer of one round says whom to ask about in the next. Each envelope is verified
 * once; a subject that is not asked about in the end is listed incompletely.
 */
export async function judgeFurther(input: JudgeInput, ask: AskFurther, ports: VerifyPorts): Promise<Judged> {
  return judgeWith(input, ask, { verifier: verifierFor(input, ports), hasher: ports.crypto });
}

/** Of one run, or of many that trust the same material. */
export interface JudgeWith {
  readonly verifier: Verifier;
  readonly hasher: Hasher;
}

/** Remembers what it verified. */
export function verifierFor(
  { policy, material, limits }: Pick<JudgeInput, "policy" | "material" | "limits">,
  ports: VerifyPorts,
): Verifier {
  return remembering(createVerifier(withProvers(material, policy), ports, limits ?? defaultLimits));
}

/** `judgeFurther`, with a verifier that outlives the run: for many runs over the same envelopes. */
export async function judgeWith(input: JudgeInput, ask: AskFurther, { verifier, hasher }: JudgeWith): Promise<Judged> {
  let judged = judgeVerified(input, verifier, hasher);
  for (let round = 0; judged.wanted.length > 0 && round < MAX_ROUNDS; round++) {
    judged = judgeVerified({ ...input, discovery: await ask(judged.wanted) }, verifier, hasher);
  }
  return judged;
}

/** Everything found so far, with what is said about these. */
export type AskFurther = (subjects: readonly FurtherSubject[]) => Promise<Discovery>;

/** `language.md` §5.8 lets four `about` follow each other; evidence found on the way may lead to some more. */
const MAX_ROUNDS = 8;

function judgeVerified(input: JudgeInput, verifier: Verifier, hasher: Hasher): Judged {
  const { policy, gate, discovery, evaluationTime } = input;
  const attestations = verifyAll(discovery.envelopes, verifier, evaluationTime);
  const own = judgedSubject(discovery, input.platform);
  const wanted = new Map<string, FurtherSubject>();
  const find = ({ evidence, platform, named }: Sought) => {
    if (named && !isAsked(discovery, named)) wanted.set(subjectKey(furtherSubject(named)), furtherSubject(named));
    const judged = platform === undefined ? own : platformSubject(discovery, platform);
    return search({ attestations, discovery, judged, now: evaluationTime, ...(named && { named }) }, evidence);
  };
  const request = toRequest(input);
  const platforms = (request.platforms?.each ?? []).map(({ digest }) => platformSubject(discovery, digest));
  const incomplete = incompleteness(discovery);
  const { warnings, ...waivers } = findWaivers({ policy, attestations, subject: own, platforms, incomplete, now: evaluationTime, hasher });
  const parties: PartiesOf = (evidence, id) => partiesOf(attestations, evidence, id, evaluationTime);
  const verdict = judgeGate({ policy, gate, request, search: find, waivers, partiesOf: parties });
  const further = [...wanted.keys()].sort().flatMap((key) => wanted.get(key) ?? []);
  const all = [...discovery.warnings, ...warnings];
  return { policy, request: judgeRequest(input), discovery, attestations, verdict, wanted: further, warnings: all };
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
    digest: judgedSubject(discovery, input.platform).digest,
  };
}

/** What expressions can read of the request. */
function toRequest(input: JudgeInput): Request {
  const { gate, discovery, evaluationTime } = input;
  const { subject } = discovery;
  const judged = judgedSubject(discovery, input.platform);
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
    platforms: platformsOf(discovery),
  };
}
