/** Coverage of one policy by its tests, and what is left to show. */
import type { CheckedPolicy } from "../../language/index.ts";
import type { ReportedRun, ShownBy } from "../run/reported.ts";
import { pointKey, pointsOf, type Point, type PointGroup } from "./points.ts";
import { seenIn, simpleBodies } from "./seen.ts";

export interface CoveredPoint extends Point {
  /** How many tests have shown it. */
  readonly shownBy: number;
}

export interface Share {
  readonly shown: number;
  readonly of: number;
}

export interface CoverageReport {
  readonly points: readonly CoveredPoint[];
  readonly shares: Readonly<Record<PointGroup, Share>>;
  /** Outcomes of the controls that a gate enforces: what the default threshold is about. `not-applicable` is not among them. */
  readonly enforcedOutcomes: Share;
}

const groups: readonly PointGroup[] = ["outcomes", "requirements", "conditions", "evidence", "branches", "waivers"];

/** What one run has shown of the policy. */
export function showing(policy: CheckedPolicy): ShownBy {
  const bodies = simpleBodies(policy);
  // Of a `for all` nobody says which outcome is shown.
  return (run) => (run.kind === "broken" || run.test.forAll.length > 0 ? new Set() : seenIn(run.judged, bodies));
}

/** Of runs that were reported with what they have shown. */
export function coverageOf(policy: CheckedPolicy, runs: readonly Pick<ReportedRun, "shown">[]): CoverageReport {
  const counts = new Map<string, number>();
  for (const key of runs.flatMap(({ shown }) => [...(shown ?? [])])) counts.set(key, (counts.get(key) ?? 0) + 1);
  const points = pointsOf(policy).map((point) => ({ ...point, shownBy: counts.get(pointKey(point)) ?? 0 }));
  const shares = Object.fromEntries(groups.map((group) => [group, shareOf(points.filter((point) => point.group === group))]));
  const enforced = points.filter((point) => point.isEnforced && point.group === "outcomes" && point.state !== "not-applicable");
  return { points, shares: shares as Record<PointGroup, Share>, enforcedOutcomes: shareOf(enforced) };
}

function shareOf(points: readonly CoveredPoint[]): Share {
  return { shown: points.filter(({ shownBy }) => shownBy > 0).length, of: points.length };
}

/** Percent, rounded down, so that 100 means all. */
export function percentOf({ shown, of }: Share): number {
  return of === 0 ? 100 : Math.floor((shown * 100) / of);
}

/** The others need not be shown. */
export function holesIn({ points }: CoverageReport): readonly CoveredPoint[] {
  return points.filter(({ shownBy }) => shownBy === 0);
}
