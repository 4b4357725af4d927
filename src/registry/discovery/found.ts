import type { DiscoverRequest } from "../request.ts";
import type { Collected } from "./collect.ts";
import type { AskAbout } from "./further.ts";
import type { ResolvedSubject, SubjectSet } from "./discovery.ts";

/** A subject with everything its own place said about it; files of evidence come on top. */
export interface Found extends Collected {
  readonly subject: ResolvedSubject;
  /** Asks the same places about something else. */
  readonly ask: AskAbout;
  readonly warnings: readonly string[];
}

export function platformWarnings(request: DiscoverRequest, set: SubjectSet): readonly string[] {
  if (request.platform === undefined || set.root.role === "index") return [];
  return ["the subject is one image and no index, so the platform chooses nothing"];
}
