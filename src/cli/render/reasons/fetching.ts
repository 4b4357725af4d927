import type { CandidateReason, FailureReason, SubjectFaultKind, UnsupportedReason } from "../../../registry/index.ts";
import type { Sentences } from "./sentence.ts";

/** Getting the image and its evidence: `registry.md` §4, §7–§10. */
export const fetchingSentences: Sentences<FailureReason | CandidateReason | "source-failed" | "internal-error"> = {
  "source-failed": {
    means: "a place that may hold evidence could not be asked",
    repair: "make that place reachable and run again",
  },
  "internal-error": {
    means: "our own program failed while it checked this, so nothing is concluded from it",
    repair: "report it with the trace; the check itself is neither passed nor failed",
  },
  "blob-missing": {
    means: "the listing names a piece of evidence whose bytes are not there",
    repair: "push the evidence again, or remove the entry from the listing",
  },
  "digest-mismatch": {
    means: "the bytes that came are not the ones that were asked for: their digest differs",
    repair: "find out who changed them; push the original again",
  },
  "size-mismatch": {
    means: "more or fewer bytes came than the listing says",
    repair: "push the evidence again; a proxy on the way may have cut it",
  },
  "media-type-mismatch": {
    means: "the registry answered with another kind of document than the one that was asked for",
    repair: "push the evidence again with a tool that sets the media type",
  },
  "manifest-malformed": {
    means: "the document that lists the parts of an image or of evidence cannot be read",
    repair: "push it again with a tool that writes valid OCI manifests",
  },
  malformed: {
    means: "what came cannot be read as what it should be",
    repair: "write or push it again; the detail says where it breaks off",
  },
  "content-encoded": {
    means: "the bytes came compressed on the way, so their digest cannot be compared",
    repair: "have the proxy or registry send the bytes as they are stored",
  },
  "reference-invalid": {
    means: "this is no valid name of an image",
    repair: "write it as registry/repository:tag or registry/repository@sha256:…",
  },
  contradiction: {
    means: "two answers about the same thing do not agree",
    repair: "run `policy inspect` and repair the listing that is wrong; someone may be writing to it just now",
  },
  dangling: {
    means: "the listing names evidence that does not exist",
    repair: "push the evidence again, or remove the entry from the listing",
  },
  "not-found": {
    means: "there is nothing under that name",
    repair: "check the name, the tag and the digest",
  },
  "too-large": {
    means: "it is larger than the limit, so it was not read",
    repair: "make it smaller, or raise the limit that the detail names",
  },
  "too-many": {
    means: "there are more of them than the limit allows, so not all were read",
    repair: "remove what is not needed, or raise the limit that the detail names",
  },
  "too-deep": {
    means: "it is nested deeper than the limit allows",
    repair: "write it with less nesting",
  },
  "deadline-exceeded": {
    means: "there was not enough time to check it",
    repair: "run again; if it stays, the evidence is far larger than usual",
  },
  auth: {
    means: "the registry did not accept who we are",
    repair: "log in to the registry, or fix the credentials in the Docker configuration",
  },
  forbidden: {
    means: "the registry knows who we are and does not allow reading there",
    repair: "have the owner of the repository grant read access",
  },
  "rate-limited": {
    means: "the registry refuses more requests for now",
    repair: "wait, or log in to get a higher limit",
  },
  "server-error": {
    means: "the registry failed to answer",
    repair: "run again; if it stays, tell who runs the registry",
  },
  "unexpected-answer": {
    means: "the registry answered with something that makes no sense here",
    repair: "check that the name points to a registry and not to a web page or a login form",
  },
  unreachable: {
    means: "nobody answered at that address",
    repair: "check the name, the network and the proxy",
  },
  timeout: {
    means: "the answer took too long",
    repair: "run again; check the network and the proxy",
  },
  tls: {
    means: "no safe connection could be made: the certificate of the registry was not accepted",
    repair: "give the registry's own certificate authority with `--ca-file`",
  },
  "redirect-refused": {
    means: "the registry sent us to a place where we do not go",
    repair: "have the registry send only to its own hosts over TLS",
  },
  "address-refused": {
    means: "the name leads to an address that requests may not go to",
    repair: "check the name; private addresses must be allowed in the configuration",
  },
  "path-refused": {
    means: "a file name leads out of its folder",
    repair: "use a folder without links that lead outside",
  },
  unreadable: {
    means: "the file cannot be read",
    repair: "check that it exists and that you may read it",
  },
  locked: {
    means: "another process is writing there",
    repair: "wait for it to end and run again",
  },
  "not-an-attestation": {
    means: "this is something else than a signed statement, a container signature for example",
    repair: "nothing, unless it was meant as evidence: then attach a signed in-toto statement",
  },
  "referrer-subject-mismatch": {
    means: "it was listed for this image and says itself that it belongs to another",
    repair: "attach it to the image that it is about",
  },
};

export const unsupportedSentences: Sentences<UnsupportedReason> = {
  "no-referrers-api": {
    means: "this registry has no list of what belongs to an image, so the fallback was read instead",
    repair: "nothing: evidence under the fallback tag counts as well",
  },
  "not-a-listing": {
    means: "the registry answered the question for evidence with something that is no list",
    repair: "nothing, if the fallback tag is kept; else use a registry with the Referrers API",
  },
  "redirected-away": {
    means: "the registry sent the question for evidence to another host, whose list does not count",
    repair: "have the registry answer itself, or keep a fallback tag",
  },
  "not-an-index": {
    means: "the image is a single one, so there is no index that could carry evidence inside",
    repair: "nothing",
  },
  "no-cosign-entries": {
    means: "nothing was stored there in the way that cosign does",
    repair: "nothing",
  },
};

export const subjectSentences: Sentences<Exclude<SubjectFaultKind, FailureReason>> = {
  "subject-not-found": {
    means: "the image, file or digest to be judged is not there",
    repair: "check its name, tag and digest",
  },
  "subject-ambiguous": {
    means: "the name fits more than one image",
    repair: "name the tag or the digest",
  },
  "platform-not-found": {
    means: "the image is not made for that platform",
    repair: "choose one of the platforms that the index lists",
  },
  "subject-unreadable": {
    means: "the image to be judged is there and cannot be read",
    repair: "the detail says what is wrong; push or copy the image again",
  },
  "configuration-invalid": {
    means: "the configuration of the registry access is wrong",
    repair: "correct the setting that the detail names",
  },
};
