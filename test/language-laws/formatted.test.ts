/** Well-typed policies with every clause of evidence and controls: the formatter is idempotent over them and changes no meaning. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { format } from "../../src/language/format/index.ts";
import { meaningHashes, type CheckedPolicy } from "../../src/language/index.ts";
import { createNodeCrypto } from "../../src/platform/crypto/index.ts";
import { Decisions } from "../language/format/generated-policy.ts";
import { canonical, parseText } from "../language/format/tree.ts";
import { compilePolicy } from "../support/compile-policy.ts";
import { checkProperty, fc } from "../support/property.ts";
import { generatePolicy } from "./generated-control.ts";

const tests = suite("formatting generated policies");
const hasher = createNodeCrypto();
const formatText = (text: string) => format(new SourceFile("t.policy", text)).text;

function hashesOf(policy: CheckedPolicy): readonly string[] {
  const hashes = meaningHashes(policy, hasher);
  return [hashes.policy(), ...policy.controls.flatMap((control) => [hashes.control(control), hashes.wording(control)])];
}

const decisions = fc.array(fc.nat(10_000), { minLength: 60, maxLength: 160, size: "max" });

tests("500 of them: idempotent, the same tree, the same meaning and wording", () => {
  let compared = 0;
  checkProperty(
    fc.property(fc.array(decisions, { minLength: 5, maxLength: 5 }), (batch) => {
      for (const each of batch) {
        const { text } = generatePolicy(new Decisions(each));
        const formatted = formatText(text);
        assert.is(formatText(formatted), formatted, text);
        assert.equal(canonical(parseText(formatted).file), canonical(parseText(text).file), text);
        const [before, after] = [compilePolicy(text).policy, compilePolicy(formatted).policy];
        assert.is(after === undefined, before === undefined, text);
        if (!before || !after) continue;
        compared++;
        assert.equal(hashesOf(after), hashesOf(before), `${text}\n=====\n${formatted}`);
      }
    }),
  );
  assert.ok(compared > 300, `${compared} compared`);
});

tests.run();
