/** What an unsigned statement says of itself, for the trace: C4. */
import type { Limits } from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { sha256Digest } from "../hash.ts";
import type { Claimed, FoundEnvelope } from "../verification.ts";
import { readStatement } from "./read-statement.ts";

export function readBareStatement(envelope: FoundEnvelope, crypto: SyncCrypto, limits: Limits): Claimed {
  const statement = readStatement(envelope.bytes, limits);
  const claimed = { keyids: [], payloadDigest: sha256Digest(crypto, envelope.bytes) };
  return statement.ok ? { ...claimed, predicateType: statement.value.predicateType, subjects: statement.value.subjects } : claimed;
}
