/**
 * The 26 ways in which policies of other languages fail open, as `language.md` §14 lists them: one test each, none of them reproducible here.
 * What the compiler refuses is told by its code; what has to be judged is judged through the command, over envelopes that somebody signed.
 *
 * |    | pitfall                                                  | here                                                            |
 * | -- | -------------------------------------------------------- | --------------------------------------------------------------- |
 * |  1 | a rule whose condition errors is skipped, a deny too     | unverifiable, `out-of-range`                                    |
 * |  2 | `not` over something undefined fails the rule            | E3001; unverifiable                                             |
 * |  3 | `not some_set` never true                                | E2010                                                           |
 * |  4 | empty, missing and false confused                        | E3001, E2010; absent is violated                                |
 * |  5 | `"admin" != roles[_]` means some                         | E2001; violated                                                 |
 * |  6 | universal over an empty list is true                     | violated; E2027                                                 |
 * |  7 | `exists` errors on mixed lists, `has` on a missing middle | unverifiable; violated                                         |
 * |  8 | types stop at the first variable                         | E2001                                                           |
 * |  9 | bad date or regex becomes undefined                      | E1013, E2015; unverifiable                                      |
 * | 10 | no days; nanosecond integers; dates as strings           | E1012, E2001; unverifiable                                      |
 * | 11 | `"1.10.0" < "1.9.0"`; regex unanchored or exploding      | E2012, E2015; violated                                          |
 * | 12 | prefix match on names                                    | E1016; violated                                                 |
 * | 13 | glob delimiters changed verdicts                         | violated                                                        |
 * | 14 | nothing ran, all green                                   | not judged, exit 2; E6010; without a gate exit 4                |
 * | 15 | tests that cannot fail                                   | E7007, E7009                                                    |
 * | 16 | metadata in comments                                     | E1016, E2011; a comment changes nothing                         |
 * | 17 | conflicting definitions at run time                      | E2004                                                           |
 * | 18 | hidden clock, network, randomness                        | E2003, E1016; the same trace again                              |
 * | 19 | schema changes under a validated policy                  | E2007; unverifiable                                             |
 * | 20 | newest of several attestations unclear                   | unverifiable, `ambiguous`                                       |
 * | 21 | scan age from an unsigned field or the wall clock        | E1001, E5003; unverifiable                                      |
 * | 22 | index and platform mixed up                              | E4017; missing                                                  |
 * | 23 | errors or no attestations counted as pass                | missing, exit 1; unverifiable, exit 2                           |
 * | 24 | "no matching attestations" and nothing more              | missing, with the nearest miss                                  |
 * | 25 | waivers without expiry, owner or signature               | E6003, E6006; expired, and refused where signed ones are wanted |
 * | 26 | deny-if-exists defeated by hiding                        | E4006                                                           |
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fixedKey, policyFile, signed } from "../e2e/support-signed.ts";
import { checkTests } from "../../src/language/index.ts";
import { compilePolicy } from "../support/compile-policy.ts";
import { controlOf, judgeJson, policy, reasonsOf, scratch } from "../support/run-policy.ts";

const tests = suite("pitfalls");
const [ours, theirs] = [fixedKey("ours"), fixedKey("theirs")];
const IMAGE = `sha256:${"0a".repeat(32)}`;
const NOW = "2026-01-10T00:00:00Z";
const TYPE = "https://acme.example/note/v1";
const MAX = "9223372036854775807";

const HEAD = `policy pitfalls version 1
record item key name {
  name: String
  n: Int
  note: optional String
}
predicate note "${TYPE}" {
  n: Int
  maybe: optional Int
  when: Timestamp
  text: String
  uri: Uri
  ver: SemVer
  roles: List of String
  names: optional Set of String
  deep: optional item
  items: List of item
}
trust us {
  key "keys/ours.pub" held by "alice@acme.example"
  accept claimed time
}
trust proven {
  key "keys/ours.pub"
}
`;
const EVIDENCE = "evidence it: note signed by us";

const textOf = (body: string, more = "", gate = "gate prod { enforce C }") => `${HEAD}control C "c" {\n  ${body}\n}\n${more}\n${gate}\n`;
const requiring = (condition: string) => `${EVIDENCE}\n  require r: ${condition}\n    else "no"`;

/** Codes, in the order of the text. */
const codesOf = (text: string): string =>
  compilePolicy(text)
    .diagnostics.map(({ code }) => code)
    .join(" ");
const codeOf = (condition: string): string => codesOf(textOf(requiring(condition)));

const GOOD = {
  n: 1,
  when: "2026-01-09T00:00:00Z",
  text: "a",
  uri: "https://github.com/acme/app",
  ver: "1.9.0",
  roles: ["user"],
  items: [],
};

interface Stated {
  readonly predicate?: Readonly<Record<string, unknown>>;
  readonly about?: string;
  readonly key?: typeof ours;
  readonly change?: (envelope: Envelope) => object;
}

interface Envelope {
  readonly payload: string;
  readonly signatures: readonly { readonly sig: string }[];
}

function fileOf({ predicate = {}, about = IMAGE, key = ours, change = (envelope) => envelope }: Stated): string {
  const file = join(scratch(), "note.json");
  const envelope = signed({ about, type: TYPE, predicate: { ...GOOD, ...predicate } }, key) as Envelope;
  writeFileSync(file, JSON.stringify(change(envelope)));
  return file;
}

/** `satisfied 0`, `unverifiable 2 out-of-range`: outcome of C, exit code, reasons. */
async function judge(text: string, stated: readonly Stated[], ...more: readonly string[]): Promise<string> {
  const bundles = stated.flatMap((each) => ["--bundle", fileOf(each)]);
  const file = policyFile("p.policy", text, { ours });
  const { code, trace } = await judgeJson(IMAGE, ...bundles, "--policy", file, "--at", NOW, ...more);
  const control = controlOf(trace, "C");
  return [control.outcome, code, ...reasonsOf(control)].join(" ");
}

const judgeCondition = (condition: string, predicate: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  judge(textOf(requiring(condition)), [{ predicate }]);

tests("the twin of all of them passes: what is signed, readable and as required is satisfied", async () => {
  assert.is(await judgeCondition('it.n is 1 and it.uri under "https://github.com/acme"'), "satisfied 0");
});

tests("1: a rule whose condition errors is skipped, a deny too", async () => {
  assert.is(await judgeCondition(`it.n + ${MAX} > 0`), "unverifiable 2 out-of-range");
  assert.is(await judgeCondition(`not (it.n + ${MAX} < 0)`), "unverifiable 2 out-of-range");
  assert.is(
    await judgeCondition(`no item i in it.items where i.n + ${MAX} < 0`, { items: [{ name: "a", n: 5 }] }),
    "unverifiable 2 out-of-range",
  );
});

tests("2: `not` over something undefined fails the rule", async () => {
  assert.is(codeOf("not (it.maybe is 1)"), "E3001");
  assert.is(await judgeCondition("not (it has maybe and it.maybe is 1)"), "satisfied 0");
  assert.is(await judgeCondition(`not (it.n + ${MAX} is 1)`), "unverifiable 2 out-of-range");
});

tests("3: `not some_set` never true", () => {
  assert.is(codeOf("not it.roles"), "E2010");
  assert.is(codeOf("it.roles"), "E2010");
});

tests("4: empty, missing and false confused", async () => {
  assert.is(codeOf("it.names is empty"), "E3001");
  assert.is(codeOf("it.n"), "E2010");
  const isEmpty = "it has names and it.names is empty";
  assert.is(await judgeCondition(isEmpty), "violated 1");
  assert.is(await judgeCondition(isEmpty, { names: null }), "violated 1");
  assert.is(await judgeCondition(isEmpty, { names: false }), "unverifiable 2 schema-violation");
  assert.is(await judgeCondition(isEmpty, { names: [] }), "satisfied 0");
});

tests('5: `"admin" != roles[_]` means some', async () => {
  assert.is(codeOf('"admin" is not it.roles'), "E2001");
  const none = '"admin" is none of it.roles';
  assert.is(await judgeCondition(none, { roles: ["user", "admin"] }), "violated 1");
  assert.is(await judgeCondition(none, { roles: ["user"] }), "satisfied 0");
});

tests("6: universal over an empty list is true", async () => {
  const every = "every item i in it.items satisfies i.n > 0";
  assert.is(await judgeCondition(every), "violated 1");
  assert.is(codeOf(`not (${every})`), "E2027");
});

tests("7: `exists` errors on mixed lists, `has(a.b.c)` on a missing middle", async () => {
  assert.is(await judgeCondition('some role r in it.roles where r is "user"', { roles: ["user", 1] }), "unverifiable 2 schema-violation");
  assert.is(await judgeCondition("it has deep.note"), "violated 1");
  assert.is(await judgeCondition("it has deep.note", { deep: { name: "d", n: 1, note: "x" } }), "satisfied 0");
});

tests("8: types stop at the first variable", () => {
  assert.is(codesOf(textOf(`${EVIDENCE}\n  define x = it.n\n  require x is "1" else "no"`)), "E2001");
  assert.is(codeOf('some item i in it.items where i.n is "1"'), "E2001");
  assert.is(codeOf("some item i in it.items where i.m is 1"), "E2002");
});

tests("9: bad date or regex becomes undefined", async () => {
  assert.is(codeOf("it.when < 2026-02-30"), "E1013");
  assert.is(codeOf('it.text matches regex "("'), "E2015");
  assert.is(await judgeCondition("it.when < 2027-01-01", { when: "2026-02-30T00:00:00Z" }), "unverifiable 2 schema-violation");
  assert.is(await judgeCondition("not (it.when > 2027-01-01)", { when: "yesterday" }), "unverifiable 2 schema-violation");
});

tests("10: no days; nanosecond integers; dates as strings", async () => {
  assert.is(codeOf("it.when within 1 month before now"), "E1012");
  assert.is(codeOf('it.when > "2026-01-01"'), "E2001");
  assert.is(codeOf("it.when > 1767225600"), "E2001");
  const week = (span: string, when: unknown) => judgeCondition(`it.when within ${span} before now`, { when });
  for (const span of ["7 days", "168 hours", "1 week"]) {
    assert.is(await week(span, "2026-01-03T00:00:00Z"), "satisfied 0", span);
    assert.is(await week(span, "2026-01-02T23:59:59.999999999Z"), "violated 1", span);
  }
  assert.is(await week("7 days", 1_767_830_400), "unverifiable 2 schema-violation");
});

tests('11: `"1.10.0" < "1.9.0"`; regex unanchored or exploding', async () => {
  assert.is(codeOf('it.text < "1.9.0"'), "E2012");
  assert.is(codeOf('it.text matches regex "(a)\\\\1"'), "E2015");
  assert.is(await judgeCondition('it.ver >= "1.9.0"', { ver: "1.10.0" }), "satisfied 0");
  assert.is(await judgeCondition('it.ver < "1.9.0"', { ver: "1.10.0" }), "violated 1");
  assert.is(await judgeCondition('it.text matches regex "acme"', { text: "evil-acme-evil" }), "violated 1");
  assert.is(await judgeCondition('it.text matches regex "(a+)+"', { text: `${"a".repeat(20_000)}!` }), "violated 1");
});

tests("12: prefix match on names", async () => {
  assert.match(codeOf('it.uri startsWith "https://github.com/acme"'), /E1016/u);
  for (const uri of [
    "https://github.com/acme-evil/app",
    "https://github.com.evil.example/acme",
    "https://github.com/acme/../evil",
    "http://github.com/acme",
  ]) {
    assert.is(await judgeCondition('it.uri under "https://github.com/acme"', { uri }), "violated 1", uri);
  }
});

tests("13: glob delimiters changed verdicts", async () => {
  const glob = (pattern: string, uri: string) => judgeCondition(`it.uri matches glob "${pattern}"`, { uri });
  assert.is(await glob("https://github.com/acme/*", "https://github.com/acme/app"), "satisfied 0");
  assert.is(await glob("https://github.com/acme/*", "https://github.com/acme/app/evil"), "violated 1");
  assert.is(await glob("https://github.com/*/app", "https://github.com/acme/evil/app"), "violated 1");
  assert.is(await glob("https://*.acme.example/app", "https://evil.example/x.acme.example/app"), "violated 1");
});

tests("14: nothing ran, all green", async () => {
  assert.is(await judge(textOf(`effective from 2026-06-01\n  ${EVIDENCE}`), [{}]), "not-applicable 2");
  assert.is(await judge(textOf(`${EVIDENCE}\n  applies when it.n > 5`), [{}]), "not-applicable 2");
  assert.is(codesOf(textOf(EVIDENCE, "", "gate prod { warn C }")), "E6010");
  const file = policyFile("p.policy", textOf(EVIDENCE, "", ""), { ours });
  const { code, stdout, stderr } = await policy("eval", IMAGE, "--bundle", fileOf({}), "--policy", file);
  assert.is(code, 3, stderr);
  assert.match(`${stdout}${stderr}`, /E6017[^]*has no gate/u);
  const nowhere = await policy("check", scratch());
  assert.is.not(nowhere.code, 0);
});

tests("15: tests that cannot fail", () => {
  const testing = (lines: string) => {
    const compiled = compilePolicy(textOf(requiring("it.n is 1"), `test "t" for C {\n  at 2026-01-10\n  ${lines}\n}\n`));
    assert.ok(compiled.policy);
    const { diagnostics } = checkTests(compiled.declared.main, compiled.policy);
    return diagnostics.map(({ code }) => code).join(" ");
  };
  assert.is(testing("given nothing"), "E7007");
  assert.is(testing("given nothing\n  expect violated no-such-label"), "E7009");
  assert.is(testing("given nothing\n  expect missing it"), "");
});

tests("16: metadata in comments", async () => {
  assert.is(codesOf(textOf(`severity urgent\n  ${EVIDENCE}`)), "E2011");
  assert.is.not(codesOf(textOf(`sevrity high\n  ${EVIDENCE}`)), "");
  assert.is(await judge(textOf(`// severity info, effective from 2030-01-01, waived\n  ${requiring("it.n > 5")}`), [{}]), "violated 1");
});

tests("17: conflicting definitions at run time", () => {
  assert.is(codesOf(textOf(EVIDENCE, `control C "again" { ${EVIDENCE} }`)), "E2004");
  assert.is(codesOf(textOf(`${EVIDENCE}\n  define x = it.n is 1\n  define x = it.n is 2\n  require x else "no"`)), "E2004");
});

tests("18: hidden clock, network, randomness", async () => {
  for (const hidden of ["time.now", "env.HOME", "input.user", "http.get", "rand.bit"]) assert.is(codeOf(`${hidden} is 1`), "E2003", hidden);
  assert.match(codeOf('http.send("https://evil.example") is 1'), /E1001|E1016/u);
  const file = policyFile("p.policy", textOf(requiring("it.when within 7 days before now")), { ours });
  const bundle = fileOf({});
  const once = () => judgeJson(IMAGE, "--bundle", bundle, "--policy", file, "--at", NOW);
  const [first, second] = [await once(), await once()];
  const plain = ({ trace }: typeof first) => JSON.stringify({ ...trace, run: null, observed: null });
  assert.is(plain(first), plain(second));
});

tests("19: schema changes under a validated policy", async () => {
  assert.is(await judgeCondition('it.text is "a"', { text: ["a"] }), "unverifiable 2 schema-violation");
  assert.is(await judgeCondition('not (it.text is "b")', { text: null }), "unverifiable 2 schema-violation");
  const module = HEAD.replace("pitfalls", "shared");
  const using = `policy main version 1\nuse shared from "./shared.policy"\ncontrol C "c" {\n  evidence it: shared.note signed by shared.us\n}\ngate prod { enforce C }\n`;
  const file = policyFile("p.policy", using, { ours });
  writeFileSync(join(dirname(file), "shared.policy"), module);
  const locked = await policy("lock", file);
  assert.is(locked.code, 0, locked.stderr);
  assert.is((await policy("check", file)).code, 0);
  writeFileSync(join(dirname(file), "shared.policy"), module.replace("n: Int\n  maybe", 'n: Int at "/other"\n  maybe'));
  const changed = await policy("check", file);
  assert.is(changed.code, 3);
  assert.match(`${changed.stdout}${changed.stderr}`, /E2006|E2007/u);
});

tests("20: newest of several attestations unclear", async () => {
  const two: readonly Stated[] = [{ predicate: { n: 1 } }, { predicate: { n: 2 } }];
  assert.match(await judge(textOf(requiring("it.n > 0")), two), /^unverifiable 2 .*ambiguous/u);
  const picked = requiring("it.n is 1").replace("by us", "by us\n    pick latest by when");
  assert.match(await judge(textOf(picked), two), /^unverifiable 2 .*ambiguous/u);
  const dated = [two[0] as Stated, { predicate: { n: 2, when: "2026-01-08T00:00:00Z" } }];
  assert.is((await judge(textOf(picked), dated)).slice(0, 11), "satisfied 0");
});

tests("21: scan age from an unsigned field or the wall clock", async () => {
  const fresh = (clause: string, root = "us") => textOf(`evidence it: note signed by ${root}\n    ${clause}`);
  assert.is(codesOf(fresh("fresh within 7 days of when", "proven")), "E5003");
  assert.match(codesOf(fresh("fresh within 7 days")), /^E1001/u);
  const future = { predicate: { when: "2026-01-11T00:00:00Z" } };
  assert.is(await judge(fresh("fresh within 7 days of when"), [future]), "unverifiable 2 claimed-time-in-future");
  assert.is(await judge(fresh("fresh within 7 days of signing time"), [{}]), "unverifiable 2 time-not-proven");
  assert.match(await judge(fresh("fresh within 7 days of when"), [{ predicate: { when: "2026-01-01T00:00:00Z" } }]), /^violated 1/u);
});

tests("22: index and platform mixed up", async () => {
  assert.is(codesOf(textOf(`${EVIDENCE}\n    about platform only`)), "E4017");
  assert.match(await judge(textOf(EVIDENCE), [{ about: `sha256:${"0b".repeat(32)}` }]), /^missing 1/u);
});

tests("23: errors or no attestations counted as pass", async () => {
  const elsewhere = { about: `sha256:${"0b".repeat(32)}` };
  assert.match(await judge(textOf(EVIDENCE), [elsewhere]), /^missing 1/u);
  const forged = (envelope: Envelope) => ({ ...envelope, signatures: [{ keyid: "x", sig: Buffer.alloc(64).toString("base64") }] });
  assert.is(await judge(textOf(EVIDENCE), [{ change: forged }]), "missing 1 signature-invalid");
  assert.is(await judge(textOf(EVIDENCE), [{ change: ({ payload }) => ({ payload }) }]), "missing 1");
});

tests('24: "no matching attestations" and nothing more', async () => {
  const file = policyFile("p.policy", textOf(EVIDENCE), { ours });
  const { code, stdout } = await policy("eval", IMAGE, "--bundle", fileOf({ key: theirs }), "--policy", file, "--at", NOW);
  assert.is.not(code, 0);
  assert.match(stdout, /note/u);
  assert.match(stdout, /us\b/u);
  assert.is(await judge(textOf(EVIDENCE), [{ key: theirs }]), "missing 1 signature-invalid");
});

tests("25: waivers without expiry, owner or signature", async () => {
  const clauses: Readonly<Record<string, string>> = {
    reason: 'reason "r"',
    ticket: 'ticket "t"',
    requested: 'requested by "carol@acme.example"',
    approved: 'approved by "alice@acme.example" on 2026-01-05',
    expires: "expires 2026-01-20",
    subject: `subject is "${IMAGE}"`,
  };
  const waived = (change: Readonly<Record<string, string>>, gate = "gate prod { enforce C }") => {
    const lines = Object.values({ ...clauses, ...change }).filter((line) => line !== "");
    return textOf(`waivable up to 30 days by us\n  ${requiring("it.n > 5")}`, `waive C as W-1 {\n  ${lines.join("\n  ")}\n}`, gate);
  };
  for (const name of ["reason", "ticket", "requested", "expires"]) assert.is(codesOf(waived({ [name]: "" })), "E6003", name);
  assert.is(codesOf(waived({ subject: "" })), "E6007");
  assert.is(codesOf(waived({ approved: 'approved by "mallory@acme.example" on 2026-01-05' })), "E6006");
  assert.is(codesOf(waived({ requested: 'requested by "alice@acme.example"' })), "E6005");
  assert.is(await judge(waived({ expires: "expires 2026-01-08" }), [{}]), "violated 1");
  assert.is(await judge(waived({}, "gate prod {\n  enforce C\n  accept signed waivers only\n}"), [{}]), "violated 1");
});

tests("26: deny-if-exists defeated by hiding", () => {
  const set = "evidence notes: all note signed by us";
  assert.is(codesOf(textOf(`${set}\n  require no note n in notes where n.n > 5 else "no"`)), "E4006");
  assert.is(codesOf(textOf(`${set.replace("all", "optional all")}\n  require notes is empty else "no"`)), "E4006");
});

tests("the table above names each of them once", () => {
  const [source = ""] = readFileSync(new URL(import.meta.url), "utf8").split("*/");
  const rows = [...source.matchAll(/^ \* \| +(\d+) \|/gmu)].map(([, number]) => Number(number));
  assert.equal(
    rows,
    Array.from({ length: 26 }, (_, index) => index + 1),
  );
});

tests.run();
