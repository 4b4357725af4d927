/** The door of `trust/`: who signed an attestation, when, and whether a trust root admits them. */
export type { Admission, Admitted, AdmittedSigner } from "./admission.ts";
export type {
  KeyFamily,
  KeyPair,
  PrivateKey,
  PublicKey,
  SignatureAlgorithm,
  SignatureJob,
  SigningCrypto,
  SyncCrypto,
  VerifyAlgorithm,
} from "./crypto-provider.ts";
export type { CertificateSigner, LogFact, Signer, SignerFacts, SubjectAltName, TrustedTime } from "./facts.ts";
export { loadAuthorities, loadRevocationLists } from "./authorities/load-authorities.ts";
export { makeOwnAuthorities, type OwnAuthorities } from "./authorities/own-authorities.ts";
export { loadCrossCheck } from "./cross-check.ts";
export { ecdsaForm, ecdsaToRaw } from "./dsse/ecdsa-form.ts";
export { bundleOfKey, signatureOf } from "./dsse/key-bundle.ts";
export { signDsse, type DsseSigner } from "./dsse/sign.ts";
export { parseAwsKmsUri, type AwsKmsReference } from "./keys/aws-kms-uri.ts";
export { signingAlgorithms } from "./keys/default-algorithm.ts";
export { spkiHints } from "./keys/hints.ts";
export type { KeyFileCrypto } from "./keys/key-file-crypto.ts";
export { parseKeyReference, type KeyReference } from "./keys/key-reference.ts";
export { openServiceKey, type KeyService, type ServiceKey } from "./keys/key-service.ts";
export { openPlugInKey } from "./keys/kms-plug-in.ts";
export { openPkcs11Key } from "./keys/pkcs11.ts";
export type { ProgramCall, ProgramRunner, RemoteKey, RemoteKeyFault } from "./keys/program-runner.ts";
export { RemoteKeyError } from "./keys/remote-key.ts";
export { openPrivateKey } from "./keys/open-private-key.ts";
export type { PrivateKeyFault } from "./keys/private-key-fault.ts";
export { loadPrivateKey, writeKeyPair } from "./keys/private-key.ts";
export { loadKeys } from "./keys/load-keys.ts";
export type { PublicKeyEntry } from "./keys/public-key.ts";
export { createVerifier } from "./phase-a/verify.ts";
export { admit, admitAll, isUndecided } from "./phase-b/admit.ts";
export { everyView } from "./phase-b/views.ts";
export { admitsName } from "./phase-b/named.ts";
export type { CrossCheck } from "./sigstore/cross-check.ts";
export { loadSigstoreRoot } from "./sigstore/load-root.ts";
export { PUBLIC_GOOD, publicGoodRootBytes } from "./sigstore/public-good.ts";
export type { SigstoreRoot } from "./sigstore/root.ts";
export { checkTimestamp, timestampRequest } from "./sigstore/timestamp.ts";
export type { Statement, StatementSubject, Verified } from "./statement.ts";
export type { PhaseAStep, PhaseBStep, Reason, SkipReason, Step, StepRecord } from "./steps.ts";
export type { Demand, KeysTrust, SigstoreTrust, TextTest, TrustedKey, TrustRoot } from "./trust-root.ts";
export type {
  BlobVerification,
  Claimed,
  Clock,
  FoundEnvelope,
  RejectedEnvelope,
  TrustMaterial,
  Verification,
  VerifiedEnvelope,
  Verifier,
  VerifyPorts,
} from "./verification.ts";
export type { Certificate } from "./x509/certificate.ts";
export { knownClaims } from "./x509/claims.ts";
