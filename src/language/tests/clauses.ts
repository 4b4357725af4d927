import type { Test, TestClause } from "../../../grammar/index.ts";

export function clausesOf<K extends TestClause["kind"]>(test: Test, kind: K): readonly Extract<TestClause, { kind: K }>[] {
  return test.clauses.filter((clause): clause is Extract<TestClause, { kind: K }> => clause.kind === kind);
}
