/** Rules `vex-effective` and `vex-product`: which statement counts, and of what it speaks. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Cell, Json, RecordValue } from "../../../src/base/index.ts";
import { readView } from "../../../src/evidence/index.ts";
import { checkProperty, fc } from "../../support/property.ts";
import { showReading } from "../../support/show-reading.ts";
import { needsAll, standardView } from "../../support/standard-view.ts";

const view = standardView("vex", "document");
const OPENVEX = "https://openvex.dev/ns/v0.2.0";
const CYCLONEDX = "https://cyclonedx.org/bom/v1.6";
const HEX = "a".repeat(64);
const LONG = "b".repeat(128);
const subjects = [
  {
    digests: new Map([
      ["sha256", HEX],
      ["sha512", LONG],
    ]),
  },
];
const IMAGE = `pkg:oci/app@sha256%3A${HEX}`;

interface Said {
  readonly whole: readonly string[];
  readonly parts: readonly string[];
}

function read(type: string, predicate: Json, about = subjects): Said {
  const reading = readView(view, type, predicate, needsAll(view.record), { subjects: about });
  if (reading.kind !== "readable") throw new Error(showReading(view.record, reading));
  const at = (record: RecordValue, of: readonly { readonly name: string }[], name: string) =>
    record.cells[of.findIndex((field) => field.name === name)];
  const list = (name: string) => (at(reading.record, view.record.fields, name)?.value ?? []) as readonly Cell<RecordValue>[];
  const statement = view.record.fields.find(({ name }) => name === "statements")?.type;
  const fields = statement?.kind === "list" && statement.of.kind === "record" ? statement.of.fields : [];
  const member = (record: RecordValue, name: string): string => {
    const field = fields.find((candidate) => candidate.name === name);
    const value = at(record, fields, name)?.value;
    return field?.type.kind === "enum" ? (field.type.members[value as number]?.name ?? "") : (value as string);
  };
  const purls = (record: RecordValue) =>
    ((at(record, fields, "components")?.value ?? []) as readonly Cell[]).map(({ value }) => value as string);
  const line = ({ value }: Cell<RecordValue>) =>
    [...["vulnerability", "status", "product"].map((name) => member(value, name)), ...purls(value)].join(" ");
  return { whole: list("statements").map(line), parts: list("componentStatements").map(line) };
}

const openvex = (...statements: readonly Json[]): Json => ({ "@context": OPENVEX, timestamp: "2026-01-05T00:00:00Z", statements });
interface Options {
  readonly on?: string;
  readonly products?: Json;
  readonly name?: Json;
}
const says = (status: string, { on, products, name = { name: "CVE-1" } }: Options = {}): Json => ({
  vulnerability: name,
  status,
  ...(on === undefined ? {} : { timestamp: on }),
  ...(products === undefined ? {} : { products }),
});

// ------------------------------------------------------------------------------------------------------------- vex-product
const products = suite("vex-product");
const DOCKER = `registry.acme.example/app@sha256:${HEX}`;
const naming: readonly (readonly [name: string, product: Json, relation: string])[] = [
  ["a hash", { hashes: { "sha-256": HEX } }, "named"],
  ["a hash without hyphen", { hashes: { sha256: HEX } }, "named"],
  ["another algorithm of the same subject", { hashes: { "sha-512": LONG } }, "named"],
  ["the version of a package URL", { "@id": IMAGE }, "named"],
  ["with a qualifier and a subpath behind it", { "@id": `${IMAGE}?arch=amd64&tag=1#x/y` }, "named"],
  ["a colon that is not escaped", { "@id": `pkg:oci/app@sha256:${HEX}` }, "named"],
  ["an escape in lower case", { "@id": `pkg:oci/app@sha256%3a${HEX}` }, "named"],
  ["a package URL among the identifiers", { identifiers: { purl: IMAGE } }, "named"],
  ["the qualifier digest", { "@id": `pkg:docker/app@1.0?digest=sha256:${HEX}` }, "named"],
  ["a reference with a digest", { "@id": DOCKER }, "named"],
  ["the digest alone", { "@id": `sha256:${HEX}` }, "named"],
  ["a text, as old documents have it", IMAGE, "named"],
  ["another hash", { hashes: { "sha-256": "c".repeat(64) } }, "other"],
  ["a hash that is no digest of a subject", { hashes: { md5: "d".repeat(32) } }, "other"],
  ["a name without a digest", { "@id": "pkg:oci/app?tag=1.0" }, "other"],
  ["half a digest", { "@id": `pkg:oci/app@sha256:${HEX.slice(1)}` }, "other"],
  ["a digest and something behind it", { "@id": `pkg:oci/app@sha256:${HEX}.sig` }, "other"],
  ["a digest somewhere in a name", { "@id": `https://acme.example/${HEX}/sha256:${HEX}/x` }, "other"],
  ["a digest in upper case", { "@id": `sha256:${HEX.toUpperCase()}` }, "other"],
  ["another algorithm with the same hex", { "@id": `sha384:${HEX}` }, "other"],
  ["one right digest and one wrong one of the same algorithm", { "@id": IMAGE, hashes: { "sha-256": "c".repeat(64) } }, "other"],
  ["one right digest and a wrong one of another algorithm", { "@id": IMAGE, hashes: { "sha-512": "c".repeat(128) } }, "other"],
  ["a product that says nothing of itself", {}, "other"],
];
for (const [name, product, relation] of naming)
  products(name, () => assert.equal(read(OPENVEX, openvex(says("fixed", { products: [product] }))).whole, [`CVE-1 fixed ${relation}`]));

products("one of several is enough, and no product at all is unsaid", () => {
  assert.equal(read(OPENVEX, openvex(says("fixed", { products: [{ "@id": "pkg:oci/other" }, { "@id": IMAGE }] }))).whole, [
    "CVE-1 fixed named",
  ]);
  for (const none of [undefined, []] as const)
    assert.equal(read(OPENVEX, openvex(says("fixed", none === undefined ? {} : { products: none }))).whole, ["CVE-1 fixed unsaid"]);
});
products("without knowing what the attestation is about nothing is named", () => {
  assert.equal(read(OPENVEX, openvex(says("fixed", { products: [{ "@id": IMAGE }] })), []).whole, ["CVE-1 fixed other"]);
});
products("any subject of the attestation may be named, and each for itself", () => {
  const two = [{ digests: new Map([["sha256", "e".repeat(64)]]) }, ...subjects];
  assert.equal(read(OPENVEX, openvex(says("fixed", { products: [{ "@id": IMAGE }] })), two).whole, ["CVE-1 fixed named"]);
});
products.run();

// ----------------------------------------------------------------------------------------------------------- vex-effective
const effective = suite("vex-effective");
const [EARLY, LATE] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];
const named: Json = [{ "@id": IMAGE }];
const part = (...purls: readonly string[]): Json => [{ "@id": IMAGE, subcomponents: purls.map((purl) => ({ "@id": purl })) }];

const sequences: readonly (readonly [name: string, statements: readonly Json[], whole: readonly string[], parts?: readonly string[]])[] = [
  ["the later one counts", [says("not_affected", { on: EARLY }), says("affected", { on: LATE })], ["CVE-1 affected unsaid"]],
  ["wherever it stands", [says("affected", { on: LATE }), says("not_affected", { on: EARLY })], ["CVE-1 affected unsaid"]],
  ["at the same time the one further down", [says("affected"), says("not_affected")], ["CVE-1 not-affected unsaid"]],
  ["offsets are times", [says("affected", { on: "2026-01-01T23:30:00-01:00" }), says("fixed", { on: LATE })], ["CVE-1 affected unsaid"]],
  ["the document's time is inherited", [says("affected"), says("fixed", { on: LATE })], ["CVE-1 affected unsaid"]],
  [
    "what names the subject and what names nothing are about one thing",
    [says("not_affected", { on: EARLY, products: named }), says("affected", { on: LATE })],
    ["CVE-1 affected unsaid"],
  ],
  [
    "another product is another thing",
    [says("not_affected", { on: EARLY }), says("affected", { on: LATE, products: [{ "@id": "pkg:oci/other" }] })],
    ["CVE-1 not-affected unsaid", "CVE-1 affected other"],
  ],
  [
    "an alias is the same vulnerability",
    [says("not_affected", { on: EARLY }), says("affected", { on: LATE, name: { name: "GHSA-1", aliases: ["CVE-1"] } })],
    ["GHSA-1 affected unsaid"],
  ],
  [
    "another vulnerability is not",
    [says("not_affected", { on: EARLY }), says("affected", { on: LATE, name: { name: "CVE-2", aliases: ["GHSA-2"] } })],
    ["CVE-1 not-affected unsaid", "CVE-2 affected unsaid"],
  ],
  [
    "a statement about two products loses the one that a later statement is about",
    [
      says("not_affected", { on: EARLY, products: [{ "@id": IMAGE }, { "@id": "pkg:oci/other" }] }),
      says("affected", { on: LATE, products: named }),
    ],
    ["CVE-1 not-affected other", "CVE-1 affected named"],
  ],
  [
    "a part is never the whole, whatever is said later",
    [says("affected", { on: EARLY, products: named }), says("not_affected", { on: LATE, products: part("pkg:npm/a@1") })],
    ["CVE-1 affected named"],
    ["CVE-1 not-affected named pkg:npm/a@1"],
  ],
  [
    "of parts each counts for itself",
    [
      says("not_affected", { on: EARLY, products: part("pkg:npm/a@1", "pkg:npm/b@1") }),
      says("affected", { on: LATE, products: part("pkg:npm/b@1") }),
    ],
    [],
    ["CVE-1 not-affected named pkg:npm/a@1", "CVE-1 affected named pkg:npm/b@1"],
  ],
  ["no part is the whole", [says("fixed", { products: part() })], ["CVE-1 fixed named"]],
  [
    "a part without package URL is a part all the same",
    [says("fixed", { products: [{ "@id": IMAGE, subcomponents: [{}] }] })],
    [],
    ["CVE-1 fixed named"],
  ],
];
for (const [name, statements, whole, parts = []] of sequences)
  effective(name, () => assert.equal(read(OPENVEX, openvex(...statements)), { whole, parts }));

effective("old documents list components beside the products", () => {
  const old = { ...(says("not_affected", { products: [IMAGE], name: "CVE-1" }) as object), subcomponents: ["pkg:npm/a@1"] };
  assert.equal(read("https://openvex.dev/ns", openvex(old)), { whole: [], parts: ["CVE-1 not-affected named pkg:npm/a@1"] });
});

effective("law: an earlier statement never changes what a later one about the same says", () => {
  const statuses = ["not_affected", "affected", "fixed", "under_investigation"];
  const statement = fc.record({
    status: fc.constantFrom(...statuses),
    day: fc.integer({ min: 1, max: 5 }),
    name: fc.constantFrom("A", "B"),
  });
  checkProperty(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 8 }), (all) => {
      const document = all.map(({ status, day, name }) => says(status, { on: `2026-01-0${day}T00:00:00Z`, name: { name } }));
      const { whole } = read(OPENVEX, openvex(...document));
      for (const name of new Set(all.map((each) => each.name))) {
        const latest = all.filter((each) => each.name === name).reduce((best, next) => (next.day >= best.day ? next : best));
        assert.equal(
          whole.filter((line) => line.startsWith(`${name} `)),
          [`${name} ${latest.status.replaceAll("_", "-")} unsaid`],
        );
      }
    }),
  );
});

const cyclonedx = (...vulnerabilities: readonly Json[]): Json => ({
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  metadata: { timestamp: "2026-01-05T00:00:00Z", component: { "bom-ref": "app", name: "app" } },
  components: [{ "bom-ref": "a", name: "a", purl: "pkg:npm/a@1", components: [{ "bom-ref": "b", name: "b" }] }],
  vulnerabilities,
});
const analysed = (state: string, ...refs: readonly string[]): Json => ({
  id: "CVE-1",
  analysis: { state },
  affects: refs.map((ref) => ({ ref })),
});
const documents: readonly (readonly [name: string, vulnerabilities: readonly Json[], said: Said])[] = [
  ["the root is the product", [analysed("exploitable", "app")], { whole: ["CVE-1 affected named"], parts: [] }],
  ["a component is a part", [analysed("false_positive", "a")], { whole: [], parts: ["CVE-1 not-affected unsaid pkg:npm/a@1"] }],
  ["a nested one too, with or without package URL", [analysed("not_affected", "b")], { whole: [], parts: ["CVE-1 not-affected unsaid"] }],
  ["what is not in the document is something else", [analysed("resolved", "urn:cdx:x/1#a")], { whole: ["CVE-1 fixed other"], parts: [] }],
  ["nothing is unsaid", [analysed("in_triage")], { whole: ["CVE-1 under-investigation unsaid"], parts: [] }],
  ["without analysis it is no statement", [{ id: "CVE-1", affects: [{ ref: "app" }] }], { whole: [], parts: [] }],
  ["no vulnerabilities", [], { whole: [], parts: [] }],
];
for (const [name, vulnerabilities, said] of documents)
  effective(`CycloneDX: ${name}`, () => assert.equal(read(CYCLONEDX, cyclonedx(...vulnerabilities)), said));

effective("CycloneDX in a JSON string is read inside it, and its list may be left out", () => {
  assert.equal(read(CYCLONEDX, JSON.stringify(cyclonedx(analysed("resolved", "app")))).whole, ["CVE-1 fixed named"]);
  assert.equal(read(CYCLONEDX, { specVersion: "1.6" }), { whole: [], parts: [] });
});

effective("more statements than a list may have are not read at all", () => {
  const many = openvex(...Array.from({ length: 4 }, (_, index) => says("fixed", { name: { name: `CVE-${index}` } })));
  const reading = readView(view, OPENVEX, many, needsAll(view.record), { subjects, maxElements: 3 });
  assert.ok(reading.kind === "unreadable" && reading.failures.every(({ kind }) => kind === "too-many"));
});
effective.run();
