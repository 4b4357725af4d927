/** Whom evidence is about, where `about` says so: read from other evidence, never from a name. `language.md` §6.7. */
import type { DigestSet, RecordType, RecordValue, Uri, Value } from "../base/index.ts";
import type { About, Evidence } from "../language/index.ts";
import type { Named } from "./candidate.ts";
import { compileValue } from "./compile.ts";
import type { Environment } from "./environment.ts";
import { ABSENT, Unknown } from "./truth.ts";

/** Distinct subjects that one `about` may lead to, over all choices of what it reads. `language.md` §5.8. */
export const MAX_SUBJECTS = 16;

/** `undefined` for the subject itself; unknown for the reasons that its own evidence is. */
export function named({ name, about }: Evidence, environment: Environment): Named | Unknown | undefined {
  if (about?.kind !== "path") return undefined;
  const value = compileValue(about.target)(environment);
  if (value instanceof Unknown) return value;
  if (value === ABSENT) return nothingNamed(name, about);
  const { type } = about.target;
  return type.kind === "record" ? fromRecord(name, about, value as RecordValue, type) : scalarNamed(value, isCommit(type), []);
}

type Path = About & { readonly kind: "path" };

/** Exactly one digest or commit must be there. */
function fromRecord(name: string, about: Path, { cells }: RecordValue, type: RecordType): Named | Unknown {
  const present = about.members.flatMap((index) => (cells[index] ? [{ index, cell: cells[index] }] : []));
  const [only, another] = present;
  if (!only) return nothingNamed(name, about);
  if (another) {
    const words = present.map(({ index }) => type.fields[index]?.name ?? "").join(" and ");
    return reason(name, about, "unverifiable", "ambiguous", `it names ${words}, and only one of them can be what the evidence is about`);
  }
  const places = about.places.flatMap((index) => (cells[index] ? [placeText(cells[index].value)] : []));
  return scalarNamed(only.cell.value, isCommit(type.fields[only.index]?.type ?? type), places);
}

function isCommit(type: { readonly kind: string; readonly name?: string }): boolean {
  return type.kind === "scalar" && type.name === "Commit";
}

function scalarNamed(value: Value, isACommit: boolean, places: readonly string[]): Named {
  return isACommit ? { kind: "commit", commit: value as string, places } : { kind: "digest", digests: value as DigestSet, places };
}

/** A Purl is a text, a Uri a value with one. */
function placeText(value: Value): string {
  return typeof value === "string" ? value : (value as Uri).text;
}

/** `sha256:…`, `gitCommit:…`. */
export function subjectText(about: Named): string {
  return about.kind === "commit" ? `gitCommit:${about.commit}` : about.digests.digests.join(" ");
}

function nothingNamed(name: string, about: Path): Unknown {
  return reason(name, about, "missing", "none-for-subject", "what it would be about has neither a digest nor a commit");
}

export function tooManySubjects({ name, about, span }: Evidence): Unknown {
  const detail = `its \`about\` leads to more than ${MAX_SUBJECTS} subjects`;
  return new Unknown([{ outcome: "unverifiable", step: "subject", reason: "too-many", detail, evidence: name, born: about?.span ?? span }]);
}

function reason(evidence: string, { span }: Path, outcome: "missing" | "unverifiable", word: string, detail: string): Unknown {
  return new Unknown([{ outcome, reason: word, detail, evidence, born: span }]);
}
