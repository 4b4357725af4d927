/** Rule `native-report`: a scanner's own document, recognised by its own members. `stdlib.md` §5. */
import { ok } from "../../base/index.ts";
import { absent, find, malformed, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { grypeReport, isGrypeReport } from "./grype.ts";
import { at, NATIVE_REPORT, type NativeReport } from "./native-findings.ts";
import { isOsvReport, osvReport } from "./osv-scanner.ts";
import { whenPresent, type Rule } from "./rule.ts";
import { isTrivyReport, trivyReport } from "./trivy.ts";

function recognise(report: Located, maxElements: number): NativeReport | undefined {
  if (isTrivyReport(report)) return trivyReport(report, maxElements);
  if (isGrypeReport(report)) return grypeReport(report, maxElements);
  return isOsvReport(report) ? osvReport(report, maxElements) : undefined;
}

/**
 * On a list: the findings of the report that stands there; a report that nobody recognises is malformed, since a scan that nobody can read
 * is no clean scan. On a record, `input` is cosign's `scanner` and the record its `db`, with the native time as second place.
 */
export const nativeReportRule: Rule = whenPresent((input, { field, maxElements }) => {
  if (field.type.kind === "record") return database(input);
  const report = recognise(input, maxElements);
  return report === undefined ? malformed(input.pointer, "it is no report of Trivy, Grype or OSV-Scanner") : report.findings();
});

const databaseProjection: Projection = {
  uri: at("db", "uri"),
  version: at("db", "version"),
  updatedOn: (scanner) => {
    const claimed = find(scanner, "db", "lastUpdate");
    return claimed.ok && claimed.value === undefined ? nativeUpdate(scanner) : claimed;
  },
};

function database(scanner: Located): Lookup {
  const stated = find(scanner, "db");
  if (!stated.ok) return stated;
  const native = nativeUpdate(scanner);
  if (stated.value === undefined && native.ok && native.value === undefined) return absent;
  return ok({ ...scanner, projection: databaseProjection, via: NATIVE_REPORT });
}

function nativeUpdate(scanner: Located): Lookup {
  const result = find(scanner, "result");
  if (!result.ok || result.value === undefined) return result;
  return recognise(result.value, 0)?.databaseUpdatedOn() ?? absent;
}
