/** The samples of the language's documentation, the policies we ship and the standard library: all of it declares. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkProperty, fc } from "../../support/property.ts";
import { viaRules } from "../../../src/evidence/index.ts";
import { declareMain, policy, said, underCarets, type Folder } from "./declaring.ts";

const test = suite("declarations: samples");
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What is shipped, and an empty module for what is not yet. */
const standard = Object.fromEntries(
  ["verdict", "inventory", "test", "vex"].map((name) => [`std/${name}@1`, `policy std-${name} version 1`]),
);
for (const path of globSync("stdlib/*/*/module.policy", { cwd: root })) {
  const [, name, version] = path.split(/[/\\]/u);
  standard[`std/${name}@${version}`] = readFileSync(`${root}${path}`, "utf8");
}

const predicates = readFileSync(`${root}test/language/samples/predicates.policy`, "utf8");
const folder: Folder = { standard, files: { "predicates.policy": predicates }, viaRules };

function sample(name: string): string {
  return readFileSync(`${root}test/language/samples/${name}.policy`, "utf8");
}

for (const name of ["container-release", "lineage", "predicates", "release"]) {
  test(name, () => assert.equal(said(declareMain(sample(name), folder)), []));
}

test("imported-or-built", () => {
  const files = { ...folder.files, "ca/acme-root.pem": "acme" };
  assert.equal(said(declareMain(sample("imported-or-built"), { ...folder, files })), []);
});

for (const path of globSync("policies/*/*.policy", { cwd: root })) {
  test(path, () => {
    const inFolder = (file: string) => `${root}${path.replace(/[^/\\]*$/u, "")}${file}`;
    const keys = globSync("**/*.{pub,pem}", { cwd: inFolder("") }).filter((file) => existsSync(inFolder(file)));
    const files = Object.fromEntries(keys.map((file) => [file, readFileSync(inFolder(file))]));
    assert.equal(said(declareMain(readFileSync(`${root}${path}`, "utf8"), { standard, files, viaRules })), []);
  });
}

test("the standard library, all at once", () => {
  const uses = Object.keys(standard).map((specifier, index) => `use m${index} from "${specifier}"`);
  const { diagnostics, scopes } = declareMain(policy(uses.join("\n")), folder);
  assert.equal(diagnostics, []);
  assert.ok(scopes.some((scope) => scope.specifier === "std/slsa@1" && scope.views.has("provenance")));
});

test("the sample's parameters, roots and persons mean what they say", () => {
  const { main, persons } = declareMain(sample("container-release"), folder);
  assert.equal([...main.parameters.keys()], ["max-scan-age", "min-approvals", "allowed-licences", "trusted-builders"]);
  assert.equal([...main.trustRoots.keys()], ["release-workflow", "scanner", "release-managers", "gatekeeper"]);
  assert.equal([...main.uses.keys()], ["slsa", "vuln", "sbom", "acme"]);
  assert.equal(
    persons.map((group) => group.length),
    [2, 2],
  );
  assert.is(main.uses.get("acme")?.views.get("code-review")?.record.name, "acme.code-review");
});

test("a text that was cut, doubled or mixed never throws, and every span lies in a text", () => {
  const texts = ["container-release", "imported-or-built", "lineage", "predicates"].map(sample);
  const edit = fc.record({
    text: fc.nat(3),
    at: fc.nat(8000),
    length: fc.nat(60),
    into: fc.constantFrom("cut", "double", "brace", "word"),
  });
  checkProperty(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let text = texts[edits[0]?.text ?? 0] ?? "";
      for (const { at, length, into } of edits) {
        const part = text.slice(at, at + length);
        const middle = { cut: "", double: part + part, brace: `${part}}`, word: `${part} record x { y: x }` }[into] ?? "";
        text = text.slice(0, at) + middle + text.slice(at + length);
      }
      const declared = declareMain(text, folder);
      for (const diagnostic of declared.diagnostics) {
        assert.ok(diagnostic.span.start <= diagnostic.span.end);
        assert.not.match(underCarets(declared, diagnostic), /^no source/u);
      }
    }),
  );
});

test.run();
