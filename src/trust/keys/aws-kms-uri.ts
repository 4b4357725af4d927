/**
 * `awskms://` references as cosign writes them: `awskms://[HOST[:PORT]]/KEY`, where the key is an id, the ARN of a key, an alias, or the ARN
 * of an alias. A host stands for another endpoint than the region's, and is spoken to over TLS.
 */
import { err, ok, type Result } from "../../base/index.ts";

export interface AwsKmsReference {
  /** As the service takes it: an id, an ARN, or `alias/…`. */
  readonly keyId: string;
  /** `host[:port]`, where the reference names one. */
  readonly endpoint?: string;
  /** Of an ARN; elsewhere the usual chain says it. */
  readonly region?: string;
}

const KEY_ID = "(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|mrk-[0-9A-Fa-f]{32})";
const ALIAS = "alias/[A-Za-z0-9/_-]{1,250}";
const KEY = new RegExp(
  `^(?:${KEY_ID}|${ALIAS}|arn:aws[a-z-]{0,20}:kms:(?<region>[a-z0-9-]{1,30}):[0-9]{12}:(?:key/${KEY_ID}|${ALIAS}))$`,
  "u",
);
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?$/u;
const PREFIX = "awskms://";

/** The error is a clause about the reference. */
export function parseAwsKmsUri(reference: string): Result<AwsKmsReference, string> {
  const rest = reference.startsWith(PREFIX) ? reference.slice(PREFIX.length) : undefined;
  const slash = rest?.indexOf("/") ?? -1;
  if (rest === undefined || slash < 0) return err("write `awskms:///KEY`, or `awskms://HOST/KEY` for another endpoint");
  const endpoint = rest.slice(0, slash);
  if (endpoint !== "" && !HOST.test(endpoint)) return err("what stands before the key is no host");
  const keyId = rest.slice(slash + 1);
  const found = KEY.exec(keyId);
  if (found === null) return err("it names no key: give its id, its ARN, `alias/NAME`, or the ARN of an alias");
  const region = found.groups?.["region"];
  return ok({ keyId, ...(endpoint !== "" && { endpoint }), ...(region !== undefined && { region }) });
}
