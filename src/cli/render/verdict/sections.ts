/** The parts of a control that are told one after the other: what it asks itself, and what each branch of `either` does, for each platform. */
import type { AlternativesPart, ControlPart, JudgementPart, PlatformPart } from "../../../audit/index.ts";
import { hang } from "../columns.ts";
import { said, type TraceView } from "./view.ts";

export interface Section {
  readonly heading: readonly string[];
  readonly judgements: readonly JudgementPart[];
}

const INDENT = "      ";

/** What does not hold: of a block that no branch carries the branch with the most evidence first. */
export function openSections(view: TraceView, control: ControlPart): readonly Section[] {
  return scopesOf(control).flatMap(({ platform, judgements, blocks }) => [
    { heading: platformHeading(view, control, platform), judgements: judgements.filter(({ either }) => either === undefined) },
    ...blocks.filter(({ truth }) => truth !== "true").flatMap((block) => openBranches(view, block, judgements)),
  ]);
}

/** What holds: of each block the branch that carries it. */
export function heldSections(view: TraceView, control: ControlPart): readonly Section[] {
  return scopesOf(control).flatMap(({ platform, judgements, blocks }) => [
    { heading: platformHeading(view, control, platform), judgements: judgements.filter(({ either }) => either === undefined) },
    ...blocks.flatMap((block) => carriedBranch(view, block, judgements)),
  ]);
}

interface Scope {
  readonly platform?: PlatformPart;
  readonly judgements: readonly JudgementPart[];
  readonly blocks: readonly AlternativesPart[];
}

/** The subject, or each platform that has the outcome of the control; where none has, each. */
function scopesOf(control: ControlPart): readonly Scope[] {
  const { platforms, judgements, alternatives: blocks = [], outcome } = control;
  if (platforms === undefined) return [{ judgements, blocks }];
  const isOpen = outcome !== "satisfied";
  const told = platforms.filter((each) => !isOpen || (each.outcome !== "satisfied" && each.outcome !== "not-applicable"));
  return told.map((platform) => ({
    platform,
    judgements: judgements.filter((each) => each.platform === platform.digest),
    blocks: blocks.filter((each) => each.platform === platform.digest),
  }));
}

/** One image alone needs no name. */
function platformHeading(view: TraceView, { platforms = [] }: ControlPart, platform: PlatformPart | undefined): readonly string[] {
  if (platform === undefined || platforms.length < 2) return [];
  const name = platform.name === undefined ? "a platform that its config does not name" : said(view, platform.name);
  return hang(INDENT, `on ${name}, ${said(view, platform.digest)}: ${platform.outcome.replace("-", " ")}`);
}

function openBranches(view: TraceView, block: AlternativesPart, judgements: readonly JudgementPart[]): readonly Section[] {
  const branches = [...block.branches].sort((a, b) => b.bound - a.bound);
  const none = `none of ${branches.length} alternatives ${block.truth === "false" ? "holds" : "could be shown to hold"}:`;
  return branches.map(({ label, truth }, index) => {
    const first = index === 0 ? hang(INDENT, none) : [];
    const word = truth === "false" ? "does not hold" : "could not be decided";
    return { heading: [...first, ...hang(INDENT, `"${said(view, label)}" ${word}`)], judgements: ofBranch(judgements, block, label) };
  });
}

function carriedBranch(view: TraceView, block: AlternativesPart, judgements: readonly JudgementPart[]): readonly Section[] {
  const { carriedBy } = block;
  if (carriedBy === undefined) return [];
  const others = block.branches
    .filter(({ label, truth }) => truth === "true" && label !== carriedBy)
    .map(({ label }) => `"${said(view, label)}"`);
  const beside = others.length === 0 ? "" : `; ${others.join(", ")} would hold too`;
  return [{ heading: hang(INDENT, `through "${said(view, carriedBy)}"${beside}`), judgements: ofBranch(judgements, block, carriedBy) }];
}

function ofBranch(judgements: readonly JudgementPart[], { either }: AlternativesPart, label: string): readonly JudgementPart[] {
  return judgements.filter((each) => each.either === either && each.branch === label);
}
