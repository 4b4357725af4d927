import { defined } from "./defined.ts";

/** What only the shell knows: who ran which engine when. Nothing else in a trace may depend on it. */
export interface RunInfo {
  /** `urn:uuid:…`. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly engine: EnginePart;
  readonly actor: ActorPart;
}

export interface EnginePart {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly runtime?: string;
  readonly platform?: string;
}

export interface ActorPart {
  readonly kind: "human" | "workload" | "service";
  readonly id: string;
  readonly onBehalfOf?: string;
  readonly uri?: string;
}

export interface RunPart extends RunInfo {
  readonly dryRun: boolean;
  /** (repository, policy, gate): whose chain of verdicts this run belongs to, `audit.md` §8. */
  readonly stream: string;
}

export function runPart(run: RunInfo, dryRun: { readonly dryRun: boolean }, stream: readonly string[]): RunPart {
  const { id, startedAt, finishedAt, engine, actor } = run;
  return {
    id,
    startedAt,
    finishedAt,
    engine: defined({ ...engine }),
    actor: defined({ ...actor }),
    dryRun: dryRun.dryRun,
    stream: stream.join(" "),
  };
}
