/** What one requirement may say: each code with the words under the carets and the message, beside the neighbour that is right. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { saidOfCondition } from "./control-text.ts";

type Row = readonly [right: string, wrong: string, said: string];

const tables: Readonly<Record<string, readonly Row[]>> = {
  "E2001 these two types cannot be compared": [
    [`it.shade is dark`, `it.shade is it.tone`, "E2001 «it.tone» a shade cannot be compared with an other-shade"],
    [`it.shade is at least dark`, `it.shade is at least "dark"`, `E2001 «"dark"» a shade cannot be compared with a String`],
    [`it.count is 1`, `it.count is "1"`, `E2001 «"1"» an Int cannot be compared with a String`],
    [`it.count < 1.5`, `it.count < 1 day`, "E2001 «1 day» an Int cannot be compared with a Duration"],
    [`it.score is 1`, `it.count is 1.5`, "E2001 «1.5» an Int cannot be compared with a Decimal"],
    [`it.decidedOn < now`, `it.decidedOn < 7 days`, "E2001 «7 days» a Timestamp cannot be compared with a Duration"],
    [`it.decidedOn > 2026-01-01`, `it.decidedOn > "2026-01-01"`, `E2001 «"2026-01-01"» a Timestamp cannot be compared with a String`],
    [`it.final is true`, `it.final is it.environment`, "E2001 «it.environment» a Bool cannot be compared with a String"],
    [`it.home is "https://a.example"`, `it.home is it.image`, "E2001 «it.image» a Uri cannot be compared with a Repository"],
    [`it.tags is { "a" }`, `it.tags is it.notes`, "E2001 «it.notes» a Set of String cannot be compared with a List of String"],
    [`it.environment is one of it.tags`, `it.home is one of it.tags`, "E2001 «it.tags» a Uri cannot be compared with a Set of String"],
    [
      `"https://a.example" is one of params.trusted`,
      `it.environment is one of params.licences`,
      "E2001 «params.licences» a String cannot be compared with a Set of Licence",
    ],
    [
      `signer of it is none of it.authors`,
      `signer of it is it.authors`,
      "E2001 «it.authors» an Identity cannot be compared with a Set of Identity",
    ],
    [
      `it.decidedOn within 1 day before now`,
      `it.decidedOn within it.count before now`,
      "E2001 «it.count» `within` needs a Duration here, and this is an Int",
    ],
    [
      `it.decidedOn within it.wait after now`,
      `it.count within it.wait after now`,
      "E2001 «it.count» `within` needs a Timestamp here, and this is an Int",
    ],
    [
      `at least it.count reviewers r in it.reviewers where r.level is senior`,
      `at least it.score reviewers r in it.reviewers where r.level is senior`,
      "E2001 «it.score» an amount is a number, and this is a Decimal",
    ],
    [`it.environment is one of { "a", "b" }`, `it.environment is one of { "a", 1 }`, "E2001 «1» a String cannot be compared with an Int"],
    [`it.terms allowed by { "MIT" }`, `it.terms allowed by it.tags`, "E2001 «it.tags» a Licence cannot be compared with a Set of String"],
  ],
  "E2002 no such field": [
    [`it.environment is "x"`, `it.enviroment is "x"`, "E2002 «enviroment» approval has no field `enviroment`"],
    [`it.final`, `it.final.yes`, "E2002 «yes» a Bool has no fields, so it has no `yes`"],
    [
      `some reviewer r in it.reviewers where r.name is "x"`,
      `it.reviewers.name is "x"`,
      "E2002 «name» a List of reviewer has no fields, so it has no `name`",
    ],
    [`it has lead.mail`, `it has lead.email`, "E2002 «email» reviewer has no field `email`"],
    [`subject.digest is it.artifact`, `subject.sha is it.artifact`, "E2002 «sha» `subject` has no `sha`"],
    [`params.least is 1`, `params.least.value is 1`, "E2002 «value» an Int has no fields, so it has no `value`"],
    [`stage.name is "prod"`, `stage.name.long is "prod"`, "E2002 «long» a String has no fields, so it has no `long`"],
  ],
  "E2003 no such name": [
    [`scan has database`, `scann has database`, "E2003 «scann» there is no `scann` here"],
    [`params.least is 1`, `params.leats is 1`, "E2003 «leats» there is no parameter `leats`"],
    [`params.least is it.count`, `least is it.count`, "E2003 «least» there is no `least` here"],
    [`subject.digest is it.artifact`, `subject is it.artifact`, "E2003 «subject» `subject` is followed by one of its members"],
    [`params.least is 1`, `params is 1`, "E2003 «params» `params` is followed by the name of a parameter"],
  ],
  "E2010 condition is not true-or-false": [
    [`it.final`, `it.count`, "E2010 «it.count» an Int is not a condition"],
    [`it.reviewers is not empty`, `it.reviewers`, "E2010 «it.reviewers» a List of reviewer is not a condition"],
    [`not it.final`, `not it.environment`, "E2010 «it.environment» a String is not a condition"],
    [`it.final and true`, `it.final and it.shade`, "E2010 «it.shade» a shade is not a condition"],
    [`it has lead`, `it`, "E2010 «it» an approval is not a condition"],
    [`(it.final)`, `(it.count + 1)`, "E2010 «it.count + 1» an Int is not a condition"],
    [
      `some reviewer r in it.reviewers where r.level is senior`,
      `some reviewer r in it.reviewers where r.level`,
      "E2010 «r.level» a reviewer.level is not a condition",
    ],
  ],
  "E2011 not a member": [
    [`it.decision is approved`, `it.decision is aproved`, "E2011 «aproved» `aproved` is not a member of approval.decision"],
    [
      `it.decision is one of { approved, rejected }`,
      `it.decision is one of { approved, refused }`,
      "E2011 «refused» `refused` is not a member of approval.decision",
    ],
    [`it.shade is above light`, `it.shade is above bright`, "E2011 «bright» `bright` is not a member of shade"],
    [
      `no finding f in scan.findings where (f.severity otherwise critical) is at least high`,
      `no finding f in scan.findings where (f.severity otherwise severe) is at least high`,
      "E2011 «severe» `severe` is not a member of vuln.severity",
    ],
  ],
  "E2012 these values have no order": [
    [`it.count >= 1`, `it.count is at least 1`, "E2012 «is at least» `is at least` needs an ordered enum, and this is an Int"],
    [`it.shade is at least dark`, `it.shade >= dark`, "E2012 «>=» `>=` is for numbers, times and versions, and this is a shade"],
    [`it.release > "1.2.3"`, `it.environment > "1.2.3"`, "E2012 «>» a String has no order"],
    [
      `it.decision is rejected`,
      `it.decision is below rejected`,
      "E2012 «is below» `is below` needs an ordered enum, and this is an approval.decision",
    ],
    [`it.tags is not empty`, `it.tags > it.tags`, "E2012 «>» a Set of String has no order"],
  ],
  "E2013 noun does not fit the list": [
    [
      `some reviewer r in it.reviewers where r.level is senior`,
      `some reviewers r in it.reviewers where r.level is senior`,
      "E2013 «reviewers» an element of `reviewers` cannot be called `reviewers`",
    ],
    [
      `at least 2 reviewers r in it.reviewers where r.level is senior`,
      `at least 2 reviewer r in it.reviewers where r.level is senior`,
      "E2013 «reviewer» elements of `reviewers` cannot be called `reviewer`",
    ],
    [
      `some grant g in grants where g.final`,
      `some grants g in grants where g.final`,
      "E2013 «grants» an element of `grants` cannot be called `grants`",
    ],
    [
      `no dependency d in build.dependencies where d has name`,
      `no dep d in build.dependencies where d has digest`,
      "E2013 «dep» an element of `dependencies` cannot be called `dep`",
    ],
  ],
  "E2014 not a list": [
    [
      `some note n in it.notes where n is "x"`,
      `some environment e in it.environment where e is "x"`,
      "E2014 «it.environment» a String is not a list",
    ],
    [`it.notes is empty`, `it.environment is empty`, "E2014 «it.environment» a String is not a list"],
    [`it.environment is one of { "a" }`, `it.environment is one of "a"`, `E2014 «"a"» a String is not a list or a set`],
    [`it.tags is empty`, `{ "a" } is empty`, `E2014 «{ "a" }» only a list or a set can be empty`],
    [`some grant g in grants where g.final`, `some it i in it where i.final`, "E2014 «it» an approval is not a list"],
  ],
  "E2015 text is not valid": [
    [`it.home is "https://a.example/b"`, `it.home is "a b"`, 'E2015 «"a b"» `a b` is not a valid Uri'],
    [`it.artifact is "sha256:${"0".repeat(64)}"`, `it.artifact is "sha256:0"`, 'E2015 «"sha256:0"» `sha256:0` is not a valid Digest'],
    [`it.release in range ">=1.2 <2"`, `it.release in range "about 1"`, 'E2015 «"about 1"» `about 1` is not a valid range'],
    [
      `it.environment matches regex "prod-[a-z]+"`,
      `it.environment matches regex "prod-["`,
      'E2015 «"prod-["» `prod-[` is not a valid regex',
    ],
    [`it.terms allowed by { "MIT" }`, `it.terms allowed by { "MIT or so" }`, 'E2015 «"MIT or so"» `MIT or so` is not a valid Licence'],
    [`it.count is 1`, `it.count is 99999999999999999999`, "E2015 «99999999999999999999» `99999999999999999999` is not a valid Int"],
    [`it.tags is {}`, `{} is {}`, "E2015 «{}» an empty set needs a place that says what it is a set of"],
    [`it.author is "github:alice"`, `it.author is "alice"`, 'E2015 «"alice"» `alice` is not a valid Identity'],
  ],
  "E2021 amount that is always or never met": [
    [`at least 1 grants g in grants where g.final`, `at least 0 grants g in grants where g.final`, "E2021 «0» `at least 0` is always met"],
    [
      `exactly 1 reviewers r in it.reviewers where r.level is senior`,
      `exactly 0 reviewers r in it.reviewers where r.level is senior`,
      "E2021 «0» `exactly 0` is the same as `no`",
    ],
    [
      `at least params.least grants g in grants where g.final`,
      `at least params.none-needed grants g in grants where g.final`,
      "E2021 «params.none-needed» `at least 0` is always met",
    ],
    [
      `at most 0 reviewers r in it.reviewers where r.level is senior`,
      `exactly params.none-needed reviewers r in it.reviewers where r.level is senior`,
      "E2021 «params.none-needed» `exactly 0` is the same as `no`",
    ],
  ],
  "E2025 operator not offered for this type": [
    [`it.home under "https://a.example"`, `it.environment under "prod"`, "E2025 «under» `under` is not for a String"],
    [
      `it.home matches glob "https://a.example/*"`,
      `it.environment matches glob "prod*"`,
      'E2025 «it.environment matches glob "prod*"» `matches glob` is not for a String',
    ],
    [
      `it.environment matches regex "prod.*"`,
      `it.home matches regex "https.*"`,
      'E2025 «it.home matches regex "https.*"» `matches regex` is not for a Uri',
    ],
    [`it.environment contains "prod"`, `it.home contains "prod"`, "E2025 «contains» `contains` is not for a Uri"],
    [`"x" is one of it.notes`, `it.notes contains "x"`, "E2025 «contains» `contains` is not for a List of String"],
    [`it.release in range ">1"`, `it.environment in range ">1"`, 'E2025 «it.environment in range ">1"» `in range` is not for a String'],
    [
      `it.terms allowed by params.licences`,
      `it.environment allowed by params.licences`,
      "E2025 «allowed by» `allowed by` is not for a String",
    ],
    [`it.tags is it.tags`, `it.notes is it.notes`, "E2025 «is» `is` is not for a List of String"],
    [`it has lead`, `it is it`, "E2025 «is» `is` is not for an approval"],
    [`it.environment is one of it.tags`, `it.tags is one of it.tags`, "E2025 «is one of» `is one of` is not for a Set of String"],
    [`it.count + 1 > 2`, `it.environment + "x" is "y"`, 'E2025 «it.environment + "x"» a String cannot be added to a String'],
    [`now - 7 days < it.decidedOn`, `now + it.decidedOn > now`, "E2025 «now + it.decidedOn» a Timestamp cannot be added to a Timestamp"],
    [`it.decidedOn - now < 7 days`, `7 days - now < 7 days`, "E2025 «7 days - now» a Timestamp cannot be taken from a Duration"],
    [`signer of it is it.author`, `it.author is signer of it`, "E2025 «signer of it» `signer of` cannot stand here"],
    [`signer of it is one of { it.author }`, `it.author is one of { signer of it }`, "E2025 «signer of it» `signer of` cannot stand here"],
    [
      `it.author matches glob "*@acme.example"`,
      `signer of it matches glob "*@acme.example"`,
      "E2025 «signer of it» `signer of` cannot stand here",
    ],
    [
      `(signer of it) is not it.author`,
      `some note n in it.notes where n is signer of it`,
      "E2025 «signer of it» `signer of` cannot stand here",
    ],
  ],
};

for (const [title, rows] of Object.entries(tables)) {
  const test = suite(title);
  for (const [right, wrong, said] of rows) {
    test(wrong, () => {
      assert.equal(saidOfCondition(right), []);
      assert.equal(saidOfCondition(wrong), [said]);
    });
  }
  test.run();
}
