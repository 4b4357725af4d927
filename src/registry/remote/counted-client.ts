/** Every byte that a registry sends counts against the one budget of the run: manifests, indexes, pages of lists and blobs. */
import { err, type Result } from "../../base/index.ts";
import type { ByteBudget } from "../discovery/candidate.ts";
import { parseDigest } from "../digest-text.ts";
import { fault, type FetchFault } from "../fault.ts";
import type { Client, Get, Got } from "./client.ts";

/** `atOnce`: so many answers of unknown length are under way together, and only they can lie beyond the limit. */
export function countedClient(client: Client, budget: ByteBudget, atOnce: number): Client {
  const asked = new Set<string>();
  const waiting: (() => void)[] = [];
  let active = 0;
  return {
    target: client.target,
    async get(request) {
      const isCounted = !asked.has(request.path) && isReserved(request, budget);
      asked.add(request.path);
      if (isCounted) return client.get(request);
      while (active >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      active++;
      try {
        return await getWithin(request, client, budget);
      } finally {
        active--;
        waiting.shift()?.();
      }
    },
  };
}

/** A blob is counted by the size it is named with, once, and before it is asked for. */
function isReserved({ path, maxBodyBytes }: Get, budget: ByteBudget): boolean {
  const digest = path.startsWith("blobs/") ? parseDigest(path.slice("blobs/".length)) : undefined;
  return digest !== undefined && budget.admits(digest, maxBodyBytes);
}

async function getWithin(request: Get, client: Client, budget: ByteBudget): Promise<Result<Got, FetchFault>> {
  const { leftBytes } = budget;
  if (leftBytes === 0) return err(exhausted);
  const got = await client.get({ ...request, maxBodyBytes: Math.min(request.maxBodyBytes, leftBytes) });
  if (got.ok) budget.take(got.value.answer.body.length);
  const isCut = !got.ok && got.error.reason === "too-large" && leftBytes < request.maxBodyBytes;
  return isCut ? err(exhausted) : got;
}

const exhausted = fault("too-large", "what this run is sent is too many bytes (runAttestationBytes)");
