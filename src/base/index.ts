/** The foundation: values, bytes and texts, with no knowledge of policies or evidence. */
export { isPrintableAscii } from "./ascii.ts";
export { assert, InvariantError, unreachable } from "./assert.ts";
export { decodeBase64, encodeBase64, type Base64Fault } from "./base64.ts";
export { byCodeUnit, canonicalJson, canonicalJsonBytes } from "./canonical-json.ts";
export type { Digest, DigestAlgorithm, Hasher } from "./digest.ts";
export { formatDuration, isDuration, nanosecondsPer, parseDuration, showDuration } from "./duration.ts";
export { editDistance } from "./edit-distance.ts";
export { compileGlob, matchesGlob, type Glob } from "./glob.ts";
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
export { JsonNumber, type Json, type JsonFaultKind, type JsonLimits, type JsonObject } from "./json.ts";
export { parseJsonApart, TEXT_APART } from "./json-apart.ts";
export { defaultLimits, envelopeJsonLimits, statementJsonLimits, type Limits } from "./limits.ts";
export { isArray, isObject, jsonType, member, parseJson } from "./parse-json.ts";
export { peopleOf, type People, type Somebody } from "./people.ts";
export { appendPointer, parsePointer, resolvePointer } from "./pointer.ts";
export { quoted } from "./quoted.ts";
export { compileRegex, matchesRegex, type Regex } from "./regex.ts";
export { regexHead } from "./regex-head.ts";
export { err, ok, type Result } from "./result.ts";
export type { Scalar } from "./scalar.ts";
export { addDecimals, compareDecimals, decimalFromInt, subtractDecimals, type DecimalValue } from "./scalars/decimal.ts";
export { digestSetFromObject, isDigestAlgorithm, makeDigestSet, parseDigest, type DigestSet } from "./scalars/digest-set.ts";
export { parseGitRef, type GitRef } from "./scalars/git-ref.ts";
export { parseIdentity, type Identity } from "./scalars/identity.ts";
export { scalars } from "./scalars/index.ts";
export { isInt } from "./scalars/int.ts";
export { isAllowedBy, type Licence } from "./scalars/licence.ts";
export { parsePurl, purlVersion } from "./scalars/purl.ts";
export { parseRepository, parseRepositoryPrefix, type Repository } from "./scalars/repository.ts";
export { compareSemVer, isInRange, parseSemVerRange, type SemVer } from "./scalars/semver.ts";
export { gitRefUnder, repositoryUnder, uriUnder } from "./scalars/under.ts";
export { parseUri, type Uri } from "./scalars/uri.ts";
export type * from "./schema.ts";
export { decodeUtf8, encodeUtf8 } from "./utf8.ts";
export { compileValueGlob, matchesValueGlob, type GlobType, type GlobValue } from "./value-glob.ts";
export type { Cell, RecordValue, ScalarValue, Value } from "./value.ts";
