import { suite } from "uvu";
import * as assert from "uvu/assert";
import { declareMain, policy, said, type Folder } from "./declaring.ts";

const test = suite("declarations: modules");

const other = "policy other version 1\n";
const standard = { "std/slsa@1": "policy slsa version 1\n", "std/vuln@2": "policy vuln version 1\n" };

function expect(title: string, body: string, diagnostics: readonly string[], folder: Folder = {}): void {
  test(title, () => assert.equal(said(declareMain(policy(body), { standard, ...folder })), diagnostics));
}

expect("a standard module", `use slsa from "std/slsa@1"`, []);
expect("a file beside the policy", `use o from "./other.policy"`, [], { files: { "other.policy": other } });
expect("a file in a folder, and one seen from there", `use o from "./lib/other.policy"`, [], {
  files: {
    "lib/other.policy": `${other}use m from "./more.policy"\nuse top from "../top.policy"`,
    "lib/more.policy": other,
    "top.policy": other,
  },
});
expect("an unknown standard module", `use slsa from "std/slas@1"`, ['E2006 «"std/slas@1"» there is no standard module `std/slas@1`']);
expect("a version that is not shipped", `use vuln from "std/vuln@1"`, ['E2006 «"std/vuln@1"» there is no standard module `std/vuln@1`']);
expect("a standard module without version", `use slsa from "std/slsa"`, [
  'E2006 «"std/slsa"» `std/slsa` names no version of a standard module',
]);
expect("a file that is not there", `use o from "./othr.policy"`, ['E2006 «"./othr.policy"» there is no file `./othr.policy`']);
expect("a file without `./`", `use o from "other.policy"`, ['E2006 «"other.policy"» there is no module `other.policy`'], {
  files: { "other.policy": other },
});
expect("a URL", `use o from "https://acme.example/other.policy"`, [
  'E2006 «"https://acme.example/other.policy"» `https://acme.example/other.policy` cannot be imported',
]);
expect("a registry without digest", `use o from "oci://registry.example/o:1"`, [
  'E2007 «"oci://registry.example/o:1"» `oci://registry.example/o:1` names no digest',
]);
expect("a registry with digest", `use o from "oci://registry.example/o@sha256:${"a".repeat(64)}"`, [
  `E2006 «"oci://registry.example/o@sha256:${"a".repeat(64)}"» \`oci://registry.example/o@sha256:${"a".repeat(64)}\` has not been fetched`,
]);
for (const outside of [
  "../other.policy",
  "./lib/../../other.policy",
  "/etc/other.policy",
  "C:/other.policy",
  "./lib\\\\..\\\\other.policy",
]) {
  const meant = outside.replaceAll("\\\\", "\\");
  expect(`outside the folder: ${meant}`, `use o from "${outside}"`, [`E2009 «"${outside}"» \`${meant}\` lies outside the policy's folder`]);
}
expect(
  "out of a folder's own way back",
  `use o from "./lib/other.policy"`,
  ['E2009 «"../../x.policy"» `../../x.policy` lies outside the policy\'s folder'],
  {
    files: { "lib/other.policy": `${other}use x from "../../x.policy"` },
  },
);
expect(
  "a standard module imports no files",
  `use m from "std/m@1"`,
  ['E2009 «"./other.policy"» `./other.policy` lies outside the policy\'s folder'],
  {
    standard: { "std/m@1": `policy m version 1\nuse o from "./other.policy"` },
    files: { "other.policy": other },
  },
);

expect("a policy that imports itself", `use me from "./main.policy"`, ['E2008 «"./main.policy"» `policies/main.policy` imports itself']);
expect(
  "a cycle of three",
  `use a from "./a.policy"`,
  ['E2008 «"./main.policy"» `policies/main.policy` imports itself through `policies/a.policy`, `policies/b.policy`'],
  {
    files: { "a.policy": `policy a version 1\nuse b from "./b.policy"`, "b.policy": `policy b version 1\nuse main from "./main.policy"` },
  },
);
expect(
  "a cycle beside the main file",
  `use a from "./a.policy"`,
  ['E2008 «"./a.policy"» `policies/a.policy` imports itself through `policies/b.policy`'],
  {
    files: { "a.policy": `policy a version 1\nuse b from "./b.policy"`, "b.policy": `policy b version 1\nuse a from "./a.policy"` },
  },
);
expect("a diamond is no cycle", `use a from "./a.policy"\nuse b from "./b.policy"`, [], {
  files: {
    "a.policy": `policy a version 1\nuse c from "./c.policy"`,
    "b.policy": `policy b version 1\nuse c from "./c.policy"`,
    "c.policy": other,
  },
});

function chain(length: number): Record<string, string> {
  const link = (i: number) => `policy m${i} version 1\n${i < length ? `use next from "./m${i + 1}.policy"` : ""}`;
  return Object.fromEntries(Array.from({ length }, (_, i) => [`m${i + 1}.policy`, link(i + 1)]));
}
expect("eight deep", `use next from "./m1.policy"`, [], { files: chain(8) });
expect("nine deep", `use next from "./m1.policy"`, ['E1015 «"./m9.policy"» `./m9.policy` is imported more than 8 files deep'], {
  files: chain(9),
});
expect(
  "the longest way counts",
  `use next from "./m1.policy"\nuse short from "./m9.policy"`,
  ['E1015 «"./m9.policy"» `./m9.policy` is imported more than 8 files deep'],
  {
    files: chain(9),
  },
);
expect(
  "too many files",
  Array.from({ length: 130 }, (_, i) => `use m${i} from "./m${i}.policy"`).join("\n"),
  ["m127", "m128", "m129"].map((name) => `E1015 «"./${name}.policy"» the policy uses more than 128 files and modules`),
  { files: Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`m${i}.policy`, other])) },
);
expect("bytes that are not text", `use o from "./other.policy"`, ['E1003 «"./other.policy"» `policies/other.policy` is not UTF-8 text'], {
  files: { "other.policy": new Uint8Array([0x70, 0xff]) },
});
expect("an alias twice", `use a from "std/slsa@1"\nuse a from "std/vuln@2"`, ["E2004 «a» there is already a module `a`"]);
expect("users of a failed import stay silent", `use slsa from "std/slas@1"\nparam x: slsa.level = low`, [
  'E2006 «"std/slas@1"» there is no standard module `std/slas@1`',
]);

test("help names what is shipped", () => {
  const helpFor = (specifier: string) => declareMain(policy(`use x from "${specifier}"`), { standard }).diagnostics[0]?.help;
  assert.equal(helpFor("std/slas@1"), ["this version has `std/slsa@1`"]);
  assert.equal(helpFor("std/vuln@1"), ["this version has `std/vuln@2`"]);
  assert.equal(helpFor("std/slsa"), ["this version has `std/slsa@1`"]);
  assert.equal(helpFor("std/nothing-like-it@1"), ["this version has `std/slsa@1`, `std/vuln@2`"]);
});

test("what an unreadable part may have declared is not called unknown", () => {
  const { diagnostics } = declareMain(policy(`enum severity = ordered low < < high\nparam worst: severity = high`));
  assert.ok(diagnostics.length > 0);
  assert.equal(
    diagnostics.filter((diagnostic) => diagnostic.code === "E2003"),
    [],
  );
});

test("a main file that is not there, or not text", () => {
  assert.equal(said(declareMain(undefined)), ["E2006 «» `policies/main.policy` cannot be read"]);
  assert.equal(said(declareMain(new Uint8Array([0xff]))), ["E1003 «» `policies/main.policy` is not UTF-8 text"]);
});

test("an edition of the language that does not exist", () => {
  assert.equal(said(declareMain("policy main version 1 language 2")), ["E1001 «2» there is no edition 2 of the language"]);
  assert.equal(said(declareMain("policy main version 1 language 1")), []);
});

test("scopes: main first, each file once, found again by every alias", () => {
  const { main, scopes, sources } = declareMain(
    policy(`use a from "./a.policy"\nuse slsa from "std/slsa@1"\nuse again from "./a.policy"`),
    {
      standard,
      files: { "a.policy": `policy a version 1\nuse b from "./b.policy"`, "b.policy": other },
    },
  );
  const specifiers = ["policies/main.policy", "policies/a.policy", "std/slsa@1", "policies/b.policy"];
  assert.equal(
    scopes.map((scope) => scope.specifier),
    specifiers,
  );
  assert.equal(
    sources.map((source) => source.path),
    specifiers,
  );
  assert.is(scopes[0], main);
  assert.is(main.uses.get("a"), main.uses.get("again"));
  assert.is(scopes[1], main.uses.get("a"));
});

test.run();
