import type { StoredLookahead } from "./stored-lookahead.ts";

/** What the bundle puts in the place of this module: see bin/embed.ts. Sources that run as they are have nothing stored. */
export const storedLookahead: StoredLookahead | undefined = undefined;
