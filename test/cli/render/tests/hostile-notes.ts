/** A policy whose every name that may be hostile is, with tests that pass, fail and cannot run. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../../src/cli/main.ts";
import { projectRoot, scratch, type Ran } from "../../../support/run-policy.ts";
import { memoryIo } from "../../memory-io.ts";

export const hostileFile = `<i>&"'%,:\u202e.policy`;

const POLICY = `policy notes version 1
predicate note "https://example.com/note/v1" {
  word: String
}
trust author {
  key "author.pub" held by "alice@acme.example"
  accept claimed time
}
control C-01 "<script>alert(1)</script>" {
  evidence said: note signed by author
  require yes: said.word is "</code><script>&amp;" or said.word is "yes" else "]]> it says {said.word}"
}
gate prod { enforce C-01 }
test "<script>&\\" ::error:: # ]]> %0A" tagged "quick" for C-01 {
  at 2026-01-10
  given said with { word: word }
  cases word, outcome {
    "yes", satisfied
    "no", violated
    "<b>", satisfied
    "-->", satisfied
  }
}
test "it cannot run <&>" for C-01 {
  at 2026-01-10
  given said from "no<&>.json"
  expect satisfied
}
`;

export function hostileFolder(): string {
  const folder = scratch();
  writeFileSync(join(folder, hostileFile), POLICY);
  writeFileSync(join(folder, "author.pub"), readFileSync(join(projectRoot, "test/fixtures-samples/keys/rm-alice.pub")));
  return folder;
}

export async function policyTest(folder: string, ...words: readonly string[]): Promise<Ran> {
  const io = memoryIo({ cwd: folder });
  return { code: await run(["test", ...words], io), ...io.written };
}
