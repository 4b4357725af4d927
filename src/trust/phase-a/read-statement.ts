/** The verified payload bytes to a Statement: S1 to S7. */
import {
  err,
  isArray,
  isObject,
  jsonType,
  member,
  ok,
  parseJson,
  statementJsonLimits,
  type Json,
  type Limits,
  type Result,
} from "../../base/index.ts";
import type { Statement, StatementSubject } from "../statement.ts";
import type { Fault, Reason } from "../steps.ts";

function fail(reason: Reason, detail: string): Result<never, Fault> {
  return err({ reason, detail });
}

const types: readonly Statement["type"][] = ["https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"];

/** Lower-case hex digits of each known algorithm; others are kept and ignored. */
const hexLengths: Readonly<Record<string, readonly number[]>> = {
  sha224: [56],
  sha256: [64],
  sha384: [96],
  sha512: [128],
  sha512_224: [56],
  sha512_256: [64],
  sha3_224: [56],
  sha3_256: [64],
  sha3_384: [96],
  sha3_512: [128],
  sha1: [40],
  md5: [32],
  gitCommit: [40, 64],
  gitTree: [40, 64],
  gitBlob: [40, 64],
  gitTag: [40, 64],
};

const LOWER_HEX = /^[0-9a-f]+$/u;

export function readStatement(payload: Uint8Array, limits: Limits): Result<Statement, Fault> {
  const json = parseJson(payload, statementJsonLimits(limits));
  if (!json.ok) return fail(json.error.kind === "json-malformed" ? "statement-malformed" : json.error.kind, json.error.detail);
  if (!isObject(json.value)) return fail("statement-malformed", `it is of type ${jsonType(json.value)}`);
  const named = member(json.value, "_type");
  const type = types.find((known) => known === named);
  if (type === undefined) return fail("statement-type-unsupported", "`_type` names no statement that is read");
  const subjects = readSubjects(member(json.value, "subject"), limits);
  if (!subjects.ok) return subjects;
  const predicateType = member(json.value, "predicateType");
  if (typeof predicateType !== "string" || predicateType === "") return fail("statement-invalid", "`predicateType` is missing or no text");
  return ok({ type, subjects: subjects.value, predicateType, predicate: member(json.value, "predicate") });
}

function readSubjects(json: Json | undefined, limits: Limits): Result<readonly StatementSubject[], Fault> {
  if (!isArray(json) || json.length === 0) return fail("statement-invalid", "`subject` is missing, empty or no array");
  if (json.length > limits.subjects) return fail("too-many", `${json.length} subjects, at most ${limits.subjects}`);
  const subjects: StatementSubject[] = [];
  for (const [i, entry] of json.entries()) {
    const subject = readSubject(entry, `subject ${i}`, limits);
    if (!subject.ok) return subject;
    subjects.push(subject.value);
  }
  return ok(subjects);
}

function readSubject(json: Json, where: string, limits: Limits): Result<StatementSubject, Fault> {
  const digest = member(json, "digest");
  const name = member(json, "name");
  if (!isObject(digest)) return fail("statement-invalid", `${where} has no \`digest\``);
  const entries = Object.entries(digest);
  if (entries.length === 0) return fail("statement-invalid", `${where} has an empty \`digest\``);
  if (entries.length > limits.digestsPerSubject) return fail("too-many", `${entries.length} digests, at most ${limits.digestsPerSubject}`);
  const digests = new Map<string, string>();
  for (const [algorithm, value] of entries) {
    const isDigest = typeof value === "string" && isWellFormed(algorithm, value);
    if (!isDigest) return fail("digest-malformed", `${where}, \`${algorithm}\``);
    digests.set(algorithm, value);
  }
  if (name !== undefined && name !== null && typeof name !== "string")
    return fail("statement-invalid", `${where} has a \`name\` that is no text`);
  return ok(typeof name === "string" ? { name, digests } : { digests });
}

function isWellFormed(algorithm: string, value: string): boolean {
  const lengths = Object.hasOwn(hexLengths, algorithm) ? hexLengths[algorithm] : undefined;
  return lengths === undefined || (lengths.includes(value.length) && LOWER_HEX.test(value));
}
