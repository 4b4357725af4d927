/** Groups of conjuncts: every evidence and requirement in exactly one, linked by what they read. `language.md` §6.5. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Body } from "../../../src/language/index.ts";
import { compilePolicy } from "../../support/compile-policy.ts";
import { checkProperty, fc } from "../../support/property.ts";

function policyText(evidence: readonly string[], requirements: readonly string[]): string {
  const lines = [...evidence, ...requirements].map((line) => `  ${line}\n`).join("");
  return `policy main version 1
predicate seal "https://acme.example/seal/v1" {
  by: String
}
trust managers { key "keys/manager.pub" }
control C-1 "A control" {
${lines}}
gate prod { enforce C-1 }
`;
}

function bodyOf(evidence: readonly string[], requirements: readonly string[]): Body | undefined {
  return compilePolicy(policyText(evidence, requirements)).policy?.controls[0]?.body;
}

const test = suite("groups");

const A = "evidence a: any seal signed by managers";
const B = "evidence b: any seal signed by managers";
const ONE = "evidence x: seal signed by managers";

const table: readonly (readonly [
  title: string,
  evidence: readonly string[],
  requirements: readonly string[],
  groups: readonly string[],
])[] = [
  ["apart", [A, B], [`require a.by is "x" else "no"`, `require b.by is "x" else "no"`], ["a: a | r1", "b: b | r2"]],
  ["linked by a requirement", [A, B], [`require a.by is b.by else "no"`], ["a,b: a,b | r1"]],
  ["linked by a definition", [A, B], ["define both = a.by is b.by", `require both else "no"`], ["a,b: a,b | r1"]],
  ["linked by a message", [A, B], [`require a.by is "x" else "{b.by}"`], ["a,b: a,b | r1"]],
  ["linked by the advice", [A, B], [`require a.by is "x" else "no" fix "{b.by}"`], ["a,b: a,b | r1"]],
  ["linked by `where`", [A, `${B} where b.by is a.by`], [`require b.by is "x" else "no"`], ["a,b: a,b | r1"]],
  ["what depends on it belongs to it", [A, `${ONE} where x.by is a.by`], [`require x.by is "x" else "no"`], ["a: a,x | r1"]],
  ["a message alone draws the requirement in", [A, ONE], [`require x.by is "x" else "{a.by}"`], [": x | ", "a: a | r1"]],
  ["nothing to choose", [ONE], [`require x.by is "x" else "no"`], [": x | r1"]],
  ["a requirement of its own", [A, ONE], [`require x.by is "x" else "no"`, `require a.by is "x" else "no"`], [": x | r1", "a: a | r2"]],
];

for (const [title, evidence, requirements, expected] of table) {
  test(title, () => {
    const groups = bodyOf(evidence, requirements)?.groups ?? [];
    const shown = groups.map(
      (group) => `${group.chosen.join()}: ${group.evidence.join()} | ${group.requirements.map((id) => id.slice("C-1.".length)).join()}`,
    );
    assert.equal(shown, expected);
  });
}

test("every evidence and every requirement stands in exactly one group, with all that it reads", () => {
  const names = ["a", "b", "c", "d", "e"];
  const quantities = fc.array(fc.constantFrom("", "any "), { minLength: 5, maxLength: 5 });
  const wheres = fc.array(fc.nat({ max: 6 }), { minLength: 5, maxLength: 5 });
  const requirements = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.constantFrom(...names)), {
    maxLength: 5,
  });
  let judged = 0;
  checkProperty(
    fc.property(quantities, wheres, requirements, (words, links, reads) => {
      const evidence = names.map((name, index) => {
        const other = names[links[index] ?? index];
        const where = other !== undefined && names.indexOf(other) < index ? ` where ${name}.by is ${other}.by` : "";
        return `evidence ${name}: ${words[index] ?? ""}seal signed by managers${where}`;
      });
      const body = bodyOf(
        evidence,
        reads.map(([left, right, shown]) => `require ${left}.by is ${right}.by else "{${shown}.by}"`),
      );
      if (!body) return;
      judged++;
      const groups = body.groups;
      const all = (pick: (group: Body["groups"][number]) => readonly string[]) => groups.flatMap((group) => [...pick(group)]).sort();
      assert.equal(
        all((group) => group.evidence),
        [...names],
      );
      assert.equal(
        all((group) => group.requirements),
        body.requirements.map((each) => each.id).sort(),
      );
      const anys = body.evidence.filter((each) => each.quantity === "any").map((each) => each.name);
      assert.equal(
        all((group) => group.chosen),
        [...anys].sort(),
      );
      for (const [index, [left, right, shown]] of reads.entries()) {
        const own = groups.find((group) => group.requirements.includes(`C-1.r${index + 1}`));
        for (const name of [left, right, shown])
          if (anys.includes(name)) assert.ok(own?.chosen.includes(name) === true, `${name} in the group of r${index + 1}`);
      }
    }),
  );
  assert.ok(judged > 20, `only ${judged} compiled`);
});

test.run();
