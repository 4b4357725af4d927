/**
 * Why something could not be fetched or listed. Closed: `verification.md` §3 (step `fetch`) and `registry.md` §4, §7–§10. No detail ever
 * holds a credential, and text from outside is escaped by `showUntrusted` before it gets here.
 */
export type FailureReason =
  // The bytes are not what was asked for.
  | "blob-missing"
  | "digest-mismatch"
  | "size-mismatch"
  | "media-type-mismatch"
  | "manifest-malformed"
  | "malformed"
  | "content-encoded"
  | "reference-invalid"
  // A listing that contradicts what is known, or names what is not there.
  | "contradiction"
  | "dangling"
  | "not-found"
  // Limits, with the limit's name in the detail.
  | "too-large"
  | "too-many"
  | "too-deep"
  | "deadline-exceeded"
  // The registry will not, or cannot.
  | "auth"
  | "forbidden"
  | "rate-limited"
  | "server-error"
  | "unexpected-answer"
  | "unreachable"
  | "timeout"
  | "tls"
  | "redirect-refused"
  | "address-refused"
  // The file system will not.
  | "path-refused"
  | "unreadable"
  | "locked";

export interface FetchFault {
  readonly reason: FailureReason;
  readonly detail: string;
}

/** Why the subject itself could not be settled; nothing is judged then. */
export type SubjectFaultKind =
  "reference-invalid" | "subject-not-found" | "subject-ambiguous" | "platform-not-found" | "subject-unreadable" | "configuration-invalid";

export interface SubjectFault {
  readonly kind: SubjectFaultKind;
  /** The kind again, or what went wrong while fetching. */
  readonly reason: SubjectFaultKind | FailureReason;
  readonly detail: string;
}

export function fault(reason: FailureReason, detail: string): FetchFault {
  return { reason, detail };
}

const SHOWN_LENGTH = 200;

/** Text from outside, made safe to print: control, format and separator characters escaped, at most 200 characters. */
export function showUntrusted(text: string): string {
  const cut = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
