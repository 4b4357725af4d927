import { unusedDeclaration } from "../../../src/lint/rules/unused-declaration/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(unusedDeclaration, [
  ...pageCases("L103"),
  {
    name: "a parameter",
    policy: `param age: Duration = 7 days
param used: Duration = 7 days, at most 30 days
control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
    fresh within params.used of finishedOn
}`,
    at: ["age"],
  },
  {
    name: "a definition",
    policy: `define twice = scan.finishedOn
require scan.startedOn <= scan.finishedOn
  else "x"`,
    at: ["twice"],
  },
  {
    name: "types and roots of a file with gates",
    policy: `enum size = one of small, large
record box {
  size: String
}
trust nobody {
  key "keys/x.pub"
}
control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
}
gate prod {
  enforce C-01
}`,
    at: ["box", "nobody"],
  },
  {
    name: "of a library only its own",
    policy: `enum colour = one of red, green
record box {
  width: String
}
trust nobody {
  key "keys/x.pub"
}`,
    at: [],
  },
]);
