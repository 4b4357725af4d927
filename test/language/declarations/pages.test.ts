/** Each page of a code that declarations can have: its wrong policy is wrong in that way alone, its right one is right. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { declareMain, policy, said, type Folder } from "./declaring.ts";

const test = suite("declarations: pages of diagnostics");

const codes = [
  ...[
    "E2003",
    "E2004",
    "E2006",
    "E2007",
    "E2008",
    "E2009",
    "E2011",
    "E2012",
    "E2015",
    "E2019",
    "E2020",
    "E2022",
    "E2023",
    "E2024",
    "E2025",
  ],
  ...["E2026", "E4003", "E4004", "E4005", "E4021", "E4022", "E4025", "E5004"],
];

const folder: Folder = {
  mainPath: "page.policy",
  standard: { "std/vuln@1": "policy vuln version 1" },
  files: {
    "acme.policy": "policy acme version 1",
    "shared/acme.policy": "policy acme version 1",
    "limits.policy": "policy limits version 1\nparam max-age: Duration = 7 days, at most 30 days\nparam fixed-window: Duration = 7 days",
  },
};

for (const code of codes) {
  test(code, () => {
    const page = readFileSync(new URL(`../../../docs/diagnostics/${code}.md`, import.meta.url), "utf8");
    const sections = /^# (E\d{4}): .+\n\n## Wrong\n\n```policy\n([^]+?)```\n\n## Right\n\n```policy\n([^]+?)```\n\n## Why\n\n([^]+)$/u.exec(
      page,
    );
    assert.is(sections?.[1], code);
    const wrong = declareMain(whole(sections?.[2] ?? ""), folder);
    assert.equal(
      wrong.diagnostics.map((diagnostic) => diagnostic.code),
      [code],
    );
    assert.equal(said(declareMain(whole(sections?.[3] ?? ""), folder)), []);
  });
}

function whole(text: string): string {
  return text.startsWith("policy ") ? text : policy(text);
}

test.run();
