/** Where exactly one statement is needed and several are there: the reason lists them and says which clause to write. `language.md` §6.4. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { control } from "./support/cells.ts";
import { judgeWorld, type Stated } from "./support/world.ts";

const tests = suite("ambiguous");

const one = (id: string, signedAt?: string, at = "2026-01-08T00:00:00Z"): Stated => ({
  id,
  predicate: { n: 1, at, kind: "x" },
  ...(signedAt === undefined ? {} : { signedAt }),
  statement: `sha256:${id}`,
});

function detail(body: string, ...x: readonly Stated[]): string {
  const [verdict] = judgeWorld(control(body), { x }).controls;
  return verdict?.reasons.find(({ reason }) => reason === "ambiguous")?.detail ?? "";
}

const both = [one("A-01", "2026-01-08T00:00:01Z"), one("A-02")] as const;

tests("both are listed: signer, time and digest; and what to write", () => {
  assert.is(
    detail("evidence x: p signed by r", ...both),
    "2 statements could be `x`, and it needs exactly one: " +
      "A-01 signed by alice@acme.example at 2026-01-08T00:00:01Z, sha256:A-01; " +
      "A-02 signed by alice@acme.example at a time that nobody proved, sha256:A-02; " +
      "write `any` if each of them will do, or `pick latest by madeOn fresh within … of madeOn` if the newest counts",
  );
});

tests("a window that is there already is not proposed again, and its clock is the one to pick by", () => {
  assert.match(
    detail("evidence x: p signed by r fresh within 7 days of madeOn", ...both),
    /or `pick latest by madeOn` if the newest counts$/u,
  );
});

tests("two of one time are not told apart by picking again", () => {
  assert.match(
    detail("evidence x: p signed by r pick latest by madeOn", ...both),
    /they are of the same time: write `any` if each of them will do, or tell them apart with `where`$/u,
  );
});

tests("many are cut, and counted", () => {
  const many = Array.from({ length: 7 }, (_, index) => one(`A-0${index}`));
  assert.match(detail("evidence x: p signed by r", ...many), /^7 statements could be `x`.*sha256:A-02; and 4 more; write/u);
});

tests("the order in which they were found counts for nothing", () => {
  assert.is(detail("evidence x: p signed by r", ...both), detail("evidence x: p signed by r", ...[...both].reverse()));
});

tests.run();
