/** Rules `severity-word`, `cvss-rating` and `worst-rating`: how bad a finding is, in the words and numbers of scanners. */
import { compareDecimals, isObject, JsonNumber, ok, scalars, type DecimalValue, type Json, type Result } from "../../base/index.ts";
import { absent, converted, elementsOf, find, notOfType, type Fault, type Located, type Lookup } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

/** Lowest first, as `std/vuln` declares them. */
const LEVELS = ["negligible", "low", "medium", "high", "critical"] as const;
export type Level = (typeof LEVELS)[number];

const WORDS: Readonly<Record<string, Level>> = {
  critical: "critical",
  high: "high",
  important: "high",
  medium: "medium",
  moderate: "medium",
  low: "low",
  minor: "low",
  negligible: "negligible",
  info: "negligible",
  informational: "negligible",
  none: "negligible",
};

export type CvssScale = "cvss-2" | "cvss-3-or-4";

/** One rating that some tool gave, at its place. */
export interface Rating {
  readonly found: Located;
  readonly level: Level;
  readonly rule: "severity-word" | "cvss-rating";
  readonly scale?: CvssScale;
  readonly score?: DecimalValue;
}

export function levelOfWord(word: string): Level | undefined {
  const lower = word.length > 20 ? "" : word.toLowerCase();
  return Object.hasOwn(WORDS, lower) ? WORDS[lower] : undefined;
}

const decimal = (coefficient: bigint, exponent: number): DecimalValue => ({ coefficient, exponent });
const ZERO = decimal(0n, 0);
const TEN = decimal(1n, 1);
const THRESHOLDS: readonly (readonly [atLeast: DecimalValue, level: Level])[] = [
  [decimal(9n, 0), "critical"],
  [decimal(7n, 0), "high"],
  [decimal(4n, 0), "medium"],
  [decimal(1n, -1), "low"],
];

/** `undefined` for what is no score: not a decimal, outside 0.0 to 10.0, or above 0 and below 0.1. */
export function levelOfScore(score: DecimalValue, scale: CvssScale): Level | undefined {
  if (compareDecimals(score, ZERO) < 0 || compareDecimals(score, TEN) > 0) return undefined;
  if (compareDecimals(score, ZERO) === 0) return "negligible";
  const level = THRESHOLDS.find(([atLeast]) => compareDecimals(score, atLeast) >= 0)?.[1];
  return scale === "cvss-2" && level === "critical" ? "high" : level;
}

/** `undefined` when neither rule knows it. */
export function rate(found: Located, scale: CvssScale): Rating | undefined {
  return rateWord(found) ?? rateScore(found, scale);
}

export function rateWord(found: Located): Rating | undefined {
  const level = typeof found.json === "string" ? levelOfWord(found.json) : undefined;
  return level === undefined ? undefined : { found, level, rule: "severity-word" };
}

export function rateScore(found: Located, scale: CvssScale): Rating | undefined {
  const score = scalars.Decimal.fromJson(found.json);
  const level = score.ok ? levelOfScore(score.value, scale) : undefined;
  return score.ok && level !== undefined ? { found, level, rule: "cvss-rating", scale, score: score.value } : undefined;
}

/** A score of version 2.0 counts only where there is none of 3.x or 4.0. */
function counted(ratings: readonly Rating[]): readonly Rating[] {
  const hasNewer = ratings.some(({ scale }) => scale === "cvss-3-or-4");
  return hasNewer ? ratings.filter(({ scale }) => scale !== "cvss-2") : ratings;
}

/** The worst level, at the place of the first rating that has it; absent when nothing rates. */
export function worstLevel(ratings: readonly Rating[]): Lookup {
  let worst: Rating | undefined;
  for (const rating of counted(ratings)) {
    if (worst === undefined || LEVELS.indexOf(rating.level) > LEVELS.indexOf(worst.level)) worst = rating;
  }
  return worst === undefined ? absent : ok(converted(worst.found, worst.level, "worst-rating"));
}

/** The highest score among those that count. */
export function highestScore(ratings: readonly Rating[]): Lookup {
  let highest: Rating | undefined;
  for (const rating of counted(ratings)) {
    if (rating.score === undefined) continue;
    if (highest?.score === undefined || compareDecimals(rating.score, highest.score) > 0) highest = rating;
  }
  return highest === undefined ? absent : ok(converted(highest.found, highest.found.json, "worst-rating"));
}

/** The level of one word; a word that says nothing is absent. */
export function severityWord(found: Located): Lookup {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  const level = levelOfWord(found.json);
  return level === undefined ? absent : ok(converted(found, level, "severity-word"));
}

export const severityWordRule: Rule = whenPresent(severityWord);

export const cvssRatingRule: Rule = whenPresent((input) => {
  if (!isScoreOrWord(input.json)) return notOfType(input, "a score");
  const rating = rateScore(input, "cvss-3-or-4");
  return rating === undefined ? absent : ok(converted(input, rating.level, "cvss-rating"));
});

/** Of a list of `{method, score}` as in-toto has it, or of bare scores; what neither rule knows is passed over. */
export function ratingsOfMethods(list: Located, maxElements: number): Result<readonly Rating[], Fault> {
  const elements = elementsOf(list, maxElements);
  if (!elements.ok) return elements;
  const ratings: Rating[] = [];
  for (const element of elements.value) {
    const score = isObject(element.json) ? find(element, "score") : ok(element);
    if (!score.ok) return score;
    if (score.value === undefined) continue;
    if (!isScoreOrWord(score.value.json)) return notOfType(score.value, "a word or a number");
    const rating = rate(score.value, scaleOfMethod(element));
    if (rating !== undefined) ratings.push(rating);
  }
  return ok(ratings);
}

/** A number field takes the highest score, any other the worst level. */
export const worstRatingRule: Rule = whenPresent((input, { field, maxElements }) => {
  const ratings = ratingsOfMethods(input, maxElements);
  if (!ratings.ok) return ratings;
  return field.type.kind === "scalar" ? highestScore(ratings.value) : worstLevel(ratings.value);
});

/** A JSON string or number: what a rating can stand as. */
export function isScoreOrWord(json: Json): boolean {
  return typeof json === "string" || typeof json === "number" || json instanceof JsonNumber;
}

/** `cvss_v2`, `CVSSv2.0` and their like; a method that states no version is 3.x. */
function scaleOfMethod(element: Located): CvssScale {
  const method = find(element, "method");
  const name = isObject(element.json) && method.ok ? method.value?.json : undefined;
  return typeof name === "string" && name.length <= 100 && /v(?:ersion)?[_ -]?2(?![0-9])/iu.test(name) ? "cvss-2" : "cvss-3-or-4";
}
