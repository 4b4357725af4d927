/** The foundation: values, bytes and texts, with no knowledge of policies or evidence. */
export { assert, InvariantError, unreachable } from "./assert.ts";
export { decodeBase64, encodeBase64, type Base64Fault } from "./base64.ts";
export { byCodeUnit, canonicalJson, canonicalJsonBytes } from "./canonical-json.ts";
export type { Digest, DigestAlgorithm, Hasher } from "./digest.ts";
export {
  formatDuration,
  isDuration,
  nanosecondsPer,
  parseDuration,
  showDuration,
  type DurationNanoseconds,
  type DurationUnitName,
} from "./duration.ts";
export { decodeHex, encodeHex } from "./hex.ts";
export {
  formatInstant,
  instantFromMilliseconds,
  instantToSeconds,
  isInstant,
  NANOSECONDS_PER_SECOND,
  parseDate,
  parseInstant,
  type Instant,
} from "./instant.ts";
export { JsonNumber, type Json, type JsonFault, type JsonFaultKind, type JsonLimits, type JsonObject } from "./json.ts";
export { defaultLimits, envelopeJsonLimits, hardLimits, statementJsonLimits, type Limits } from "./limits.ts";
export { isArray, isObject, jsonType, member, parseJson } from "./parse-json.ts";
export { appendPointer, escapePointerToken, parsePointer, resolvePointer, stepInto } from "./pointer.ts";
export { err, ok, type Err, type Ok, type Result } from "./result.ts";
export type { Scalar } from "./scalar.ts";
export type * from "./schema.ts";
export { decodeUtf8, encodeUtf8 } from "./utf8.ts";
export type * from "./value.ts";
