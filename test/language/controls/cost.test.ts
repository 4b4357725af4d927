/** The bound of a control: what it grows with, and how far. `language.md` §5.8. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { controlCosts } from "../../../src/language/index.ts";
import { checkedPolicy } from "../../support/compile-policy.ts";

const HEAD = `policy p version 1
use slsa from "std/slsa@1"
use sbom from "std/sbom@1"
use vuln from "std/vuln@1"
trust r {
  key "keys/a.pub"
  timestamped yes
}
predicate approval "https://acme.example/approval/v1" {
  ok: Bool
}
`;

const SCAN = "evidence scan: vuln.report signed by r";
const BUILD = "evidence build: any slsa.provenance signed by r";
const NONE = `require no finding f in scan.findings where f has fixedVersion\n else "x"`;

/** The control's formula, then those of its branches. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ["evidence alone", SCAN, ["0 <= 0"]],
  ["no list", `${SCAN}\nrequire scan.finishedOn < now\n else "x"`, ["4 <= 4"]],
  ["a list times its body", `${SCAN}\n${NONE}`, ["findings × 3 + 3 <= 150003"]],
  ["two questions of one list", `${SCAN}\n${NONE}\n${NONE}`, ["findings × 6 + 6 <= 300006"]],
  [
    "statements",
    `evidence signed-off: all approval signed by r\nrequire some approval a in signed-off where a.ok\n else "x"`,
    ["signed-off × 3 + 1 <= 150001"],
  ],
  ["candidates", `${BUILD}\nrequire build.builder is "https://a.example"\n else "x"`, ["candidates of build × 4 <= 256"]],
  [
    "a list below candidates",
    `${BUILD}\nrequire some parameter p in build.parameters where p.name is "a"\n else "x"`,
    ["candidates of build × parameters × 4 + candidates of build × 3 <= 12800192"],
  ],
  ["applies", `applies when subject has repository\n${SCAN}`, ["2 <= 2"]],
  ["a stage", `applies at stage prod\n${SCAN}`, ["1 <= 1"]],
  [
    "branches",
    `either "a" {\n${SCAN}\n${NONE}\n} or "b" {\nevidence bom: sbom.document signed by r\n}`,
    ["findings × 3 + 3 <= 150003", "findings × 3 + 3 <= 150003", "0 <= 0"],
  ],
  [
    "a branch that reads candidates of the control",
    `${BUILD}\neither "a" {\nrequire build.builder is "https://a.example"\n else "x"\n} or "b" {\n${SCAN}\n}`,
    ["candidates of build × 4 <= 256", "4 <= 4", "0 <= 0"],
  ],
  ["a define that is used twice", `${SCAN}\ndefine old = scan.finishedOn < now\nrequire old or not old\n else "x"`, ["14 <= 14"]],
];

const tests = suite("cost of a control");
for (const [name, body, expected] of rows)
  tests(name, () => {
    const { controls } = checkedPolicy(`${HEAD}control C "c" {\n${body}\n}\ngate prod { enforce C }\n`);
    const [cost] = controlCosts(controls);
    const said = [cost, ...(cost?.branches ?? [])].map((each) => `${each?.formula} <= ${each?.bound}`);
    assert.equal(said, expected);
    assert.is(cost?.bound, controls[0]?.stepBound, "the formula is the bound that the run is held to");
  });
tests.run();
