/** Laws of the formatter, over texts derived from the grammar, re-laid real files, and files with mistakes. */
import { createHash } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SourceFile } from "../../../src/diagnostics/index.ts";
import { format, type Formatted } from "../../../src/language/format/index.ts";
import { meaningHashes, type CheckedPolicy } from "../../../src/language/index.ts";
import { compilePolicy } from "../../support/compile-policy.ts";
import { checkProperty, fc } from "../../support/property.ts";
import { Decisions, derive, layOut } from "./generated-policy.ts";
import { designPolicies, otherPolicies, shippedPolicies } from "./policy-files.ts";
import { anchoredComments, canonical, clauseOrder, parseText } from "./tree.ts";

const laws = suite("laws of the formatter");

const formatText = (text: string) => format(new SourceFile("t.policy", text));

/** Everything that must hold of a text that parses. */
function checkLaws(text: string): void {
  const result = formatText(text);
  assert.is(result.kind, "formatted", text);
  assert.is(formatText(result.text).text, result.text, `not idempotent:\n${text}\n=====\n${result.text}`);
  const before = parseText(text);
  const after = parseText(result.text);
  assert.equal(canonical(after.file), canonical(before.file), `the tree changed:\n${text}\n=====\n${result.text}`);
  const commentsBefore = anchoredComments(text, before.tokens);
  const commentsAfter = anchoredComments(result.text, after.tokens);
  const isMoved = clauseOrder(before.file).join("\n") !== clauseOrder(after.file).join("\n");
  assert.equal(isMoved ? commentsAfter.toSorted() : commentsAfter, isMoved ? commentsBefore.toSorted() : commentsBefore, text);
  assert.not.match(result.text, /\r|[ ]\n|\n\n\n|\n\n$/u);
  assert.match(result.text, /\n$/u);
}

const decisions = fc.array(fc.nat(10_000), { minLength: 20, maxLength: 600 });

laws("hold for 500 texts derived from the grammar", () => {
  let right = 0;
  let wrong = 0;
  checkProperty(
    fc.property(fc.array(decisions, { minLength: 5, maxLength: 5 }), (batch) => {
      for (const each of batch) {
        const source = new Decisions(each);
        const text = layOut(derive(source), source);
        if (parseText(text).diagnostics.length > 0) wrong++;
        else {
          right++;
          checkLaws(text);
        }
      }
    }),
  );
  assert.ok(right >= 500 * 0.6, `${right} parsed, ${wrong} did not`);
});

/** The same tokens in another layout; what stood together and what is inside a message stays so. */
function reLaid(text: string, each: readonly number[]): string {
  const { tokens } = parseText(text);
  const plain = tokens.filter(({ kind }) => kind !== "comment");
  let inMessage = false;
  const glued = plain.map((token, index) => {
    const gap = text.slice(plain[index - 1]?.end ?? 0, token.start);
    const kept = inMessage || gap === "" ? (index === 0 ? "" : gap) : undefined;
    if (token.kind === "message" && token.text === '"') inMessage = !inMessage;
    return kept;
  });
  return layOut(
    plain.map((token) => token.text),
    new Decisions(each),
    (index) => glued[index],
  );
}

const parsing = [...shippedPolicies, ...designPolicies, ...otherPolicies].filter(({ text }) => parseText(text).diagnostics.length === 0);

laws("hold for every real file as it is and in another layout", () => {
  assert.ok(parsing.length >= 40, `${parsing.length} files`);
  for (const { text } of parsing) checkLaws(text);
  checkProperty(fc.property(fc.constantFrom(...parsing), decisions, ({ text }, each) => checkLaws(reLaid(text, each))));
});

laws("meaning and wording stay", () => {
  const hasher = { digest: sha256 };
  const hashesOf = (policy: CheckedPolicy) => {
    const hashes = meaningHashes(policy, hasher);
    return [hashes.policy(), ...policy.controls.flatMap((control) => [hashes.control(control), hashes.wording(control)])];
  };
  const compiling = parsing.flatMap(({ text }) => {
    const { policy } = compilePolicy(text);
    return policy && policy.controls.length > 0 ? [{ text, hashes: hashesOf(policy) }] : [];
  });
  assert.ok(compiling.length >= 3, `${compiling.length} files compile`);
  checkProperty(
    fc.property(fc.constantFrom(...compiling), decisions, ({ text, hashes }, each) => {
      const { policy } = compilePolicy(formatText(reLaid(text, each)).text);
      assert.ok(policy, "it still compiles");
      assert.equal(hashesOf(policy), hashes);
    }),
  );
});

function sha256(_algorithm: string, parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const mutation = fc.record({
  at: fc.nat(1_000_000),
  removed: fc.nat(12),
  added: fc.oneof(
    fc.constantFrom("{", "}", '"', "(", ")", "//", "\n", "control", "or", "where", "", "é", "\t"),
    fc.string({ maxLength: 8 }),
  ),
});

laws("a file with mistakes is left alone but for whole blocks", () => {
  const kinds = new Set<string>();
  checkProperty(
    fc.property(fc.constantFrom(...parsing), fc.array(mutation, { minLength: 1, maxLength: 4 }), ({ text: original }, mutations) => {
      let text = original;
      for (const { at, removed, added } of mutations) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + added + text.slice(place + removed);
      }
      const first = formatText(text);
      kinds.add(first.kind);
      if (first.kind === "formatted") return checkLaws(text);
      const second = formatText(first.text);
      assert.is(second.text, first.text, text);
      const told = (result: Formatted) =>
        result.kind === "formatted" ? [] : result.diagnostics.map(({ code, message }) => `${code} ${message}`);
      assert.equal(told(second), told(first), text);
    }),
  );
  assert.equal([...kinds].toSorted(), ["formatted", "syntax-errors"]);
});

laws("the blocks around a mistake are formatted", () => {
  const text = 'policy p version 1\n\n\ngate  g { }\ngate {\n   environment  "x"\n}\n   trust  t {logged   yes}  // behind\n';
  const result = formatText(text);
  assert.is(result.kind, "syntax-errors");
  assert.is(result.text, 'policy p version 1\n\n\ngate g {}\ngate {\n   environment  "x"\n}\n   trust t {\n  logged yes\n}  // behind\n');
});

laws.run();
