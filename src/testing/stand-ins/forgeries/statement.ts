/** Statements that are signed well and say nothing that can be read: section 7 of the attack corpus. */
import { decodeUtf8, encodeUtf8 } from "../../../base/index.ts";
import { join } from "../../world/der.ts";
import { editAt, type Edit } from "../../world/json-edit.ts";
import type { Plan } from "../../world/plan.ts";
import { gone, text, to } from "../../world/mutations/plan-edits.ts";

function signedText(edit: (statement: string) => string | Uint8Array): (plan: Plan) => Plan {
  return (plan) => {
    const edited = edit(decodeUtf8(plan.payload) ?? "");
    return { ...plan, payload: typeof edited === "string" ? encodeUtf8(edited) : edited };
  };
}

function signed(path: string, edit: Edit): (plan: Plan) => Plan {
  return signedText((statement) => JSON.stringify(editAt(JSON.parse(statement), path, edit)));
}

const DIGEST = "subject.0.digest";

function many<T>(count: number, one: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => one(index));
}

export const statementForgeries = {
  "statement-type-unsigned": (plan: Plan): Plan => ({ ...plan, payloadType: "application/json" }),
  "statement-no-json": signedText(() => "hello"),
  "statement-an-array": signedText((statement) => `[${statement}]`),
  "statement-not-utf8": signedText(() => new Uint8Array([0x22, 0xff, 0x22])),
  "statement-member-twice": signedText((statement) => `{"subject":[],${statement.slice(1)}`),
  "statement-nested-deep": signedText((statement) =>
    join(encodeUtf8(`${statement.slice(0, -1)},"deep":${"[".repeat(300)}${"]".repeat(300)}}`)),
  ),
  "statement-type-other": signed("_type", to("https://in-toto.io/Statement/v2")),
  "statement-predicate-type-empty": signed("predicateType", to("")),
  "statement-predicate-type-a-number": signed("predicateType", to(1)),
  "statement-without-subject": signed("subject", gone),
  "statement-subject-empty": signed("subject", to([])),
  "statement-subject-null": signed("subject", to([null])),
  "statement-subject-without-digest": signed(DIGEST, gone),
  "statement-subject-digest-empty": signed(DIGEST, to({})),
  "statement-subject-name-a-number": signed("subject.0.name", to(7)),
  "statement-digest-upper-case": signed(
    `${DIGEST}.sha256`,
    text((hex) => hex.toUpperCase()),
  ),
  "statement-digest-short": signed(
    `${DIGEST}.sha256`,
    text((hex) => hex.slice(1)),
  ),
  "statement-digest-a-number": signed(`${DIGEST}.sha256`, to(1)),
  "statement-digest-weak": signed(DIGEST, to({ md5: "a".repeat(32) })),
  "statement-subjects-1025": signed("subject", (own) => many(1025, () => (own as readonly unknown[])[0])),
  "statement-digests-33": signed(DIGEST, (own) => ({ ...(own as object), ...Object.fromEntries(many(33, (i) => [`x${i}`, "0"])) })),
} as const;
