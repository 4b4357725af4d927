// A check takes as long as the policy is: a control of a thousand costs what one of a hundred costs.
import assert from "node:assert/strict";
import { parseInstant } from "../src/base/index.ts";
import type { CheckedPolicy } from "../src/language/index.ts";
import { lint } from "../src/lint/index.ts";
import { createNodeCrypto } from "../src/platform/crypto/index.ts";
import { compilePolicy, said } from "../test/support/compile-policy.ts";
import type { Bench } from "./bench.ts";
import { largePolicy } from "./support/large-policy.ts";

const FEW = 100;
const MANY = 1000;
const BUDGET_RATIO = 1.5;
const hasher = createNodeCrypto();
const parsed = parseInstant("2026-01-10T00:00:00Z");
assert.ok(parsed.ok);
const now = parsed.value;

const few = largePolicy(FEW);
const many = largePolicy(MANY);
assert.ok(many.split("\n").length >= 20_000, "it is as long as it is meant to be");

function check(text: string): CheckedPolicy {
  const compiled = compilePolicy(text);
  assert.ok(compiled.policy, said(compiled)[0]);
  return compiled.policy;
}

function checkAndLint(text: string): number {
  return lint({ policy: check(text), now, settings: { levels: {}, exceptions: [] } }, hasher).length;
}

/** As many controls either way, so that the ratio is one of times per control. */
function perControl(name: string, work: (text: string) => unknown): Bench {
  return {
    name: `Check: ${name}`,
    rounds: 11,
    contenders: [
      {
        name: `${FEW} controls, ${MANY / FEW} times`,
        run: () => {
          for (let times = 0; times < MANY / FEW; times++) work(few);
        },
      },
      { name: `${MANY} controls`, run: () => work(many), budgetRatio: BUDGET_RATIO },
    ],
  };
}

export const benches: readonly Bench[] = [perControl("parse and check", check), perControl("with every rule of the linter", checkAndLint)];
