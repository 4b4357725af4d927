/** What waivers cover of what is open in one control. `language.md` §6.10. */
import { scalars, type DigestSet } from "../../base/index.ts";
import type { Culprit } from "../culprits.ts";
import { isInGrace, type Conjunct } from "../disposition.ts";
import type { Open } from "../open.ts";
import { Unknown } from "../truth.ts";
import type { Cover, Waiver } from "./waiver.ts";

export interface Covered {
  /** Nothing is left open. */
  readonly isWhole: boolean;
  /** What each waiver has to do with it. */
  readonly touches: readonly Touch[];
  /** What is left open, for people: `C-02.no-criticals (CVE-2026-0002)`. */
  readonly left: readonly string[];
}

export interface Touch {
  readonly waiver: Waiver;
  readonly cover: Cover;
  /** False where it names something that is open and that no waiver covers. */
  readonly covers: boolean;
}

const NOTHING: Covered = { isWhole: true, touches: [], left: [] };

/** `waivers` may each apply; nothing is asked of them any more but which platform they are for. `index` is what was asked for. */
export function cover(open: Open, waivers: readonly Waiver[], now: bigint, index: DigestSet): Covered {
  switch (open.kind) {
    case "conjunct":
      return coverConjunct(open.conjunct, waivers, now);
    case "platform":
      return cover(
        open.of,
        waivers.filter((waiver) => reaches(waiver, open.digests, index)),
        now,
        index,
      );
    case "all-of":
      return all(open.parts.map((part) => cover(part, waivers, now, index)));
    case "one-of": {
      const ways = open.ways.map((way) => cover(way, waivers, now, index));
      return ways.find(({ isWhole }) => isWhole) ?? all(ways);
    }
  }
}

/** A waiver for the index is one for each of its platforms. */
function reaches({ scope: { subject } }: Waiver, platform: DigestSet, index: DigestSet): boolean {
  return subject === undefined || [platform, index].some((digests) => scalars.Digest.equal(subject, digests) === true);
}

function all(parts: readonly Covered[]): Covered {
  return {
    isWhole: parts.every(({ isWhole }) => isWhole),
    touches: parts.flatMap(({ touches }) => touches),
    left: parts.flatMap(({ left }) => left),
  };
}

function coverConjunct(conjunct: Conjunct, waivers: readonly Waiver[], now: bigint): Covered {
  if (conjunct.truth === true || isInGrace(conjunct, now)) return NOTHING;
  const whole = waivers.filter(({ target }) => target === undefined || (target.kind === "requirement" && target.id === conjunct.id));
  const covers = !isUnverifiable(conjunct);
  const touches = whole.map((waiver) => ({ waiver, cover: { conjunct: conjunct.id }, covers }));
  const elements = coverElements(conjunct, waivers);
  const isWhole = covers && (whole.length > 0 || elements.isWhole);
  return { isWhole, touches: [...touches, ...elements.touches], left: isWhole ? [] : elements.left };
}

/** Unknown for a reason that is not mere absence: a waiver accepts what is known. */
function isUnverifiable({ truth }: Conjunct): boolean {
  return truth instanceof Unknown && truth.reasons.some(({ outcome }) => outcome !== "missing");
}

/** Whole when each single element that keeps it from being true is named; an empty `every` has none, and is not. */
function coverElements(conjunct: Conjunct, waivers: readonly Waiver[]): Covered {
  const { culprits = [] } = conjunct;
  const named = new Set<number>();
  const touches = waivers.flatMap((waiver): readonly Touch[] => {
    if (waiver.target?.kind !== "elements" || waiver.target.noun !== nounOf(conjunct)) return [];
    const keys = new Set(waiver.target.keys);
    const met = culprits.filter(({ key }) => key !== undefined && keys.has(key));
    const coverable = met.filter((each) => !each.isUnverifiable);
    for (const { index } of coverable) named.add(index);
    if (met.length === 0) return [];
    return [{ waiver, cover: { conjunct: conjunct.id, elements: coverable.map(({ index }) => index) }, covers: coverable.length > 0 }];
  });
  const open = culprits.filter(({ index }) => !named.has(index));
  return { isWhole: culprits.length > 0 && open.length === 0, touches, left: [leftWords(conjunct, open)] };
}

const SHOWN_KEYS = 5;

function leftWords({ id }: Conjunct, open: readonly Culprit[]): string {
  const keys = open.map(({ key, index }) => key ?? `number ${index + 1}`);
  const more = keys.length > SHOWN_KEYS ? ` and ${keys.length - SHOWN_KEYS} more` : "";
  return keys.length === 0 ? id : `${id} (${keys.slice(0, SHOWN_KEYS).join(", ")}${more})`;
}

function nounOf({ requirement }: Conjunct): string | undefined {
  const condition = requirement?.condition;
  return condition?.kind === "quantified" ? condition.drawn.noun : undefined;
}
