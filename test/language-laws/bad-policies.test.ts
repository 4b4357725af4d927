/** Policies that are meant to break the compiler, through the real command: each ends in diagnostics with a code, soon, and in no stack trace. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fixedKey, policyFile } from "../e2e/support-signed.ts";
import { policy } from "../support/run-policy.ts";

const tests = suite("bad policies");
const ours = fixedKey("ours");
const HEAD = `policy main version 1
trust us { key "keys/ours.pub" }
predicate note "https://acme.example/n/v1" { n: Int }
`;
const GATE = "gate prod { enforce C }\n";
const controlOf = (condition: string, before = "") =>
  `${HEAD}control C "c" {\n  evidence it: note signed by us\n${before}  require r: ${condition}\n    else "no"\n}\n`;
const asking = (condition: string, before = "") => controlOf(condition, before) + GATE;
const chain = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index + 1)).join("");

const waiver = `waive D-9 as W-1 {
  reason "r"
  ticket "t"
  requested by "a@acme.example"
  approved by "b@acme.example" on 2026-01-01
  expires 2026-01-02
  subject is "sha256:${"0a".repeat(32)}"
}
`;

const ROWS: readonly (readonly [name: string, text: string, code: string])[] = [
  ["a look-alike letter in a name", asking("it.n is 1").replace("it.n is", "\u0456t.n is"), "E1001"],
  ["a bidirectional control in a message", asking("it.n is 1").replace('"no"', '"n\u202Eo"'), "E1003"],
  ["a bidirectional isolate in a comment", `${asking("it.n is 1")}// a\u2066b\n`, "E1003"],
  ["an invisible character in a string", asking("it.n is 1").replace('"c"', '"c\u200B"'), "E1003"],
  ["5000 brackets", asking(`${"(".repeat(5000)}it.n is 1${")".repeat(5000)}`), "E1015"],
  ["20 000 times not", asking(`${"not ".repeat(20_000)}it.n is 1`), "E1015"],
  ["a sum of 20 000 parts", asking(`it.n${" + 1".repeat(20_000)} > 0`), "E1015"],
  ["20 000 times otherwise", asking(`it.n${" otherwise 1".repeat(20_000)} > 0`), "E1015"],
  ["3000 braces", asking(`it.n is one of ${"{".repeat(3000)}1${"}".repeat(3000)}`), "E1015"],
  ["a path of 20 000 fields", asking(`it${".n".repeat(20_000)} is 1`), "E2002"],
  ["5 MB", `${asking("it.n is 1")}// ${"x".repeat(5_000_000)}\n`, "E1015"],
  ["definitions in a circle", asking("a", "  define a = b\n  define b = a\n"), "E2005"],
  [
    "definitions that double",
    asking("d999", `  define d0 = it.n is 1\n${chain(999, (i) => `  define d${i} = d${i - 1} and d${i - 1}\n`)}`),
    "E1015",
  ],
  ["a module that uses itself", `policy a version 1\nuse b from "./p.policy"\n`, "E2008"],
  ["a waiver for a control that does not exist", controlOf("it.n is 1") + waiver + GATE, "E6001"],
  [
    "a gate that lists 5000 unknown controls on one line",
    `${controlOf("it.n is 1")}gate prod { enforce ${chain(5000, (i) => `X-${i}, `)}C }\n`,
    "E6012",
  ],
  ["30 000 broken blocks", `${HEAD}${"control } { ;\n".repeat(30_000)}`, "E1001"],
];

for (const [name, text, code] of ROWS) {
  tests(`${name}: ${code}`, async () => assertTold(await policy("check", policyFile("p.policy", text, { ours })), code));
}

function assertTold({ code: exit, stdout, stderr }: Awaited<ReturnType<typeof policy>>, code: string): void {
  const told = `${stdout}${stderr}`;
  assert.is(exit, 3, told.slice(0, 500));
  assert.ok(told.includes(`error[${code}]`), told.slice(0, 500));
  assert.not.match(told, /internal fault|\n\s+at |RangeError|\[object/u);
  assert.ok(told.length < 200_000, `${told.length} characters`);
}

tests("imports in a circle: E2008", async () => {
  const file = policyFile("p.policy", `policy a version 1\nuse b from "./q.policy"\n`, { ours });
  writeFileSync(join(dirname(file), "q.policy"), `policy b version 1\nuse a from "./p.policy"\n`);
  assertTold(await policy("check", file), "E2008");
});

tests("a lock file that does not match: E2006 or E2007", async () => {
  const file = policyFile(
    "p.policy",
    `policy a version 1\nuse m from "./m.policy"\ntrust us { key "keys/ours.pub" }\ncontrol C "c" { evidence it: m.note signed by us }\n${GATE}`,
    { ours },
  );
  const module = `policy m version 1\npredicate note "https://acme.example/n/v1" { n: Int }\n`;
  writeFileSync(join(dirname(file), "m.policy"), module);
  assert.is((await policy("lock", file)).code, 0);
  const lock = join(dirname(file), "proviso.lock");
  writeFileSync(lock, readFileSync(lock, "utf8").replaceAll(/sha256:[0-9a-f]{8}/gu, "sha256:00000000"));
  const { stdout, stderr } = await policy("check", file);
  assertTold(await policy("check", file), /E200[67]/u.exec(`${stdout}${stderr}`)?.[0] ?? "E2006");
});

tests("20 000 alternatives in one condition compile, and are told apart in time", async () => {
  const { code } = await policy("check", policyFile("p.policy", asking(Array<string>(20_000).fill("it.n is 1").join(" or ")), { ours }));
  assert.is(code, 0);
});

tests.run();
