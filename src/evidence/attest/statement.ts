/** Statements that we make ourselves. `verification.md` §4.9. */
import { assert, canonicalJsonBytes, isDigestAlgorithm, type Json } from "../../base/index.ts";

export interface StatementParts {
  readonly subjects: readonly { readonly name?: string; readonly digests: ReadonlyMap<string, string> }[];
  readonly predicateType: string;
  readonly predicate: Json;
}

const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

/**
 * The bytes to be signed: an in-toto Statement v1 as canonical JSON, so that the same parts are the same bytes. A statement about nothing,
 * or about something without an acceptable digest, is a fault of the caller.
 */
export function makeStatement({ subjects, predicateType, predicate }: StatementParts): Uint8Array<ArrayBuffer> {
  assert(subjects.length > 0, "a statement needs a subject");
  assert(predicateType !== "", "a statement needs a predicate type");
  return canonicalJsonBytes({
    _type: STATEMENT_TYPE,
    subject: subjects.map(({ name, digests }) => {
      assert([...digests.keys()].some(isDigestAlgorithm), "a subject needs a sha256, sha384 or sha512 digest");
      return { ...(name === undefined ? {} : { name }), digest: Object.fromEntries(digests) };
    }),
    predicateType,
    predicate,
  });
}
