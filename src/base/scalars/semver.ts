/** SemVer 2.0.0 and the ranges of `language.md` §5.2. */
import parseVersion from "semver/functions/parse.js";
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { fromJsonString } from "./text-scalar.ts";

export interface SemVer {
  /** As written, build metadata included. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly (string | number)[];
}

const LONGEST_TEXT = 256;

function parse(text: string): Result<SemVer, string> {
  if (text.length > LONGEST_TEXT) return err(`it is longer than ${LONGEST_TEXT} characters`);
  // The package forgives a leading `v`, `=` or space; the specification does not.
  const version = /^[0-9]/u.test(text) && !/\s/u.test(text) ? parseVersion(text) : null;
  if (version === null) return err("a version is written `1.2.3`, with `-` and `+` parts behind it");
  return ok({ text, major: version.major, minor: version.minor, patch: version.patch, prerelease: version.prerelease });
}

/** Precedence, SemVer 2.0.0 §11: build metadata counts for nothing. */
export function compareSemVer(a: SemVer, b: SemVer): number {
  const order = compareRelease(a, b);
  return order === 0 ? comparePrerelease(a.prerelease, b.prerelease) : order;
}

function compareRelease(a: SemVer, b: SemVer): number {
  if (a.major !== b.major) return a.major < b.major ? -1 : 1;
  if (a.minor !== b.minor) return a.minor < b.minor ? -1 : 1;
  return Math.sign(a.patch - b.patch);
}

function comparePrerelease(a: SemVer["prerelease"], b: SemVer["prerelease"]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareIdentifier(a[i] as string | number, b[i] as string | number);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

/** Numbers stand below texts. */
function compareIdentifier(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

type Operator = "<" | "<=" | ">" | ">=" | "=";
interface Comparator {
  readonly operator: Operator;
  readonly version: SemVer;
}

/** Alternatives of comparators that must all hold. */
export interface SemVerRange {
  readonly text: string;
  readonly alternatives: readonly (readonly Comparator[])[];
}

const COMPARATOR = /^(<=|>=|<|>|=)?([0-9].*)$/u;
const SHORT_VERSION = /^[0-9]+(?:\.[0-9]+)?$/u;

/**
 * Comparators `<`, `<=`, `>`, `>=`, `=` (or none, which means `=`) joined by a space, alternatives by `||`; missing parts are 0.
 * No `^`, `~`, `x` and `*`, whose meaning differs from tool to tool.
 */
export function parseSemVerRange(text: string): Result<SemVerRange, string> {
  if (text.length > LONGEST_TEXT) return err(`it is longer than ${LONGEST_TEXT} characters`);
  const alternatives: (readonly Comparator[])[] = [];
  for (const alternative of text.split("||")) {
    const comparators: Comparator[] = [];
    for (const word of alternative.replaceAll(/(<=|>=|<|>|=) +/gu, "$1").split(" ")) {
      if (word === "") continue;
      const comparator = parseComparator(word);
      if (!comparator.ok) return comparator;
      comparators.push(comparator.value);
    }
    if (comparators.length === 0) return err("an alternative of it has no comparator");
    alternatives.push(comparators);
  }
  return ok({ text, alternatives });
}

function parseComparator(word: string): Result<Comparator, string> {
  const match = COMPARATOR.exec(word);
  if (match === null) return err(`\`${word}\` is no comparator such as \`>=1.2.3\``);
  const written = match[2] ?? "";
  const missing = SHORT_VERSION.test(written) ? ".0".repeat(written.includes(".") ? 1 : 2) : "";
  const version = parse(`${written}${missing}`);
  return version.ok
    ? ok({ operator: (match[1] ?? "=") as Operator, version: version.value })
    : err(`\`${word}\` has no version such as \`1.2.3\``);
}

/** A pre-release is in the range only if a comparator beside it names a pre-release of the same version. */
export function isInRange(version: SemVer, range: SemVerRange): boolean {
  return range.alternatives.some((comparators) => {
    const isNamed = (comparator: Comparator) =>
      comparator.version.prerelease.length > 0 && compareRelease(comparator.version, version) === 0;
    if (version.prerelease.length > 0 && !comparators.some(isNamed)) return false;
    return comparators.every(({ operator, version: bound }) => holds(operator, compareSemVer(version, bound)));
  });
}

function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "=":
      return order === 0;
  }
}

export const SemVerScalar: Scalar<SemVer> = {
  parse,
  fromJson: fromJsonString(parse),
  equal: (a, b) => compareSemVer(a, b) === 0,
  compare: compareSemVer,
  show: (value) => value.text,
  canonical: (value) => value.text.replace(/\+.*$/u, ""),
};
