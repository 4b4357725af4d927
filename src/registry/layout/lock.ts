/** One writer at a time for a layout's `index.json`, which is read, changed and written back (`registry.md` §11). */
import { encodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { fault, type FetchFault } from "../fault.ts";
import { fileFault } from "../file-fault.ts";
import type { FileSystem } from "../file-system.ts";
import type { Timer } from "../timer.ts";

export const LOCK_FILE = "index.json.lock";
const POLL_MS = 100;
const PATIENCE_MS = 30_000;

export interface LockPorts {
  readonly files: FileSystem;
  readonly timer: Timer;
}

/**
 * Runs `work` while no other process that asks here writes the layout. `holder` is put into the lock for people to read. A lock that stays is
 * never broken: the error says how.
 */
export async function withLayoutLock<T>(
  directory: string,
  holder: string,
  ports: LockPorts,
  work: () => Promise<Result<T, FetchFault>>,
): Promise<Result<T, FetchFault>> {
  const locked = await acquire(directory, holder, ports);
  if (!locked.ok) return locked;
  try {
    return await work();
  } finally {
    await ports.files.removeWithin(directory, [LOCK_FILE]);
  }
}

async function acquire(directory: string, holder: string, ports: LockPorts): Promise<Result<void, FetchFault>> {
  const deadline = ports.timer.nowMs() + PATIENCE_MS;
  for (;;) {
    const made = await ports.files.createWithin(directory, [LOCK_FILE], encodeUtf8(`${holder}\n`));
    if (made.ok) return ok(undefined);
    if (made.error.kind !== "exists") return err(fileFault(made.error, `\`${LOCK_FILE}\``));
    if (ports.timer.nowMs() >= deadline)
      return err(fault("locked", `another writer holds \`${LOCK_FILE}\`; if none runs any more, remove that file`));
    await ports.timer.sleep(POLL_MS);
  }
}
