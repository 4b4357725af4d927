import { unknownMapping } from "../../../src/lint/rules/unknown-mapping/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(unknownMapping, [
  ...pageCases("L606"),
  {
    name: "written in every known way",
    policy: `control C-01 "A control" {
  maps to nist-800-53 "SI-7(15)"
  maps to ssdf "PS.2.1"
  maps to s2c2f "ING-1"
  maps to slsa "Build L2", "SLSA_BUILD_LEVEL_3"
  maps to soc2 "CC8.1"
  maps to iso-27001 "A.8.32"
  maps to house "anything"
  evidence scan: vuln.report signed by scanner
}`,
    at: [],
  },
  {
    name: "just beyond",
    policy: `control C-01 "A control" {
  maps to ssdf "PS.2.2"
  maps to s2c2f "FIX-2"
  maps to iso-27001 "A.8.35"
  evidence scan: vuln.report signed by scanner
}`,
    at: ['"PS.2.2"', '"FIX-2"', '"A.8.35"'],
  },
]);
