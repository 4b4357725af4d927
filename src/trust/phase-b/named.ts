/** Whether a trust root knows a name that nobody has signed with: the approver of a waiver that stands in a policy file. */
import type { SubjectAltName } from "../facts.ts";
import type { TrustRoot } from "../trust-root.ts";
import { isRefusedBy, sanFault } from "./identity.ts";
import { kindOfText } from "./segments.ts";

const sanTypes = { uri: "uri", email: "email", plain: "other-name" } as const;

/**
 * By the identity tests of a root of certificates. `at` is when the name is said to have acted, in nanoseconds. Nothing of it is proof: what
 * rests on it must be told as stated, never as signed.
 */
export function admitsName(root: TrustRoot, name: string, at: bigint): boolean {
  const san: SubjectAltName = { type: sanTypes[kindOfText(name)], value: name };
  const isRefused = root.refuse.some(({ tests, since }) => (since === undefined || at >= since) && isRefusedBy(san, tests));
  if (isRefused || root.kind === "keys") return false;
  return sanFault(san, root.identityTests) === undefined;
}
