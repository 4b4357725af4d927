/**
 * Which way to go, decided by the first token: the library computes the same from lists of paths, which takes most of the time
 * the parser needs to be built. First sets of rules are computed once and kept; the few places that need two tokens keep the
 * library's way, and a test compares both.
 */
import {
  Alternation,
  Alternative,
  LLkLookaheadStrategy,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
  type BaseParser,
  type ILookaheadStrategy,
  type IProduction,
} from "chevrotain";

interface First {
  readonly tokens: ReadonlySet<number>;
  /** Whether the production may match nothing. */
  readonly nullable: boolean;
}

type Optional = Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0];
type Choice = Parameters<ILookaheadStrategy["buildLookaheadForAlternation"]>[0];

const optionalKinds = { Option, Repetition, RepetitionMandatory, RepetitionMandatoryWithSeparator, RepetitionWithSeparator };
const union = (a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> => new Set([...a, ...b]);
const noTokens: ReadonlySet<number> = new Set();

/** The lookahead functions of one parser. */
export function firstTokenLookahead(): ILookaheadStrategy {
  const manyTokens = new LLkLookaheadStrategy({ maxLookahead: 1 });
  const firsts = new Map<Rule, First>();
  return {
    validate: (options) => manyTokens.validate(options),
    buildLookaheadForAlternation: (options) => whenMet(() => alternation(options, firsts, manyTokens)),
    buildLookaheadForOptional: (options) => whenMet(() => optional(options, firsts, manyTokens)),
  };
}

type Chooses = ReturnType<ILookaheadStrategy["buildLookaheadForAlternation"]>;
type Enters = ReturnType<ILookaheadStrategy["buildLookaheadForOptional"]>;

/** A file uses few rules of the language, and the command that reads it starts anew each time. */
function whenMet<Args extends unknown[], T>(build: () => (...args: Args) => T): (...args: Args) => T {
  let built: ((...args: Args) => T) | undefined;
  return function (this: BaseParser, ...args: Args): T {
    return (built ??= build()).apply(this, args);
  };
}

function alternation(options: Choice, firsts: Map<Rule, First>, manyTokens: ILookaheadStrategy): Chooses {
  const choice = find(options.rule, options.prodOccurrence, Alternation);
  if (options.maxLookahead > 1 || options.hasPredicates || !choice) return manyTokens.buildLookaheadForAlternation(options);
  const alternatives = choice.definition.map((alternative) => firstOf(alternative, firsts));
  if (alternatives.some(({ nullable }) => nullable)) return manyTokens.buildLookaheadForAlternation(options);
  return chooser(alternatives);
}

function optional(options: Optional, firsts: Map<Rule, First>, manyTokens: ILookaheadStrategy): Enters {
  const kind: BranchingKind = optionalKinds[options.prodType];
  const found = find(options.rule, options.prodOccurrence, kind);
  if (options.maxLookahead > 1 || !found) return manyTokens.buildLookaheadForOptional(options);
  const { tokens } = firstOfAll(found.definition, firsts);
  return function (this: BaseParser): boolean {
    return tokens.has(this.LA(1).tokenTypeIdx);
  };
}

function chooser(alternatives: readonly First[]): () => number | undefined {
  const choices = new Map<number, number>();
  for (const [index, { tokens }] of alternatives.entries()) {
    for (const token of tokens) if (!choices.has(token)) choices.set(token, index);
  }
  return function (this: BaseParser): number | undefined {
    return choices.get(this.LA(1).tokenTypeIdx);
  };
}

interface Branching extends IProduction {
  readonly definition: IProduction[];
  readonly idx: number;
}

type BranchingKind = new (...args: never[]) => Branching;

function find(within: { readonly definition: IProduction[] }, idx: number, kind: BranchingKind): Branching | undefined {
  for (const production of within.definition) {
    if (production instanceof kind && production.idx === idx) return production;
    if (production instanceof NonTerminal || !("definition" in production)) continue;
    const inner = find(production as Branching, idx, kind);
    if (inner) return inner;
  }
  return undefined;
}

function firstOfAll(sequence: readonly IProduction[], firsts: Map<Rule, First>): First {
  const only = sequence[0] === undefined ? undefined : firstOf(sequence[0], firsts);
  if (only === undefined || !only.nullable) return only ?? { tokens: noTokens, nullable: true };
  const rest = firstOfAll(sequence.slice(1), firsts);
  return { tokens: union(only.tokens, rest.tokens), nullable: rest.nullable };
}

function firstOf(production: IProduction, firsts: Map<Rule, First>): First {
  if (production instanceof Terminal) {
    const { tokenTypeIdx, categoryMatches } = production.terminalType;
    return { tokens: new Set([tokenTypeIdx ?? -1, ...(categoryMatches ?? [])]), nullable: false };
  }
  if (production instanceof NonTerminal) return firstOfRule(production.referencedRule, firsts);
  if (production instanceof Alternation) {
    const all = production.definition.map((alternative) => firstOf(alternative, firsts));
    const tokens = all.reduce((sum, first) => union(sum, first.tokens), noTokens);
    return { tokens, nullable: all.some(({ nullable }) => nullable) };
  }
  const first = firstOfAll((production as Branching).definition, firsts);
  const mandatory =
    production instanceof Alternative ||
    production instanceof RepetitionMandatory ||
    production instanceof RepetitionMandatoryWithSeparator;
  return mandatory ? first : { ...first, nullable: true };
}

function firstOfRule(rule: Rule, firsts: Map<Rule, First>): First {
  const known = firsts.get(rule);
  if (known) return known;
  const first = firstOfAll(rule.definition, firsts);
  firsts.set(rule, first);
  return first;
}
