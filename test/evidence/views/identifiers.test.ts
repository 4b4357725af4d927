import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../../src/base/index.ts";
import { fieldView, readField, TEST_TYPE } from "../../support/read-field.ts";

const test = suite("rules for identifiers");

type Row = readonly [stands: Json, expected: string];

/** `expected` without the place, which is the same for all: ` @ /predicate/x` and what follows is cut where the row does not say it. */
function check(declaration: string, rows: readonly Row[]): void {
  const view = fieldView(declaration);
  for (const [stands, expected] of rows) {
    const text = readField(view, TEST_TYPE, { x: stands }, "f");
    assert.ok(text.startsWith(expected), `${JSON.stringify(stands)}: ${text}`);
  }
}

test("git-uri takes off prefix, reference and suffix", () => {
  check('Uri at "/x" via git-uri', [
    ["git+https://github.com/acme/app@refs/tags/v1", "f = https://github.com/acme/app @ /predicate/x from"],
    ["git+https://github.com/acme/app.git@refs/tags/v1", "f = https://github.com/acme/app @"],
    ["https://github.com/acme/app.git#main:sub", "f = https://github.com/acme/app @"],
    ["https://github.com/acme/app#a@b", "f = https://github.com/acme/app @"],
    ["https://github.com/acme/app@v1#frag", "f = https://github.com/acme/app @"],
    ["https://github.com/acme/app@v1@v2", "f = https://github.com/acme/app @"],
    ["https://github.com/acme/app", "f = https://github.com/acme/app @ /predicate/x via git-uri"],
    ["HTTPS://GitHub.com/acme/app.git", "f = https://github.com/acme/app @"],
    ["git+ssh://host.example/a.git", "f = ssh://host.example/a @"],
    ["git+ssh://git@host.example/a.git", "malformed f at /predicate/x: it names a user before the host"],
    ["https://x@evil.example/acme/app", "malformed f at /predicate/x: it names a user"],
    ["git@github.com:acme/app.git", "malformed f at /predicate/x"],
    ["git+", "malformed f"],
    ["", "malformed f"],
    ["git+https://github.com/acme/app/../../evil/app@v1", "f = https://github.com/evil/app @"],
    [7, "malformed f at /predicate/x: it is a JSON number, not a string"],
    [null, "absent f"],
  ]);
});

test("git-uri of an optional field: a URI that nothing marks as a git repository has none", () => {
  check('optional Uri at "/x" via git-uri', [
    ["https://github.com/actions/images/releases/1", "f absent"],
    ["pkg:npm/a@1", "f absent"],
    ["git+https://a.example/b", "f = https://a.example/b @"],
    ["https://a.example/b.git#x", "f = https://a.example/b @"],
    [null, "f absent"],
    [[], "malformed f at /predicate/x: it is a JSON array"],
  ]);
});

test("purl: a URI of another scheme has none, a bad one is malformed", () => {
  check('optional Purl at "/x" via purl', [
    ["pkg:npm/@acme/a@1.0", "f = pkg:npm/%40acme/a@1.0 @ /predicate/x from"],
    ["pkg:npm/a@1.0", "f = pkg:npm/a@1.0 @ /predicate/x via purl"],
    ["https://a.example/", "f absent"],
    ["PKG:npm/a", "f absent"],
    ["pkg:npm", "malformed f at /predicate/x"],
    [{}, "malformed f at /predicate/x: it is a JSON object, not a string"],
  ]);
});

test("purl-version: one to three numbers or SemVer, else absent", () => {
  check('optional SemVer at "/x" via purl-version', [
    ["pkg:docker/alpine@3", "f = 3.0.0 @ /predicate/x from"],
    ["pkg:docker/alpine@3.21?platform=linux%2Famd64", "f = 3.21.0"],
    ["pkg:docker/alpine@3.21.0", "f = 3.21.0"],
    ["pkg:npm/a@1.2.3-rc.1", "f = 1.2.3-rc.1"],
    ["pkg:docker/alpine@03.1", "f absent"],
    ["pkg:docker/alpine@3.1.2.4", "f absent"],
    ["pkg:golang/x@v1.2.3", "f absent"],
    ["pkg:docker/alpine@latest", "f absent"],
    [`pkg:docker/alpine@sha256:${"a".repeat(64)}`, "f absent"],
    ["pkg:docker/alpine", "f absent"],
    ["https://a.example/1.2.3", "f absent"],
    ["pkg:", "malformed f"],
    [1.2, "malformed f"],
  ]);
});

const A = "a".repeat(64);

test("digest-set: the digests among the algorithms", () => {
  check('optional Digest at "/x" via digest-set', [
    [{ sha256: A }, `f = sha256:${A} @ /predicate/x from {"sha256":"${A}"} via digest-set`],
    [{ sha1: "b", sha256: A }, `f = sha256:${A} @`],
    [{ gitCommit: "b".repeat(40) }, "f absent"],
    [{}, "f absent"],
    [{ sha256: A.toUpperCase() }, "malformed f at /predicate/x: it is not lower-case hex"],
    [{ sha256: "ab" }, "malformed f at /predicate/x: sha256 has 64 hex digits"],
    [{ sha256: [] }, "malformed f"],
    [`sha256:${A}`, "malformed f at /predicate/x: it is a JSON string, not an object"],
  ]);
});

test("licence on a text: what is no expression is absent", () => {
  check('optional Licence at "/x" via licence', [
    ["mit", 'f = MIT @ /predicate/x from "mit" via licence'],
    ["MIT", "f = MIT @ /predicate/x via licence"],
    ["NONE", "f absent"],
    ["NOASSERTION", "f absent"],
    ["free for all", "f absent"],
    [1, "malformed f"],
  ]);
});

test("lower-case is ASCII only", () => {
  check('String at "/x" via lower-case', [
    ["CONTAINER", 'f = container @ /predicate/x from "CONTAINER" via lower-case'],
    ["ÄB", "f = Äb @"],
    ["ok", "f = ok @ /predicate/x via lower-case"],
    [1, "malformed f"],
  ]);
});

test("empty-if-absent: absent is empty, another type is malformed", () => {
  check('List of Int at "/x" via empty-if-absent', [
    [[1], "f has 1 @ /predicate/x\n"],
    [[], "f has 0 @ /predicate/x"],
    [null, "f has 0 @ /predicate/x via empty-if-absent"],
    [{}, "malformed f at /predicate/x: it is a JSON object, not an array"],
    ["", "malformed f"],
    [0, "malformed f"],
  ]);
});

test("inherit: the element's own value, else the document's", () => {
  const view = fieldView('List of r at "/list"', 'record r { when: optional String at "/when" via inherit }');
  const predicate: Json = { when: "document", list: [{ when: "own" }, {}, { when: null }] };
  assert.is(
    readField(view, TEST_TYPE, predicate, "f.when"),
    [
      "f[0].when = own @ /predicate/list/0/when",
      "f[1].when = document @ /predicate/when via inherit",
      "f[2].when = document @ /predicate/when via inherit",
    ].join("\n"),
  );
  assert.is(readField(view, TEST_TYPE, { list: [{}] }, "f.when"), "f[0].when absent");
  assert.match(readField(view, TEST_TYPE, { when: 1, list: [{ when: 2 }] }, "f.when"), /malformed f\.when at \/predicate\/list\/0\/when/);
});

test("json-string: parsed as strictly as a statement, pointers continue behind #", () => {
  const view = fieldView('r at "/x" via json-string', "record r { a: Int }");
  assert.is(readField(view, TEST_TYPE, { x: '{"a":1}' }, "f.a"), "f.a = 1 @ /predicate/x#/a");
  const refused = ['{"a":1,"a":2}', '{"a":', '\ufeff{"a":1}', "", '{"a":"\\ud800"}'];
  for (const text of refused)
    assert.match(readField(view, TEST_TYPE, { x: text }, "f.a"), /^malformed f at \/predicate\/x: the JSON in it cannot be read/, text);
  assert.match(readField(view, TEST_TYPE, { x: "[1]" }, "f.a"), /^malformed f at \/predicate\/x#: it is a JSON array/);
  assert.match(readField(view, TEST_TYPE, { x: {} }, "f.a"), /not a string/);
});

test("member-name: members as records with name and value", () => {
  const view = fieldView('List of r at "/x" via member-name', "record r key name { name: String\nvalue: optional String }");
  const predicate = { x: { "a/b": "s", n: 1.5, t: true, o: {}, l: [], z: null } };
  assert.is(
    readField(view, TEST_TYPE, predicate, "f.name"),
    ["a/b", "n", "t", "o", "l", "z"]
      .map((name, i) => `f[${i}].name = ${name} @ /predicate/x/${name.replace("/", "~1")} via member-name`)
      .join("\n"),
  );
  assert.is(
    readField(view, TEST_TYPE, predicate, "f.value"),
    [
      "f[0].value = s @ /predicate/x/a~1b via member-name",
      "f[1].value = 1.5 @ /predicate/x/n from 1.5 via member-name",
      "f[2].value = true @ /predicate/x/t from true via member-name",
      "f[3].value absent",
      "f[4].value absent",
      "f[5].value absent",
    ].join("\n"),
  );
  for (const odd of [[], "x", 1] as readonly Json[]) assert.match(readField(view, TEST_TYPE, { x: odd }, "f"), /not an object/);
});

test.run();
