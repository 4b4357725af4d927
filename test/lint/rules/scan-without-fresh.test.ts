import { scanWithoutFresh } from "../../../src/lint/rules/scan-without-fresh/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(scanWithoutFresh, [
  ...pageCases("L410"),
  { name: "of other evidence nothing is said", policy: "evidence bom: sbom.document signed by release-workflow", at: [] },
  {
    name: "a pick has its own rule",
    policy: `evidence scan: vuln.report signed by scanner
  pick latest by finishedOn`,
    at: [],
  },
]);
