import { suite } from "uvu";
import * as assert from "uvu/assert";
import { topicPages } from "../../src/cli/commands/explain.ts";
import { exitCodesPage } from "../../src/cli/exit-codes.ts";
import { run } from "../../src/cli/main.ts";
import { pages } from "../../src/platform/embedded/index.ts";
import { memoryIo } from "./memory-io.ts";

async function explain(...words: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const io = memoryIo();
  return { code: await run(["explain", ...words], io), ...io.written };
}

const tests = suite("explain");
tests("exit-codes prints the table", async () =>
  assert.equal(await explain("exit-codes"), { code: 0, stdout: exitCodesPage(), stderr: "" }),
);
tests("letter case does not matter", async () => assert.is((await explain("EXIT-CODES")).stdout, exitCodesPage()));
tests("json holds the topic and the page", async () => {
  assert.equal(JSON.parse((await explain("exit-codes", "--format", "json")).stdout), { topic: "exit-codes", markdown: exitCodesPage() });
});
tests("an unknown code names near ones", async () => {
  assert.equal(await explain("exit-cods"), {
    code: 4,
    stdout: "",
    stderr: "policy: nothing is called `exit-cods`\n  help: did you mean `exit-codes`?\n",
  });
});
tests("an unknown code that is near nothing says where all are", async () => {
  assert.match((await explain("zzzzzzzzzzzz")).stderr, /`policy explain --list` shows all codes/u);
});
tests("no code at all", async () => assert.is((await explain()).code, 4));
tests("--list names every page, each with a title of its own", async () => {
  const { stdout } = await explain("--list");
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => /^(\S+) {2,}(\S.*)$/u.exec(line)?.slice(1) ?? [line]);
  assert.equal(
    rows.map(([name]) => name),
    [...topicPages(pages).keys()],
  );
  for (const [name = "", title = ""] of rows) assert.ok(title.length > 3 && title !== name && title.length <= 140, `${name}: ${title}`);
  assert.match(stdout, /^L405 +decision that rests on the name that was asked for$/mu);
  assert.match(stdout, /^exit-codes +Exit codes$/mu);
});
tests("a page is found by its file name, README is none", () => {
  const topics = topicPages(
    new Map([
      ["docs/diagnostics/E0101.md", "# one"],
      ["docs/reasons/signature-invalid.md", "# two"],
      ["docs/reasons/README.md", "# no"],
    ]),
  );
  assert.equal([...topics.keys()], ["E0101", "signature-invalid", "exit-codes"]);
  assert.is(topics.get("E0101"), "# one");
});
for (const [topic, page] of topicPages(pages)) {
  tests(`the page of ${topic} is printed whole`, async () => {
    const { code, stdout } = await explain(topic);
    assert.is(code, 0);
    assert.is(stdout, page.endsWith("\n") ? page : `${page}\n`);
  });
}
tests.run();
