/** The closed list of rules that a standard view may name with `via`. `stdlib.md` §15. */
import { buildTypeRule } from "./build-type.ts";
import { flattenRule } from "./cyclonedx.ts";
import { digestSetRule } from "./digest-set.ts";
import { gitUriRule } from "./git-uri.ts";
import { inTotoResultRule } from "./in-toto-result.ts";
import { inputsNamedRule, inputsVerifiedRule } from "./inputs.ts";
import { licenceRule } from "./licence.ts";
import { memberNameRule } from "./member-name.ts";
import { nativeReportRule } from "./native-report.ts";
import { emptyIfAbsentRule, inheritRule, jsonStringRule, lowerCaseRule } from "./plain-rules.ts";
import { purlRule, purlVersionRule } from "./purl.ts";
import { cvssRatingRule, severityWordRule, worstRatingRule } from "./ratings.ts";
import type { Rule } from "./rule.ts";
import { documentFormatRule, toolNamesRule } from "./sbom-document.ts";
import { slsaLevelRule } from "./slsa-level.ts";
import { describedRule } from "./spdx2.ts";
import { spdx3Rule } from "./spdx3.ts";
import { vexEffectiveRule } from "./vex-effective.ts";

/**
 * Three more names stand in traces and never in a view: `source-commit` (inside `build-type`), `osv-group` (inside `native-report`) and
 * `vex-product` (inside `vex-effective`).
 */
export const rules: ReadonlyMap<string, Rule> = new Map([
  ["build-type", buildTypeRule],
  ["cvss-rating", cvssRatingRule],
  ["described", describedRule],
  ["digest-set", digestSetRule],
  ["document-format", documentFormatRule],
  ["empty-if-absent", emptyIfAbsentRule],
  ["flatten", flattenRule],
  ["git-uri", gitUriRule],
  ["in-toto-result", inTotoResultRule],
  ["inherit", inheritRule],
  ["inputs-named", inputsNamedRule],
  ["inputs-verified", inputsVerifiedRule],
  ["json-string", jsonStringRule],
  ["licence", licenceRule],
  ["lower-case", lowerCaseRule],
  ["member-name", memberNameRule],
  ["native-report", nativeReportRule],
  ["purl", purlRule],
  ["purl-version", purlVersionRule],
  ["severity-word", severityWordRule],
  ["slsa-level", slsaLevelRule],
  ["spdx3", spdx3Rule],
  ["tool-names", toolNamesRule],
  ["vex-effective", vexEffectiveRule],
  ["worst-rating", worstRatingRule],
]);

/** For the checker of views. */
export const viaRules: ReadonlySet<string> = new Set(rules.keys());
