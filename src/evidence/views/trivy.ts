/** Trivy's JSON report, schema version 2. */
import { isObject, member, ok } from "../../base/index.ts";
import { children, find, malformed, tooMany, type Located, type Lookup, type Projection } from "../reading/located.ts";
import {
  at,
  elementWith,
  emptyList,
  nested,
  NATIVE_REPORT,
  nothing,
  optionalRecords,
  rated,
  scannerWord,
  type NativeReport,
  type RatingSource,
} from "./native-findings.ts";
import { highestScore, worstLevel } from "./ratings.ts";

export function isTrivyReport(report: Located): boolean {
  return isObject(report.json) && Object.hasOwn(report.json, "SchemaVersion") && Object.hasOwn(report.json, "ArtifactName");
}

export function trivyReport(report: Located, maxElements: number): NativeReport {
  return { findings: () => findings(report, maxElements), databaseUpdatedOn: nothing };
}

/** Another version may keep its findings elsewhere, and would look like a clean scan. */
const SCHEMA_VERSION = 2;

const MOST_VENDORS = 1_000;

/** Trivy leaves empty members out: no `Results`, and a result without `Vulnerabilities`, found nothing. */
function findings(report: Located, maxElements: number): Lookup {
  if (isObject(report.json) && member(report.json, "SchemaVersion") !== SCHEMA_VERSION)
    return malformed(
      `${report.pointer}/SchemaVersion`,
      `it is a Trivy report of another schema version than ${SCHEMA_VERSION}, which is the one that is read`,
    );
  const results = optionalRecords(find(report, "Results"), maxElements);
  if (!results.ok) return results;
  const all: Located[] = [];
  for (const result of results.value) {
    const vulnerabilities = optionalRecords(find(result, "Vulnerabilities"), maxElements);
    if (!vulnerabilities.ok) return vulnerabilities;
    for (const vulnerability of vulnerabilities.value) all.push(elementWith(vulnerability, finding));
    if (all.length > maxElements) return tooMany(report.pointer, maxElements);
  }
  return ok({ json: report.json, pointer: report.pointer, elements: all, via: NATIVE_REPORT });
}

function ratingSources(vulnerability: Located): readonly RatingSource[] {
  const sources: RatingSource[] = [{ found: find(vulnerability, "Severity"), as: "word" }];
  const vendors = find(vulnerability, "CVSS");
  if (!vendors.ok) return [...sources, { found: vendors, as: "word" }];
  if (vendors.value === undefined) return sources;
  const each = children(vendors.value, MOST_VENDORS);
  if (!each.ok) return [...sources, { found: each, as: "word" }];
  for (const vendor of each.value) {
    sources.push({ found: find(vendor, "V3Score"), as: "cvss-3-or-4" }, { found: find(vendor, "V40Score"), as: "cvss-3-or-4" });
    sources.push({ found: find(vendor, "V2Score"), as: "cvss-2" });
  }
  return sources;
}

const finding: Projection = {
  id: at("VulnerabilityID"),
  aliases: emptyList,
  severity: rated(ratingSources, worstLevel),
  scannerSeverity: scannerWord("Severity"),
  score: rated(ratingSources, highestScore),
  package: nested({ name: at("PkgName"), version: at("InstalledVersion"), purl: at("PkgIdentifier", "PURL") }),
  fixedVersion: at("FixedVersion"),
};
