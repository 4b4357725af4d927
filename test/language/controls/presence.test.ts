/** What may be absent: `language.md` §5.4. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkedPolicy } from "../../support/compile-policy.ts";
import type { Condition } from "../../../src/language/index.ts";
import { requirement, saidOf, saidOfCondition, withBody, withClauses } from "./control-text.ts";

const URL_TEST = `under "https://a.example"`;

const guarded = suite("presence: what a guard reaches");

const REACHED: readonly string[] = [
  `it has page and it.page ${URL_TEST}`,
  `not it has page or it.page ${URL_TEST}`,
  `not (it has page and not it.page ${URL_TEST})`,
  `it.final and it has page and it.page ${URL_TEST}`,
  `it has page and (it.final or it.page ${URL_TEST})`,
  `it has page and not it.page ${URL_TEST}`,
  `it has lead and it.lead.level is senior`,
  `it has lead.mail and it.lead.level is senior and it.lead.mail is it.author`,
  `it has lead and it.lead has mail and it.lead.mail is it.author`,
  `it has aliases and it.aliases is not empty`,
  `it has aliases and some alias a in it.aliases where a is "x"`,
  `some reviewer r in it.reviewers where r has mail and r.mail is it.author`,
  `no reviewer r in it.reviewers where not r has mail or r.mail is it.author`,
  `it has lead and some reviewer r in it.reviewers where r.name is it.lead.name`,
  `(it.page otherwise "https://a.example") ${URL_TEST}`,
  `((it.page otherwise it.home) ${URL_TEST})`,
  `it has ratio and it.score < it.ratio + 1`,
  `subject has repository and subject.repository under "registry.acme.example/x"`,
  `(it has page) and ((it.page) ${URL_TEST})`,
  `some grant g in grants where g has page and g.page ${URL_TEST}`,
];

for (const condition of REACHED) guarded(condition, () => assert.equal(saidOfCondition(condition), []));

guarded("a define that holds the guard", () => {
  assert.equal(saidOf(withBody(`  define paged = it has page\n  require paged and it.page ${URL_TEST}\n    else "no"`)), []);
});
guarded("the element that a description found", () => {
  const body = `  define chief = the reviewer r in it.reviewers where r has mail and r.level is senior
  require chief.mail is it.author
    else "{chief.mail}"`;
  assert.equal(saidOf(withBody(body)), []);
});
guarded("the message of the witness", () => {
  assert.equal(saidOf(withBody(`  require no reviewer r in it.reviewers where r has mail and r.level is junior\n    else "{r.mail}"`)), []);
  assert.equal(
    saidOf(withBody(`  require every reviewer r in it.reviewers satisfies not r has mail or r.level is senior\n    else "{r.mail}"`)),
    [],
  );
});
guarded.run();

const open = suite("presence: E3001, E3002");

const OPEN: readonly (readonly [condition: string, said: string])[] = [
  [`it.page ${URL_TEST}`, "E3001 «page» `page` may be absent"],
  [`it.lead.mail is it.author`, "E3001 «lead» `lead` may be absent"],
  [`it has lead and it.lead.mail is it.author`, "E3001 «mail» `mail` may be absent"],
  [`it.page ${URL_TEST} or it has page`, "E3001 «page» `page` may be absent"],
  [`it has page or it.page ${URL_TEST}`, "E3002 «page» the guard of `page` does not reach here"],
  [`not it has page and it.page ${URL_TEST}`, "E3002 «page» the guard of `page` does not reach here"],
  [`(it has page or it.final) and it.page ${URL_TEST}`, "E3002 «page» the guard of `page` does not reach here"],
  [`(it has page and it.final) or it.page ${URL_TEST}`, "E3002 «page» the guard of `page` does not reach here"],
  [`not (it has page and it.final) and it.page ${URL_TEST}`, "E3002 «page» the guard of `page` does not reach here"],
  [`(it has page) is true and it.page ${URL_TEST}`, "E3002 «page» the guard of `page` does not reach here"],
  [`some reviewer r in it.reviewers where r has mail or r.mail is it.author`, "E3002 «mail» the guard of `mail` does not reach here"],
  [
    `(some reviewer r in it.reviewers where r has mail) and (some reviewer s in it.reviewers where s.mail is it.author)`,
    "E3001 «mail» `mail` may be absent",
  ],
  [`some alias a in it.aliases where a is "x"`, "E3001 «aliases» `aliases` may be absent"],
  [`it.aliases is empty`, "E3001 «aliases» `aliases` may be absent"],
  [`it.ratio + 1 > 2`, "E3001 «ratio» `ratio` may be absent"],
  [`{ it.comment } is it.tags`, "E3001 «comment» `comment` may be absent"],
  [`subject.tag is "v1"`, "E3001 «tag» `tag` may be absent"],
];

for (const [condition, said] of OPEN) {
  open(condition, () => assert.equal(saidOfCondition(condition), [said]));
}

open("a define is never optional", () => {
  assert.equal(saidOf(withBody(`  define page = it.page\n  require page ${URL_TEST}\n    else "no"`)), [
    "E3001 «page» `page` may be absent",
  ]);
});
open("a guard in one requirement is none in the next", () => {
  const body = `  require it has page\n    else "no"\n  require it.page ${URL_TEST}\n    else "no"`;
  assert.equal(saidOf(withBody(body)), ["E3002 «page» the guard of `page` does not reach here"]);
});
open("what `where` selected by is not known to the requirements", () => {
  const clauses = `  evidence it: approval signed by managers\n    where it has page\n  require it.page ${URL_TEST}\n    else "no"`;
  assert.equal(saidOf(withClauses(clauses)), ["E3002 «page» the guard of `page` does not reach here"]);
});
open("a message is not guarded by the condition that failed", () => {
  assert.equal(saidOf(withBody(`  require it has page and it.page ${URL_TEST}\n    else "{it.page}"`)), [
    "E3002 «page» the guard of `page` does not reach here",
  ]);
  assert.equal(saidOf(withBody(`  require every reviewer r in it.reviewers satisfies r has mail\n    else "{r.mail}"`)), [
    "E3002 «mail» the guard of `mail` does not reach here",
  ]);
});
open("the signing time, where no log and no timestamp is demanded", () => {
  const of = (root: string) => `  evidence it: approval signed by ${root}\n  require signing time of it < now\n    else "no"`;
  assert.equal(saidOf(withClauses(of("managers"))), []);
  assert.equal(saidOf(withClauses(of("bare"))), ["E3001 «signing time of it» `signing time` may be absent"]);
  assert.equal(saidOf(withClauses(of("managers or bare"))), ["E3001 «signing time of it» `signing time` may be absent"]);
});
open.run();

const needless = suite("presence: E3003, E3004, E3005");

const NEEDLESS: readonly (readonly [right: string, wrong: string, said: string])[] = [
  [`it has page`, `it has home`, "E3003 «it has home» `home` is never absent here"],
  [`it has lead.mail`, `it has lead and it has lead`, "E3003 «it has lead» `lead` is never absent here"],
  [`it has lead and it has lead.mail`, `it has lead.mail and it has lead`, "E3003 «it has lead» `lead` is never absent here"],
  [`subject has tag`, `subject has digest`, "E3003 «subject has digest» `digest` is never absent here"],
  [
    `(it.page otherwise it.home) ${URL_TEST}`,
    `(it.home otherwise it.home) ${URL_TEST}`,
    "E3004 «it.home otherwise it.home» `otherwise` follows something that is never absent",
  ],
  [
    `it has page and it.page ${URL_TEST}`,
    `it has page and (it.page otherwise it.home) ${URL_TEST}`,
    "E3004 «it.page otherwise it.home» `otherwise` follows something that is never absent",
  ],
  [
    `(it.ratio otherwise 0) < 1`,
    `(it.ratio otherwise "none") < 1`,
    'E3005 «"none"» the fallback is a String, and what it stands in for is a Decimal',
  ],
  [
    `(it.page otherwise it.home) ${URL_TEST}`,
    `(it.page otherwise it.image) ${URL_TEST}`,
    "E3005 «it.image» the fallback is a Repository, and what it stands in for is a Uri",
  ],
];

for (const [right, wrong, said] of NEEDLESS) {
  needless(wrong, () => {
    assert.equal(saidOfCondition(right), []);
    assert.equal(saidOfCondition(wrong), [said]);
  });
}

needless("text may stand in for anything where it is all that a message shows, and nowhere else", () => {
  const message = (hole: string) => withBody(`  require it.final\n    else "{${hole}}"`);
  assert.equal(saidOf(message(`it.page otherwise "none"`)), []);
  assert.equal(saidOf(message(`it.page otherwise it.lead.mail otherwise "none"`)), [
    'E3005 «it.lead.mail otherwise "none"» the fallback is an Identity, and what it stands in for is a Uri',
  ]);
  assert.equal(saidOf(message(`(it.page otherwise "no page") ${URL_TEST}`)), ['E2015 «"no page"» `no page` is not a valid Uri']);
  assert.equal(saidOf(message(` { it.page otherwise "no page" } is it.tags`)), ['E2015 «"no page"» `no page` is not a valid Uri']);
  assert.equal(saidOf(message(`(it.ratio otherwise "none") + 1`)), [
    'E3005 «"none"» the fallback is a String, and what it stands in for is a Decimal',
  ]);
});
needless.run();

const relied = suite("presence: which operand guards which");

/** `guardedBy` of each operand, operands that are `and` or `or` themselves in brackets. */
function guards(condition: Condition): string {
  if (condition.kind !== "and" && condition.kind !== "or") return "";
  const shown = condition.operands.map((each) => {
    const inner = guards(each.condition);
    return `[${each.guardedBy.join()}]${inner === "" ? "" : `(${inner})`}`;
  });
  return shown.join(" ");
}

const RELIED: readonly (readonly [condition: string, guards: string])[] = [
  [`it has page and it.page ${URL_TEST}`, "[] [0]"],
  [`it.final and it has page and it.page ${URL_TEST}`, "[] [] [1]"],
  [`it.final and (it has page and it.page ${URL_TEST})`, "[] []([] [0])"],
  [`it has page and it has aliases and it.final and (it.aliases is empty or it.page ${URL_TEST})`, "[] [] [] [0,1]([] [])"],
  [`it has lead and it.lead has mail and it.lead.mail is it.author`, "[] [0] [0,1]"],
  [`(it has page and it.page ${URL_TEST}) or it.final or (it has page and it.page ${URL_TEST})`, "[]([] [0]) [] []([] [0])"],
];

for (const [condition, expected] of RELIED) {
  relied(condition, () => {
    const [control] = checkedPolicy(requirement(condition)).controls;
    const checked = control?.body.requirements[0]?.condition;
    assert.is(checked && guards(checked), expected);
  });
}
relied.run();
