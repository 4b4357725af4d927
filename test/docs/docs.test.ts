/** Documents are code: what they say a command prints is what it prints, what they quote stands in the files, where they point there is something. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCodeMeanings } from "../../src/cli/exit-codes.ts";
import { commandMap } from "../../src/cli/command-map.ts";
import { policy, projectRoot } from "../support/run-policy.ts";

const tests = suite("documents");

function markdownBelow(folder: string): readonly string[] {
  const names = readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".md")).map((name) => join(folder, name));
}

const documents = ["README.md", ...markdownBelow("docs").filter((path) => !/docs\/(diagnostics|reasons)\//u.test(path))];
const textOf = (path: string) => readFileSync(join(projectRoot, path), "utf8");

const OUTPUT = /<!-- output of: policy (?<words>[^\n]*?) -->\n\n```text\n(?<output>[\s\S]*?)```/gu;

for (const path of documents) {
  for (const { groups } of textOf(path).matchAll(OUTPUT)) {
    const words = groups?.["words"] ?? "";
    tests(`${path}: policy ${words}`, async () => {
      const { stdout, stderr } = await policy(...words.split(" "));
      assert.is.not(stdout, "", stderr);
      if (process.env["UPDATE_GOLDEN"] === "1") {
        writeFileSync(
          join(projectRoot, path),
          textOf(path).replace(
            `${words} -->\n\n\`\`\`text\n${groups?.["output"] ?? ""}\`\`\``,
            () => `${words} -->\n\n\`\`\`text\n${stdout}\`\`\``,
          ),
        );
        return;
      }
      assert.is(groups?.["output"], stdout, "run the tests with UPDATE_GOLDEN=1 after looking at the difference");
    });
  }

  tests(`${path}: links lead somewhere`, () => {
    for (const [, target = ""] of textOf(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)) {
      assert.ok(existsSync(resolve(projectRoot, dirname(path), target)), `${target} is not there`);
    }
  });

  tests(`${path}: folders and files that it names exist`, () => {
    for (const [, named = ""] of textOf(path).matchAll(/`((?:src|grammar|stdlib|policies|test|bin|bench|docs|schemas)\/[\w./-]*)`/gu)) {
      assert.ok(existsSync(join(projectRoot, named)), `${named} is not there`);
    }
  });
}

tests("README.md quotes policies as they are", () => {
  const shipped = readdirSync(join(projectRoot, "policies"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".policy"))
    .map((name) => textOf(join("policies", name)));
  for (const [, quoted = ""] of textOf("README.md").matchAll(/```policy\n([\s\S]*?)```/gu)) {
    assert.ok(
      shipped.some((text) => text.includes(quoted)),
      quoted,
    );
  }
});

tests("README.md names every command and every exit code", () => {
  const readme = textOf("README.md");
  for (const name of commandMap.keys()) assert.match(readme, `\`policy ${name}`);
  for (const { code, short } of exitCodeMeanings) assert.match(readme, new RegExp(`\\| ${code} +\\| ${short}`, "u"));
});

tests.run();
