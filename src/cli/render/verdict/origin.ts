/** Where values of a condition were read, and by whom that was signed. */
import type { CandidatePart, EvidencePart, FromPart, JudgementPart, NodePart } from "../../../audit/index.ts";
import { shownNative, shownValue } from "./shown-value.ts";
import { attestationOf, field, said, type Place, type TraceView } from "./view.ts";
import { issuerWords, signerWords, timeWords } from "./who.ts";

export interface ReadValue {
  readonly from: FromPart;
  readonly node: NodePart;
}

/** Every read below a node, each pointer once; those of lists stand last, since their elements say more. */
export function readsOf(node: NodePart): readonly ReadValue[] {
  const reads = new Map<string, ReadValue>();
  for (const read of collect(node)) reads.set(`${read.from.attestation} ${read.from.pointer}`, read);
  return [...reads.values()].sort((a, b) => Number(a.node.size !== undefined) - Number(b.node.size !== undefined));
}

function collect(node: NodePart): readonly ReadValue[] {
  const own = node.from === undefined ? [] : [{ from: node.from, node }];
  const bodies = (node.witnesses ?? []).slice(0, 1).map(({ body }) => body);
  return [...own, ...[...(node.args ?? []), ...bodies, ...(node.over === undefined ? [] : [node.over])].flatMap(collect)];
}

/** `A-06 sha256:979f370689c4 /predicate/… = "9.8"`. */
export function fromWords(view: TraceView, { from, node }: ReadValue): string {
  const statement = attestationOf(view, from.attestation)?.statement;
  const pointer = node.op === "signing-time-of" ? "signing time" : said(view, from.pointer);
  const place = `${from.attestation} ${statement === undefined ? "" : `${said(view, statement)} `}${pointer}`;
  const value = readText(from, node);
  return value === undefined ? place : `${place} ${value}`;
}

function readText(from: FromPart, node: NodePart): string | undefined {
  if (node.op === "absent") return "is not there";
  if (node.hidden === true) return "is hidden";
  if (from.native !== undefined) return `= ${shownNative(from.native)}`;
  return node.value === undefined ? undefined : `= ${shownValue(node.type, node.value)}`;
}

/** Under a message, which stands to the left of them. */
const NESTED: Place = { indent: 8, width: 8 };

/** `from` lines for the reads, and one `by` for each attestation that they come from. */
export function originLines(
  view: TraceView,
  judgement: JudgementPart,
  reads: readonly ReadValue[],
  place: Place = NESTED,
): readonly string[] {
  const shown = reads.slice(0, view.detail === "verbose" ? 20 : 3);
  const from = shown.flatMap((read, index) => field(view, index === 0 ? "from" : "", fromWords(view, read), place));
  return [...from, ...byLines(view, judgement, [...new Set(shown.map((read) => read.from.attestation))], place)];
}

function byLines(view: TraceView, judgement: JudgementPart, attestations: readonly string[], place: Place): readonly string[] {
  return attestations.flatMap((id) => {
    const attestation = attestationOf(view, id);
    if (attestation === undefined) return [];
    const { evidence, candidate } = bindingOf(judgement, id) ?? {};
    const signer = signerWords(view, attestation, candidate?.identity);
    const root = evidence === undefined ? "" : ` (${said(view, evidence.trustRoot)})`;
    const issuer = issuerWords(view, attestation);
    if (issuer === undefined) return field(view, "by", `${signer}${root}, ${timeWords(view, attestation)}`, place);
    const lines = [`${signer} ${root.trim()}`, issuer, timeWords(view, attestation)];
    return lines.flatMap((line, index) => field(view, index === 0 ? "by" : "", line, place));
  });
}

export function bindingOf(
  judgement: JudgementPart,
  id: string,
): { readonly evidence: EvidencePart; readonly candidate: CandidatePart } | undefined {
  for (const evidence of judgement.evidence) {
    const candidate = evidence.candidates.find((one) => one.attestation === id && one.used);
    if (candidate !== undefined) return { evidence, candidate };
  }
  return undefined;
}
