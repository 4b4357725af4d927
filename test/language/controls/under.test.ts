/** `under` takes a registry host or a folder alone: neither is a repository by itself. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judgeGate } from "../../../src/evaluate/index.ts";
import { parseRepository } from "../../../src/base/index.ts";
import { aRequest } from "../../evaluate/support/world.ts";
import { checkedPolicy } from "../../support/compile-policy.ts";

const tests = suite("under, for repositories");

const cases = [
  ["registry.acme.example", "registry.acme.example/payments/api", "satisfied"],
  ["registry.acme.example/payments", "registry.acme.example/payments/api", "satisfied"],
  ["registry.acme.example/pay", "registry.acme.example/payments/api", "violated"],
  ["registry.acme.example", "registry.acme.example.evil.example/payments/api", "violated"],
  ["acme.example", "registry.acme.example/payments/api", "violated"],
  ["docker.io/library", "docker.io/library/debian", "satisfied"],
] as const;

for (const [prefix, repository, outcome] of cases) {
  tests(`${repository} under ${prefix}: ${outcome}`, () => {
    const policy = checkedPolicy(`policy p version 1
control C "where" {
  require place: subject has repository and subject.repository under "${prefix}"
    else "elsewhere"
}
gate g { enforce C }
`);
    const [gate] = policy.gates;
    const parsed = parseRepository(repository);
    if (!gate || !parsed.ok) throw new Error("the case is well formed");
    const search = () => ({ candidates: [], nothing: "none-found", incomplete: [] }) as const;
    const verdict = judgeGate({ policy, gate, request: { ...aRequest, repository: parsed.value }, search });
    assert.is(verdict.controls[0]?.outcome, outcome);
  });
}

tests.run();
