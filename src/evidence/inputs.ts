/** Which of the attestations that a verification summary names as its inputs this run holds, by the digests of their stored bytes. `verification.md` §4.13 W4. */
import { defaultLimits, digestSetFromObject, isObject, ok, type Digest, type Json, type Result } from "../base/index.ts";
import { elementsOf, find, malformed, notOfType, type Fault, type Located } from "./reading/located.ts";

/** What became of stored bytes: of a bundle or an envelope, as it was fetched. */
export type StoredAs =
  /** They were found, and every step of verification passed, whoever signed. */
  | { readonly kind: "verified"; readonly attestation: string }
  /** They were found, and do not verify. */
  | { readonly kind: "refused"; readonly attestation: string }
  | { readonly kind: "not-found" }
  /** They were found and not decided, or they may lie where nobody could look. */
  | { readonly kind: "undecided"; readonly because: Undecided };

/** The step and the reason that kept a run from deciding. */
export interface Undecided {
  readonly step: string;
  readonly reason: string;
  readonly detail: string;
}

export type StoredEvidence = (digest: Digest) => StoredAs;

/** Of a reader that has no run around it. */
export const nothingStored: StoredEvidence = () => ({ kind: "not-found" });

/** One that is named twice is one. */
export interface NamedInput {
  /** SHA-256 of the stored bytes; absent where the summary gives none: such an input is never resolved. */
  readonly digest?: Digest;
  readonly pointer: string;
}

export interface ResolvedInput extends NamedInput {
  readonly stored: StoredAs;
}

/** `list` is what stands at `/inputAttestations`. A digest that is malformed makes the list so: nobody knows what it names. */
export function namedInputs(list: Located, maxElements: number): Result<readonly NamedInput[], Fault> {
  const elements = elementsOf(list, maxElements);
  if (!elements.ok) return elements;
  const inputs = new Map<string, NamedInput>();
  for (const element of elements.value) {
    const digest = storedDigest(element);
    if (!digest.ok) return digest;
    const input = { pointer: element.pointer, ...(digest.value === undefined ? {} : { digest: digest.value }) };
    const key = input.digest ?? input.pointer;
    if (!inputs.has(key)) inputs.set(key, input);
  }
  return ok([...inputs.values()]);
}

export function resolveInputs(inputs: readonly NamedInput[], stored: StoredEvidence): readonly ResolvedInput[] {
  return inputs.map((input) => ({ ...input, stored: input.digest === undefined ? { kind: "not-found" } : stored(input.digest) }));
}

function storedDigest(element: Located): Result<Digest | undefined, Fault> {
  if (!isObject(element.json)) return notOfType(element, "an object");
  const found = find(element, "digest");
  if (!found.ok || found.value === undefined) return ok(undefined);
  const set = digestSetFromObject(found.value.json);
  if (!set.ok) return malformed(found.value.pointer, set.error);
  return ok(set.value?.digests.find((digest) => digest.startsWith("sha256:")));
}

const SUMMARY_TYPES: readonly string[] = ["https://slsa.dev/verification_summary/v1"];

/** The inputs of a verified summary; `undefined` for a statement of another type, for one that names none, and where they cannot be read. */
export function inputsOf(
  { predicateType, predicate }: { readonly predicateType: string; readonly predicate?: Json },
  stored: StoredEvidence,
): readonly ResolvedInput[] | undefined {
  if (!SUMMARY_TYPES.includes(predicateType)) return undefined;
  const list = find({ json: predicate ?? null, pointer: "/predicate" }, "inputAttestations");
  const named = list.ok && list.value !== undefined ? namedInputs(list.value, defaultLimits.listElements) : undefined;
  return named?.ok === true && named.value.length > 0 ? resolveInputs(named.value, stored) : undefined;
}
