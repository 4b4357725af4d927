/** Section 7, what is signed: the statement itself. */
import type { Json } from "../../../src/base/index.ts";
import { statementText } from "../../support/trust/signing.ts";
import type { Case, Row } from "./row.ts";
import { trial } from "./trial.ts";

const hex = "a".repeat(64);

function signed(what: string, statement: Json | Uint8Array, reason: string): Case {
  return trial(what, {}, { statement }, `statement · ${reason}`);
}

function withChange(what: string, change: Readonly<Record<string, unknown>>, reason: string): Case {
  return signed(what, statementText(change), reason);
}

function digests(what: string, digest: unknown): Case {
  return withChange(what, { subject: [{ name: "image", digest }] }, "digest-malformed");
}

export const statementRows: readonly Row[] = [
  {
    id: "stmt-01",
    name: "duplicate-member",
    cases: [
      signed("two subjects", `{"subject":[],${statementText().slice(1)}`, "duplicate-key"),
      signed("two predicates", `${statementText().slice(0, -1)},"predicate":1}`, "duplicate-key"),
    ],
  },
  {
    id: "stmt-03",
    name: "bytes",
    cases: [
      signed("byte order mark", `\ufeff${statementText()}`, "utf8-invalid"),
      signed("no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "utf8-invalid"),
      signed("not JSON", "hello", "statement-malformed"),
      signed("an array", `[${statementText()}]`, "statement-malformed"),
      signed("300 deep", statementText({ predicate: null }).replace(":null", `:${"[".repeat(300)}${"]".repeat(300)}`), "too-deep"),
    ],
  },
  {
    id: "stmt-04",
    name: "shape",
    cases: [
      withChange("another type", { _type: "https://in-toto.io/Statement/v2" }, "statement-type-unsupported"),
      withChange("no type", { _type: undefined }, "statement-type-unsupported"),
      withChange("no subject", { subject: undefined }, "statement-invalid"),
      withChange("empty subject", { subject: [] }, "statement-invalid"),
      withChange("null in the subject", { subject: [null] }, "statement-invalid"),
      withChange("no digest", { subject: [{ name: "x" }] }, "statement-invalid"),
      withChange("empty predicate type", { predicateType: "" }, "statement-invalid"),
      withChange("predicate type a number", { predicateType: 1 }, "statement-invalid"),
    ],
  },
  {
    id: "stmt-05",
    name: "digest-form",
    cases: [
      digests("upper case", { sha256: hex.toUpperCase() }),
      digests("63 digits", { sha256: hex.slice(1) }),
      digests("prefix", { sha256: `sha256:${hex}` }),
      digests("a number", { sha256: 1 }),
    ],
  },
  {
    id: "stmt-11",
    name: "flood",
    cases: [
      withChange("1025 subjects", { subject: Array.from({ length: 1025 }, () => ({ digest: { sha256: hex } })) }, "too-many"),
      withChange(
        "33 digests",
        { subject: [{ digest: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`x${i}`, "0"])) }] },
        "too-many",
      ),
      trial(
        "more nodes than are read",
        { limits: { jsonNodes: 1000 } },
        { statement: statementText({ predicate: Array.from({ length: 1000 }, () => 0) }) },
        "statement · too-many",
      ),
    ],
  },
];
