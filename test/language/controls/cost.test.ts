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
record part {
  name: optional String
  digest: Digest
  statements: List of Digest
}
predicate whole "https://acme.example/whole/v1" {
  parts: List of part
}
`;

const SCAN = "evidence scan: vuln.report signed by r";
const BUILD = "evidence build: any slsa.provenance signed by r";
const PARTS = "evidence whole: whole signed by r";
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
    ["statements of signed-off × 3 + 1 <= 3001"],
  ],
  ["candidates", `${BUILD}\nrequire build.builder is "https://a.example"\n else "x"`, ["candidates of build × 4 <= 256"]],
  [
    "a list below candidates",
    `${BUILD}\nrequire some parameter p in build.parameters where p.name is "a"\n else "x"`,
    ["candidates of build × parameters × 4 + candidates of build × 3 <= 12800192"],
  ],
  ["a clock", `${SCAN}\nfresh within 7 days of finishedOn`, ["3 <= 3"]],
  ["the signing time", `${SCAN}\nfresh within 7 days of signing time\npick latest by signing time`, ["1 <= 1"]],
  ["where", `${SCAN}\nwhere scan.finishedOn < now`, ["statements of scan × 4 <= 4000"]],
  [
    "a list below `where`",
    `${SCAN}\nwhere some finding f in scan.findings where f has fixedVersion`,
    ["findings × statements of scan × 3 + statements of scan × 3 <= 150003000"],
  ],
  [
    "`where` of what is chosen, once; of what reads the choice, for each",
    `${BUILD}\nwhere build.builder is "https://a.example"\nevidence ok: approval signed by r\nwhere ok.ok and build.builder is "https://a.example"`,
    ["candidates of build × statements of ok × 8 + statements of build × 4 <= 516000"],
  ],
  [
    "the element that something is about, and what is listed",
    `${PARTS}\ndefine chosen = the part x in whole.parts where x has name\nevidence single: approval signed by r\nabout chosen.digest\nevidence many: all approval signed by r\nlisted in chosen.statements`,
    ["parts × 6 <= 300000"],
  ],
  [
    "a list below the one element is looked for twice: for the trace, and for the answer",
    `${PARTS}\ndefine chosen = the part x in whole.parts where x has name\nrequire some statement s in chosen.statements where s is chosen.digest\n else "x"`,
    ["parts × statements × 3 + parts × 6 + statements × 7 + 6 <= 7500650006"],
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
