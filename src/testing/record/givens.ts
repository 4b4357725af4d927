/** What a run found, as `given` lines: what trust roots accept, and the rest, for the verdicts that it decides. */
import { encodeUtf8, type View } from "../../base/index.ts";
import type { Judged, JudgedAttestation } from "../../engine/index.ts";
import { everyEvidence, type Control, type Evidence } from "../../language/index.ts";
import { failedSources } from "../../registry/index.ts";
import { jsonPage } from "../fixtures/json-text.ts";
import { payloadOf, type Payload } from "./payload.ts";
import { signedBy } from "./signed.ts";
import type { JudgedWords } from "./subject.ts";
import { safeName } from "./safe-name.ts";

/** One attestation. */
export interface Recorded {
  /** `A-01`. */
  readonly id: string;
  readonly lines: readonly string[];
  readonly fixture: Fixture;
  readonly isOurs: boolean;
  /** For people: which evidence, and who signed it. */
  readonly told: string;
}

export interface Fixture {
  /** From the policy's folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Found {
  readonly recorded: readonly Recorded[];
  /** Sentences: what no test can give. */
  readonly unsaid: readonly string[];
  /** `given no answer for …`. */
  readonly silence: readonly string[];
}

/** `folder`: of the fixtures, from the policy's folder. */
export function givensOf(judged: Judged, controls: readonly Control[], words: JudgedWords, folder: string): Found {
  const evidence = controls.flatMap(({ body }) => everyEvidence(body));
  const unsaid: string[] = [];
  const readable = judged.attestations.flatMap((attestation) => {
    const given = givenOf(judged, attestation, evidence, words);
    if (typeof given === "string") unsaid.push(`${attestation.id}: ${given}`);
    return given === undefined || typeof given === "string" ? [] : [given];
  });
  // What is most likely kept gets the plain names.
  const files = new Files(folder);
  const named = readable.toSorted((a, b) => Number(b.isOurs) - Number(a.isOurs)).map((given) => inFile(given, files));
  return {
    recorded: readable.flatMap(({ id }) => named.find((each) => each.id === id) ?? []),
    unsaid,
    silence: silenceOf(judged, evidence),
  };
}

interface Readable extends Pick<Recorded, "id" | "isOurs" | "told"> {
  readonly view: View;
  readonly payload: Payload;
  /** What stands behind `given … from "…"`; one for each line. */
  readonly props: readonly string[];
}

function inFile({ view, payload, props, ...rest }: Readable, files: Files): Recorded {
  const fixture = files.add(view, payload);
  return { ...rest, fixture, lines: props.map((each) => `given ${view.name} from "${fixture.path}" ${each}`) };
}

/** `undefined` for what no evidence of the gate reads; a text says why no test can give it. */
function givenOf(
  judged: Judged,
  attestation: JudgedAttestation,
  evidence: readonly Evidence[],
  words: JudgedWords,
): Readable | string | undefined {
  const payload = payloadOf(attestation);
  if (payload === undefined) return "it holds no statement that can be read, so there is nothing to record";
  const readers = evidence.filter(({ view }) => view.predicateTypes.some(({ type }) => type === payload.predicateType));
  const [first] = readers;
  if (first === undefined) return undefined;
  const roots = [...new Set(readers.flatMap(({ signedBy: each }) => each))];
  const signed = signedBy(attestation, roots, judged.request.evaluationTime);
  if (signed.kind === "undecided") return `this run could not decide it: ${signed.detail}`;
  const { verification } = attestation;
  const subjects = verification.kind === "verified" ? verification.statement.subjects : verification.claimed.subjects;
  const about = words.aboutWords(subjects);
  const props = signed.by.flatMap((by) => (about ?? ["about something else"]).map((where) => `${by.words} ${where}`.trimEnd()));
  const isOurs = about !== undefined && signed.by.every((by) => by.isOurs);
  const whose = about === undefined ? "about something else" : signed.by.map((by) => by.told).join(", ");
  return { id: attestation.id, view: first.view, payload, props, isOurs, told: `${first.view.name}, ${whose}` };
}

/** Sources that did not answer keep absence from being concluded: nothing that stands on them is missing. */
function silenceOf({ discovery }: Judged, evidence: readonly Evidence[]): readonly string[] {
  const further = new Set((discovery.further ?? []).flatMap(({ own }) => own));
  const own = discovery.sources.filter(({ id }) => !further.has(id));
  const isSilent = failedSources({ sources: own }).length > 0 || !discovery.absenceHolds;
  const lines = isSilent
    ? evidence.filter(({ about }) => about?.kind !== "path").map(({ view }) => `given no answer for ${view.name}`)
    : [];
  return [...new Set(lines)];
}

/** Equal statements are one file. */
class Files {
  readonly #folder: string;
  readonly #byText = new Map<string, Fixture>();
  readonly #names = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(view: View, { statement }: Payload): Fixture {
    const text = `${jsonPage(statement)}\n`;
    const known = this.#byText.get(text) ?? {
      path: `${this.#folder}/${this.#free(safeName(view.name, "evidence"))}.json`,
      bytes: encodeUtf8(text),
    };
    this.#byText.set(text, known);
    return known;
  }

  #free(name: string): string {
    let free = name;
    for (let number = 2; this.#names.has(free); number++) free = `${name}-${number}`;
    this.#names.add(free);
    return free;
  }
}
