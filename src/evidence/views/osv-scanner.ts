/** OSV-Scanner's JSON output. Vulnerabilities stand in packages; their scores stand in groups beside them (rule `osv-group`). */
import { isArray, isObject, member, ok, type Result } from "../../base/index.ts";
import { absent, find, malformed, tooMany, type Fault, type Located, type Lookup, type Projection } from "../reading/located.ts";
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
  nothing,
  type NativeReport,
  type RatingSource,
} from "./native-findings.ts";
import { highestScore, worstLevel } from "./ratings.ts";

/** A clean scan has no results, so no packages either: then its own configuration record must be there to know it by. */
export function isOsvReport(report: Located): boolean {
  const results = member(report.json, "results");
  if (!isArray(results)) return false;
  return results.length === 0
    ? isObject(member(report.json, "experimental_config"))
    : results.every((result) => isArray(member(result, "packages")));
}

export function osvReport(report: Located, maxElements: number): NativeReport {
  return { findings: () => findings(report, maxElements), databaseUpdatedOn: nothing };
}

function findings(report: Located, maxElements: number): Lookup {
  const results = optionalRecords(find(report, "results"), maxElements);
  if (!results.ok) return results;
  const all: Located[] = [];
  for (const result of results.value) {
    const packages = optionalRecords(find(result, "packages"), maxElements);
    if (!packages.ok) return packages;
    for (const found of packages.value) {
      const vulnerabilities = optionalRecords(find(found, "vulnerabilities"), maxElements);
      if (!vulnerabilities.ok) return vulnerabilities;
      for (const vulnerability of vulnerabilities.value) all.push(elementWith(vulnerability, finding, found));
      if (all.length > maxElements) return tooMany(report.pointer, maxElements);
    }
  }
  return ok({ json: report.json, pointer: report.pointer, elements: all, via: NATIVE_REPORT });
}

const MOST_IN_ADVISORY = 50_000;
/** Real output has one; the bound keeps many findings times many groups from being work. */
const MOST_GROUPS_OF_ONE = 100;

type GroupsById = ReadonlyMap<string, readonly Located[]>;
const groupsOfPackage = new WeakMap<Located, Result<GroupsById, Fault>>();

/** The groups of a package by the ids that they name; made once for a package. */
function groupsById(found: Located): Result<GroupsById, Fault> {
  const known = groupsOfPackage.get(found);
  if (known !== undefined) return known;
  const made = makeGroupsById(found);
  groupsOfPackage.set(found, made);
  return made;
}

function makeGroupsById(found: Located): Result<GroupsById, Fault> {
  const groups = optionalRecords(find(found, "groups"), MOST_IN_ADVISORY);
  if (!groups.ok) return groups;
  const byId = new Map<string, Located[]>();
  for (const group of groups.value) {
    const ids = member(group.json, "ids");
    if (!isArray(ids)) return malformed(group.pointer, "it names no `ids`");
    for (const id of new Set(ids)) {
      if (typeof id !== "string") return malformed(group.pointer, "an id of it is not a string");
      const named = byId.get(id) ?? [];
      if (named.length >= MOST_GROUPS_OF_ONE) return tooMany(group.pointer, MOST_GROUPS_OF_ONE);
      byId.set(id, [...named, group]);
    }
  }
  return ok(byId);
}

/** The rating of each group whose `ids` name this vulnerability, never one by position. */
function ratingSources(vulnerability: Located): readonly RatingSource[] {
  const word: RatingSource = { found: find(vulnerability, "database_specific", "severity"), as: "word" };
  const groups = vulnerability.context === undefined ? ok<GroupsById>(new Map()) : groupsById(vulnerability.context);
  if (!groups.ok) return [word, { found: groups, as: "word" }];
  const id = member(vulnerability.json, "id");
  const named = (typeof id === "string" ? groups.value.get(id) : undefined) ?? [];
  return [word, ...named.map((group): RatingSource => ({ found: nonEmpty(find(group, "max_severity")), as: "cvss-3-or-4" }))];
}

/** The tool writes an empty text where it has no score. */
function nonEmpty(found: Lookup): Lookup {
  return found.ok && found.value?.json === "" ? absent : found;
}

function aliases(vulnerability: Located): Lookup {
  const found = find(vulnerability, "aliases");
  return found.ok && found.value === undefined ? emptyList(vulnerability) : marked(found);
}

function ofPackage(...tokens: readonly string[]): (vulnerability: Located) => Lookup {
  return ({ context }) => (context === undefined ? absent : marked(find(context, "package", ...tokens)));
}

/** The first fix that the advisory names, in its order. */
function fixedVersion(vulnerability: Located): Lookup {
  const affected = optionalRecords(find(vulnerability, "affected"), MOST_IN_ADVISORY);
  if (!affected.ok) return affected;
  for (const one of affected.value) {
    const ranges = optionalRecords(find(one, "ranges"), MOST_IN_ADVISORY);
    if (!ranges.ok) return ranges;
    for (const range of ranges.value) {
      const fixed = firstFixed(range);
      if (!fixed.ok || fixed.value !== undefined) return marked(fixed);
    }
  }
  return absent;
}

function firstFixed(range: Located): Lookup {
  const events = optionalRecords(find(range, "events"), MOST_IN_ADVISORY);
  if (!events.ok) return events;
  for (const event of events.value) {
    const fixed = find(event, "fixed");
    if (!fixed.ok || fixed.value !== undefined) return fixed;
  }
  return absent;
}

const finding: Projection = {
  id: at("id"),
  aliases,
  severity: rated(ratingSources, worstLevel),
  scannerSeverity: scannerWord("database_specific", "severity"),
  score: rated(ratingSources, highestScore),
  package: nested({ name: ofPackage("name"), version: ofPackage("version") }),
  fixedVersion,
};
