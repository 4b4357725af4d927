/** Every waiver that a run met, and what became of it; controls that are waived get that disposition, and keep their outcome. */
import type { People } from "../../base/index.ts";
import type { CheckedPolicy, Control, Gate } from "../../language/index.ts";
import type { Request } from "../environment.ts";
import type { JudgedControl } from "../judge-control.ts";
import type { ControlVerdict } from "../verdict.ts";
import { cover, type Covered } from "./cover.ts";
import { objection, type EligibleInput } from "./eligible.ts";
import { dependenceOf } from "./independence.ts";
import { statedWaiver } from "./stated.ts";
import type { FoundWaivers, PartiesOf, Waiver, WaiverVerdict } from "./waiver.ts";

export interface WaiversInput {
  readonly policy: CheckedPolicy;
  readonly gate: Gate;
  readonly request: Request;
  readonly people: People;
  readonly judged: readonly JudgedControl[];
  readonly found: FoundWaivers;
  readonly partiesOf: PartiesOf;
}

export interface JudgedWaivers {
  readonly waivers: readonly WaiverVerdict[];
  /** In the order of `judged`. */
  readonly controls: readonly ControlVerdict[];
  /** Instants at which one of them begins or ends. */
  readonly clocks: readonly bigint[];
}

export const NO_WAIVERS: FoundWaivers = { waivers: [], unreadable: [], withdrawals: [] };

export function judgeWaivers(input: WaiversInput): JudgedWaivers {
  const { policy, request, judged, found } = input;
  const waivers = [...policy.waivers.map(statedWaiver), ...found.waivers];
  if (waivers.length + found.unreadable.length === 0) return { waivers: [], controls: judged.map(({ verdict }) => verdict), clocks: [] };
  const eligibility: EligibleInput = { ...input, ...found, waivers, dependence: dependence(input) };
  const objections = new Map(waivers.map((waiver) => [waiver, objection(eligibility, waiver)]));
  const eligible = waivers.filter((waiver) => objections.get(waiver) === undefined);
  const results = new Map<Waiver, WaiverVerdict>();
  const controls = judged.map((each) => {
    const own = eligible.filter((waiver) => waiver.control === each.verdict.control.id);
    return own.length === 0 ? each.verdict : applyTo(each, own, request, results);
  });
  const verdicts = waivers.map((waiver): WaiverVerdict => {
    const refused = objections.get(waiver) ?? {
      because: "nothing-to-waive" as const,
      detail: `gate ${input.gate.name} does not judge ${waiver.control}`,
    };
    return results.get(waiver) ?? { kind: "not-applied", waiver, ...refused };
  });
  const unreadable = found.unreadable.map((waiver): WaiverVerdict => ({
    kind: "unreadable",
    waiver,
    because: "invalid",
    detail: waiver.detail,
  }));
  return { waivers: [...verdicts, ...unreadable], controls, clocks: waivers.flatMap((waiver) => clocksOf(waiver, request.now)) };
}

function dependence({ people, partiesOf, judged }: WaiversInput): EligibleInput["dependence"] {
  return (waiver: Waiver, control: Control) => {
    const found = judged.find(({ verdict }) => verdict.control === control);
    return found && dependenceOf(waiver, people, partiesOf, found);
  };
}

/** Nothing else of the verdict changes than its disposition. */
function applyTo(
  { verdict, open }: JudgedControl,
  waivers: readonly Waiver[],
  { now, digest }: Request,
  results: Map<Waiver, WaiverVerdict>,
): ControlVerdict {
  const { outcome, disposition } = verdict;
  if (outcome === "unverifiable") {
    const detail = "what could not be verified is not known, and nobody can accept it";
    for (const waiver of waivers) results.set(waiver, { kind: "not-applied", waiver, because: "unverifiable-outcome", detail });
    return verdict;
  }
  if (disposition === "clear" || disposition === "grace") {
    const detail = disposition === "clear" ? `the control is ${outcome}` : "the control is in grace";
    for (const waiver of waivers) results.set(waiver, { kind: "not-applied", waiver, because: "nothing-to-waive", detail });
    return verdict;
  }
  const covered = cover(open, waivers, now, digest);
  for (const waiver of waivers) results.set(waiver, becameOf(waiver, covered));
  const ids = waivers.filter((waiver) => results.get(waiver)?.kind === "applied").map(({ id }) => id);
  return covered.isWhole && ids.length > 0 ? { ...verdict, disposition: "waived", waivers: [...new Set(ids)] } : verdict;
}

function becameOf(waiver: Waiver, { touches, isWhole, left }: Covered): WaiverVerdict {
  const own = touches.filter((touch) => touch.waiver === waiver);
  if (own.length === 0)
    return { kind: "not-applied", waiver, because: "nothing-to-waive", detail: "what it is for is not among what failed" };
  if (isWhole) return { kind: "applied", waiver, covers: own.filter(({ covers }) => covers).map((touch) => touch.cover) };
  return {
    kind: "not-applied",
    waiver,
    because: "incomplete-cover",
    detail: `${[...new Set(left)].join(", ")} is left`,
  };
}

function clocksOf({ from, expires, reviewDueBy }: Waiver, now: bigint): readonly bigint[] {
  const instants = [from === undefined ? undefined : from - 1n, expires, reviewDueBy];
  return instants.filter((at): at is bigint => at !== undefined && at >= now);
}
