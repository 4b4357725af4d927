/** `proviso.lock` beside a policy, as the commands need it. */
import { basename, dirname, join } from "node:path";
import { LOCK_FILE, readLock } from "../../language/index.ts";
import type { LockedPolicy } from "../../lint/index.ts";
import { readBounded } from "./policy-files.ts";

export function lockFileOf(policy: string): string {
  return join(dirname(policy), LOCK_FILE);
}

/** What the lock remembers of a policy; that a lock cannot be read is for the compiler to say. */
export function lockedPolicy(policy: string): LockedPolicy | undefined {
  const bytes = readBounded(lockFileOf(policy));
  const lock = bytes && readLock(bytes);
  return lock?.ok === true ? lock.value.policies.find(({ file }) => file === basename(policy)) : undefined;
}
