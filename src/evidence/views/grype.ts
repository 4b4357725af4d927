/** Grype's JSON report. */
import { isArray, isObject, member, ok } from "../../base/index.ts";
import { children, find, findAll, type Located, type Lookup, type Projection } from "../reading/located.ts";
import {
  at,
  elementWith,
  emptyList,
  marked,
  nested,
  NATIVE_REPORT,
  optionalRecords,
  rated,
  scannerWord,
  type NativeReport,
  type RatingSource,
} from "./native-findings.ts";
import { highestScore, worstLevel } from "./ratings.ts";

export function isGrypeReport(report: Located): boolean {
  return isArray(member(report.json, "matches")) && isObject(member(report.json, "descriptor"));
}

export function grypeReport(report: Located, maxElements: number): NativeReport {
  return { findings: () => findings(report, maxElements), databaseUpdatedOn: () => databaseUpdatedOn(report) };
}

/** `ignoredMatches` were suppressed on purpose and are not findings. */
function findings(report: Located, maxElements: number): Lookup {
  const matches = optionalRecords(find(report, "matches"), maxElements);
  if (!matches.ok) return matches;
  const elements = matches.value.map((match) => elementWith(match, finding));
  return ok({ json: report.json, pointer: report.pointer, elements, via: NATIVE_REPORT });
}

/** Older versions write it one level higher. */
function databaseUpdatedOn(report: Located): Lookup {
  const older = find(report, "descriptor", "db", "built");
  return marked(older.ok && older.value === undefined ? find(report, "descriptor", "db", "status", "built") : older);
}

function aliases(match: Located): Lookup {
  const found = findAll(match, ["relatedVulnerabilities", "*", "id"], MOST_RELATED);
  return found.ok && found.value === undefined ? emptyList(match) : marked(found);
}

const MOST_RELATED = 1_000;

function ratingSources(match: Located): readonly RatingSource[] {
  const sources: RatingSource[] = [{ found: find(match, "vulnerability", "severity"), as: "word" }];
  const scores = find(match, "vulnerability", "cvss");
  if (!scores.ok || scores.value === undefined) return [...sources, { found: scores, as: "word" }];
  const each = children(scores.value, MOST_RELATED);
  if (!each.ok) return [...sources, { found: each, as: "word" }];
  for (const score of each.value) {
    const version = member(score.json, "version");
    const isOld = typeof version === "string" && version.startsWith("2");
    sources.push({ found: find(score, "metrics", "baseScore"), as: isOld ? "cvss-2" : "cvss-3-or-4" });
  }
  return sources;
}

const finding: Projection = {
  id: at("vulnerability", "id"),
  aliases,
  severity: rated(ratingSources, worstLevel),
  scannerSeverity: scannerWord("vulnerability", "severity"),
  score: rated(ratingSources, highestScore),
  package: nested({ name: at("artifact", "name"), version: at("artifact", "version"), purl: at("artifact", "purl") }),
  fixedVersion: at("vulnerability", "fix", "versions", "0"),
};
