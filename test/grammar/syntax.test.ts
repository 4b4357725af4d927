import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Control } from "../../grammar/index.ts";
import { matchGolden } from "../support/golden.ts";
import { header, inBlock, inControl, longOutline, outline, read } from "./outline.ts";

const samples = new URL("../golden/syntax/", import.meta.url);

/** A condition and its tree. */
const conditions: readonly (readonly [string, string])[] = [
  ["a", "a"],
  ["params.max-age is 7 days", "relation(op=is left=params.max-age right=duration(digits=7 unit=day))"],
  ["a is not true", "relation(op=is-not left=a right=bool(value=true))"],
  ['a is one of { b, "c" }', 'relation(op=is-one-of left=a right=set(elements=[b "c"]))'],
  ["a is none of {}", "relation(op=is-none-of left=a right=set(elements=[]))"],
  ["a is at least b", "relation(op=is-at-least left=a right=b)"],
  ["a is at most b", "relation(op=is-at-most left=a right=b)"],
  ["a is above b", "relation(op=is-above left=a right=b)"],
  ["a is below b", "relation(op=is-below left=a right=b)"],
  ["a < 1", "relation(op=lt left=a right=1)"],
  ["a <= 1.5", "relation(op=le left=a right=1.5)"],
  ["a > now", "relation(op=gt left=a right=now())"],
  ["a >= 2026-01-05", "relation(op=ge left=a right=date(text=2026-01-05))"],
  ["a >= 2026-01-05T00:00:00.123456789+05:30", "relation(op=ge left=a right=date-time(text=2026-01-05T00:00:00.123456789+05:30))"],
  ['a under "https://x"', 'relation(op=under left=a right="https://x")'],
  ['a contains "x"', 'relation(op=contains left=a right="x")'],
  ["a allowed by params.x", "relation(op=allowed-by left=a right=params.x)"],
  ["a is empty", "is-empty(negated=false left=a)"],
  ["a is not empty", "is-empty(negated=true left=a)"],
  ['a matches glob "x/*"', 'matches(pattern=glob left=a right="x/*")'],
  ['a matches regex "x+"', 'matches(pattern=regex left=a right="x+")'],
  ["a has b.where", "has(left=a path=[b where])"],
  ['a.v in range ">=1.2"', 'in-range(left=a.v range=">=1.2")'],
  ["a within 24 hours before b", "within(left=a window=duration(digits=24 unit=hour) side=before right=b)"],
  ["a within params.d after b", "within(left=a window=params.d side=after right=b)"],
  ["a and b and c", "logical(op=and operands=[a b c])"],
  ["a or b and not c", "logical(op=or operands=[a logical(op=and operands=[b not(operand=c)])])"],
  ["not not a", "not(operand=not(operand=a))"],
  ["not a is b", "not(operand=relation(op=is left=a right=b))"],
  ["a + 1 - b > 0", "relation(op=gt left=sum(operands=[a 1 b] ops=[+ -]) right=0)"],
  ["a otherwise b otherwise 1 > 0", "relation(op=gt left=otherwise(left=a right=otherwise(left=b right=1)) right=0)"],
  ["a + b otherwise 1 < 2", "relation(op=lt left=sum(operands=[a otherwise(left=b right=1)] ops=[+]) right=2)"],
  ["(a or b) and c", "logical(op=and operands=[parenthesised(inner=logical(op=or operands=[a b])) c])"],
  ["signer of a is b", "relation(op=is left=signer-of(of=a) right=b)"],
  ["signing time of a < now", "relation(op=lt left=signing-time-of(of=a) right=now())"],
  ["subject.digest is stage.name", "relation(op=is left=subject.digest right=stage.name)"],
  [
    "no finding f in scan.findings where f.a",
    "quantifier(quantity=(word=no) drawn=drawn(noun=finding variable=f list=scan.findings) fromDifferentSigners=false body=f.a)",
  ],
  [
    "some x y in z where a and b or c",
    "quantifier(quantity=(word=some) drawn=drawn(noun=x variable=y list=z) fromDifferentSigners=false body=logical(op=or operands=[logical(op=and operands=[a b]) c]))",
  ],
  [
    "every component c in bom satisfies c.ok",
    "quantifier(quantity=(word=every) drawn=drawn(noun=component variable=c list=bom) fromDifferentSigners=false body=c.ok)",
  ],
  [
    "at least 2 days d in x from different signers where d",
    "quantifier(quantity=(word=at-least count=2) drawn=drawn(noun=days variable=d list=x) fromDifferentSigners=true body=d)",
  ],
  [
    "at most params.n approvals a in x where a",
    "quantifier(quantity=(word=at-most count=params.n) drawn=drawn(noun=approvals variable=a list=x) fromDifferentSigners=false body=a)",
  ],
  [
    "exactly 1 statement s in x where s",
    "quantifier(quantity=(word=exactly count=1) drawn=drawn(noun=statement variable=s list=x) fromDifferentSigners=false body=s)",
  ],
  [
    "(count of x y in z where y) > 3",
    "relation(op=gt left=parenthesised(inner=binder(word=count-of drawn=drawn(noun=x variable=y list=z) body=y)) right=3)",
  ],
];

/** A clause of a control and its tree. */
const clauses: readonly (readonly [string, string])[] = [
  ['statement "s"', 'statement(text="s")'],
  ["severity critical", "severity(level=critical)"],
  ['owner "o\\u{1F512}\\n"', 'owner(owner="o🔒\\n")'],
  ['maps to nist "A-1", "A-2(3)"', 'maps-to(framework=nist ids=["A-1" "A-2(3)"])'],
  ["applies at stage dev, prod", "applies-at-stage(stages=[dev prod])"],
  ["applies when a", "applies-when(word=when condition=a)"],
  ["applies unless subject has tag", "applies-when(word=unless condition=has(left=subject path=[tag]))"],
  ["effective from 2026-01-01", "date-clause(word=effective-from when=date(text=2026-01-01))"],
  ["enforce from 2026-01-01", "date-clause(word=enforce-from when=date(text=2026-01-01))"],
  ["until 2028-02-29", "date-clause(word=until when=date(text=2028-02-29))"],
  ["for every platform", "for-every-platform()"],
  [
    "waivable up to 30 days by a or m.b scope image",
    "waivable(upTo=duration(digits=30 unit=day) by=[qualified(name=a) qualified(module=m name=b)] scope=image)",
  ],
  [
    "evidence e: optional all m.v signed by a or b\n where c\n listed in x.y\n about platform only",
    "evidence(name=e quantity=optional-all view=qualified(module=m name=v) signedBy=[qualified(name=a) qualified(name=b)] clauses=[where(condition=c) listed-in(list=x.y) about(about=platform-only)])",
  ],
  [
    "evidence e: v signed by a about platform\n fresh within params.d of a.b\n pick earliest by signing time",
    "evidence(name=e quantity=one view=qualified(name=v) signedBy=[qualified(name=a)] clauses=[about(about=platform) fresh(within=params.d clock=field-clock(path=[a b])) pick(end=earliest clock=signing-time-clock())])",
  ],
  ["define d = the x y in z where y.k", "define(name=d value=binder(word=the drawn=drawn(noun=x variable=y list=z) body=y.k))"],
  [
    'require a else "{{x}} {b.c otherwise "d"}!" fix "" grace until 2026-01-01',
    'require(condition=a otherwise=template(parts=[template-text(text={x} ) template-hole(value=otherwise(left=b.c right="d")) template-text(text=!)]) fix=template(parts=[]) graceUntil=date(text=2026-01-01))',
  ],
  [
    'require fresh-x: a else "\\u{41}{ {b} }"',
    "require(label=fresh-x condition=a otherwise=template(parts=[template-text(text=A) template-hole(value=set(elements=[b]))]))",
  ],
  [
    'either "a" { evidence e: v signed by t } or "b" { } or "c" { }',
    'either(branches=[branch(label="a" items=[evidence(name=e quantity=one view=qualified(name=v) signedBy=[qualified(name=t)] clauses=[])]) branch(label="b" items=[]) branch(label="c" items=[])])',
  ],
];

/** An item of a file and its tree. */
const items: readonly (readonly [string, string])[] = [
  [
    'use m from "./m.policy" with { a: 3 days, where: { x, "y" } }',
    'use(name=m from="./m.policy" settings=[setting(name=a value=duration(digits=3 unit=day)) setting(name=where value=value-set(elements=[x "y"]))])',
  ],
  ['person "a" also "b", "c"', 'person(identity="a" also=["b" "c"])'],
  [
    "param p: Set of m.T = {}, more is stricter",
    "param(name=p type=type(collection=Set name=qualified(module=m name=T)) default=value-set(elements=[]) bound=set-bound(stricter=more))",
  ],
  ["param p: Int, at least 1", "param(name=p type=type(name=qualified(name=Int)) bound=limit-bound(direction=at-least value=1))"],
  [
    'enum e = one of a as "A" or "AA", b',
    'enum(name=e members=members(ordered=false members=[member(name=a spellings=["A" "AA"]) member(name=b spellings=[])]))',
  ],
  [
    "enum e = ordered low < high",
    "enum(name=e members=members(ordered=true members=[member(name=low spellings=[]) member(name=high spellings=[])]))",
  ],
  [
    'record r key at {\n at: String\n as: one of a, b as secret\n via: Int at "/x"\n reads: optional exhaustive nonempty List of r as author at v1 "/a" via s, "/b"\n}',
    "record(name=r key=at fields=[field(name=at type=field-type(optional=false exhaustive=false nonempty=false type=type(name=qualified(name=String))) places=[]) " +
      "field(name=as type=field-type(optional=false exhaustive=false nonempty=false type=members(ordered=false members=[member(name=a spellings=[]) member(name=b spellings=[])]) mark=secret) places=[]) " +
      'field(name=via type=field-type(optional=false exhaustive=false nonempty=false type=type(name=qualified(name=Int))) places=[place(pointer="/x")]) ' +
      'field(name=reads type=field-type(optional=true exhaustive=true nonempty=true type=type(collection=List name=qualified(name=r)) mark=author) places=[place(tag=v1 pointer="/a" via=s) place(pointer="/b")])])',
  ],
  [
    'predicate p {\n reads "u" as v1\n reads: String\n}',
    'predicate(name=p reads=[reads(type="u" tag=v1)] fields=[field(name=reads type=field-type(optional=false exhaustive=false nonempty=false type=type(name=qualified(name=String))) places=[])])',
  ],
  [
    'trust t {\n sigstore "r.json"\n authority "a", "b"\n key "k" held by "h" valid from 2026-01-01 revoked since 2026-02-01T00:00:00Z\n threshold 2\n logged yes at least 2\n timestamped no\n proven by "p.json"\n refuse identity is "x" since 2026-01-01\n accept claimed time\n claim c is one of { "a", "b" } and under "u"\n}',
    'trust(name=t clauses=[sigstore(instance="r.json") authority(files=["a" "b"]) key(file="k" props=[held-by(holder="h") valid(edge=from when=date(text=2026-01-01)) revoked-since(when=date-time(text=2026-02-01T00:00:00Z))]) threshold(count=2) proof(proof=logged required=true atLeast=2) proof(proof=timestamped required=false) proven-by(instance="p.json") ' +
      'refuse-identity(tests=[test-is(text="x")] since=date(text=2026-01-01)) accept-claimed-time() claim(name=c tests=[test-is-one-of(texts=["a" "b"]) test-under(text="u")])])',
  ],
  [
    'waive A.8.32 for requirement r as w {\n reason "r"\n compensating "c"\n approved by "a" on 2026-01-01\n replaces v\n subject is "s"\n}',
    'waive(control=control-id(text=A.8.32) target=waive-requirement(label=r) id=w clauses=[waive-text(word=reason text="r") waive-text(word=compensating text="c") approved-by(by="a" on=date(text=2026-01-01)) replaces(id=v) waive-subject(relation=is text="s")])',
  ],
  [
    'waive C-1 for fix "x", "y" as w {\n}',
    'waive(control=control-id(text=C-1) target=waive-elements(noun=fix keys=["x" "y"]) id=w clauses=[])',
  ],
  [
    "gate g {\n after d signed by t fresh within 14 days\n warn OSPS-BR-01.01, CC8.1 from m\n audit all\n refuse waivers w, v\n accept signed waivers only\n}",
    "gate(name=g clauses=[after(gate=d signedBy=[qualified(name=t)] within=duration(digits=14 unit=day)) gate-list(mode=warn controls=[control-id(text=OSPS-BR-01.01) control-id(text=CC8.1)] from=m) gate-list(mode=audit controls=all) refuse-waivers(ids=[w v]) accept-signed-waivers-only()])",
  ],
  [
    'test "t" for gate g {\n param p = 1\n given nothing\n given no answer for m.v\n given e from "f" signed at 2026-01-01 about "d" on index unsigned\n expect gate not judged\n expect not applicable\n expect control C-1 waived by w\n expect trace "t.json"\n expect missing e because where\n}',
    'test(title="t" tags=[] target=test-gate(gate=g) clauses=[test-param(name=p value=1) given(given=given-nothing()) given(given=given-no-answer(for=qualified(module=m name=v))) given(given=given-file(name=qualified(name=e) file="f" props=[given-signed-at(when=date(text=2026-01-01)) given-about(digest="d") given-on(on=index) given-spoilt(word=unsigned)])) ' +
      'expect(expectation=expect-gate(decision=not-judged)) expect(expectation=expect-outcome(outcome=not-applicable props=[])) expect(expectation=expect-control(control=control-id(text=C-1) result=waived props=[by(waiver=w)])) expect(expectation=expect-trace(file="t.json")) expect(expectation=expect-outcome(outcome=missing of=e props=[because(reason=where)]))])',
  ],
  [
    'test "t" for C-1 {\n cases a, b, outcome {\n 1, 2 days, satisfied\n x, { y }, not applicable\n }\n}',
    'test(title="t" tags=[] target=control-id(text=C-1) clauses=[cases(columns=[a b] rows=[case-row(values=[1 duration(digits=2 unit=day)] outcome=satisfied) case-row(values=[x value-set(elements=[y])] outcome=not-applicable)])])',
  ],
  [
    'test "t" tagged "slow", "edge" for C-1 {\n given e with { a: 1 } signed by somebody else\n given e issued by somebody else about something else\n given m.e signed by somebody as "x" stale postdated\n given e unlogged untimestamped expired malformed tampered\n given e forged "x"\n given e forged how\n}',
    'test(title="t" tags=["slow" "edge"] target=control-id(text=C-1) clauses=[given(given=given-file(name=qualified(name=e) props=[given-with(overrides=[override(path=[a] value=1)]) given-signed-by-somebody-else()])) ' +
      "given(given=given-file(name=qualified(name=e) props=[given-issued-by-somebody-else() given-about-something-else()])) " +
      'given(given=given-file(name=qualified(module=m name=e) props=[given-signed-by(root=qualified(name=somebody) as="x") given-spoilt(word=stale) given-spoilt(word=postdated)])) ' +
      "given(given=given-file(name=qualified(name=e) props=[given-spoilt(word=unlogged) given-spoilt(word=untimestamped) given-spoilt(word=expired) given-spoilt(word=malformed) given-spoilt(word=tampered)])) " +
      'given(given=given-file(name=qualified(name=e) props=[given-forged(how="x")])) given(given=given-file(name=qualified(name=e) props=[given-forged(how=how)]))])',
  ],
];

const syntax = suite("syntax trees");

for (const [text, expected] of conditions) {
  syntax(text, () => {
    const { file, diagnostics } = read(inControl(`  require ${text} else "m"`));
    assert.equal(diagnostics, []);
    const [clause] = (file.items[0] as Control).clauses;
    assert.is(clause?.kind === "require" && outline(clause.condition), expected);
  });
}

for (const [text, expected] of clauses) {
  syntax(text, () => {
    const { file, diagnostics } = read(inControl(text));
    assert.equal(diagnostics, []);
    assert.is(outline((file.items[0] as Control).clauses), `[${expected}]`);
  });
}

for (const [text, expected] of items) {
  syntax(text, () => {
    const { file, diagnostics } = read(`${header}${text}\n`);
    assert.equal(diagnostics, []);
    assert.is(outline(file.items), `[${expected}]`);
  });
}

syntax("the header", () => {
  assert.is(
    outline(read('policy a-b version 3 language 1 description "d"').file.header),
    'header(name=a-b version=3 language=1 description="d")',
  );
});

syntax("comments and line ends mean nothing", () => {
  const text = inBlock("gate g")('  // one\n  environment "e" // two\n  enforce all');
  assert.is(outline(read(text).file), outline(read(text.replaceAll(/ *\/\/.*/g, "").replaceAll("\n", "\r\n")).file));
});

syntax("a contextual word is a name like any other", () => {
  for (const word of ["key", "time", "glob", "latest", "platform", "days", "index", "reason", "trace"]) {
    assert.equal(
      read(inControl(`  evidence ${word}: v signed by ${word}\n  require ${word}.${word} is ${word} else "{${word}}"`)).diagnostics,
      [],
      word,
    );
  }
});

syntax("names that programs treat in a special way", () => {
  for (const word of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    assert.equal(read(`${header}param ${word}: Int\n`).diagnostics, [], word);
  }
});

for (const name of readdirSync(samples).filter((file) => file.endsWith(".policy"))) {
  syntax(`sample ${name}`, () => {
    const { file, diagnostics } = read(readFileSync(new URL(name, samples), "utf8"));
    assert.equal(diagnostics, []);
    matchGolden(`syntax/${name.replace(".policy", ".tree")}`, longOutline(file));
  });
}

syntax.run();
