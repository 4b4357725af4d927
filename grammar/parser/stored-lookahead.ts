/**
 * The parser's decisions as data. The library learns a grammar by running every rule in a recording mode, which takes longer than reading
 * a policy does; the bundle stores what it learnt. A parser with stored decisions reads what is right. Of what is wrong it cannot say what
 * would have been right: `parse` then reads the text again with a parser that has learnt the grammar.
 */
import { getLookaheadPaths, type BaseParser, type IToken, type ILookaheadStrategy, type TokenType } from "chevrotain";

type Choice = Parameters<ILookaheadStrategy["buildLookaheadForAlternation"]>[0];
type Optional = Parameters<ILookaheadStrategy["buildLookaheadForOptional"]>[0];

/** What may follow, token by token: each an index into `sets`. */
type Path = readonly number[];

export interface StoredLookahead {
  /** Names of token types with spaces between. */
  readonly sets: readonly string[];
  /** By rule, then by the library's key of a decision: the paths into each way of a choice, or the paths into an optional part. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, readonly (readonly Path[])[]>>>>;
}

/** Thrown where a message would need the grammar itself. */
export class NotStored extends Error {}

/** The library's keys have the occurrence in their lower eight bits, and above them the kind of decision (chevrotain `grammar/keys.ts`). */
const kinds = {
  Alternation: 1,
  Option: 2,
  Repetition: 3,
  RepetitionMandatory: 4,
  RepetitionWithSeparator: 5,
  RepetitionMandatoryWithSeparator: 6,
} as const;
const keyOf = (kind: keyof typeof kinds, occurrence: number): number => (kinds[kind] << 8) | occurrence;

/** Wraps a strategy that is given to a parser, and afterwards knows its decisions. */
export function recordingLookahead(inner: ILookaheadStrategy): { readonly strategy: ILookaheadStrategy; readonly stored: StoredLookahead } {
  const sets: string[] = [];
  const rules: Record<string, Record<string, (readonly Path[])[]>> = {};
  const setOf = (names: readonly string[]): number => {
    const text = [...new Set(names)].toSorted().join(" ");
    return sets.includes(text) ? sets.indexOf(text) : sets.push(text) - 1;
  };
  const record = (kind: keyof typeof kinds, { rule, prodOccurrence, maxLookahead }: Choice | Optional): void => {
    const found = getLookaheadPaths({ occurrence: prodOccurrence, rule, prodType: kind, maxLookahead });
    // Of an optional part, the library also tells the paths that lead past it.
    const ways = kind === "Alternation" ? found : found.slice(0, 1);
    (rules[rule.name] ??= {})[keyOf(kind, prodOccurrence)] = ways.map((paths) => merged(paths, setOf));
  };
  const strategy: ILookaheadStrategy = {
    validate: (options) => inner.validate(options),
    buildLookaheadForAlternation: (options) => {
      if (options.hasPredicates) throw new Error(`a choice in ${options.rule.name} has a condition, which is not stored`);
      record("Alternation", options);
      return inner.buildLookaheadForAlternation(options);
    },
    buildLookaheadForOptional: (options) => {
      record(options.prodType, options);
      return inner.buildLookaheadForOptional(options);
    },
  };
  return { strategy, stored: { sets, rules } };
}

/** Paths that differ in one token are one path with a set of tokens there. */
function merged(paths: readonly (readonly TokenType[])[], setOf: (names: readonly string[]) => number): readonly Path[] {
  const firstsByRest = new Map<string, { readonly firsts: string[]; readonly rest: Path }>();
  for (const [first, group] of Map.groupBy(paths, ([token]) => token?.name)) {
    if (first === undefined) return [[]];
    const rests = group.map((path) => path.slice(1)).filter((rest) => rest.length > 0);
    const rest = rests.length < group.length ? [] : [setOf(rests.map(([token]) => token?.name ?? ""))];
    if (rests.some((each) => each.length > 1)) throw new Error("a decision that looks further than two tokens is not stored");
    const key = rest.join();
    const known = firstsByRest.get(key);
    if (known) known.firsts.push(first);
    else firstsByRest.set(key, { firsts: [first], rest });
  }
  return [...firstsByRest.values()].map(({ firsts, rest }) => [setOf(firsts), ...rest]);
}

/** The members of the library's parser that recording would have filled. */
interface Learnt {
  selfAnalysisDone: boolean;
  readonly fullRuleNameToShort: Readonly<Record<string, number>>;
  readonly lookAheadFuncsCache: Record<number, Readonly<Record<number, () => number | boolean | undefined>>>;
}

/** Makes a parser ready without recording. */
export function useStored(parser: BaseParser, { sets, rules }: StoredLookahead, vocabulary: readonly TokenType[]): void {
  const learnt = parser as unknown as Learnt;
  const types = new Map(vocabulary.map((type) => [type.name, type]));
  const members = new Map<number, ReadonlySet<number>>();
  const membersOf = (index: number): ReadonlySet<number> => {
    const known = members.get(index) ?? indexesOf(sets[index] ?? "", types);
    members.set(index, known);
    return known;
  };
  for (const [rule, decisions] of Object.entries(rules)) {
    const functions: Record<number, () => number | boolean | undefined> = {};
    for (const [key, ways] of Object.entries(decisions)) functions[Number(key)] = decision(Number(key), ways, membersOf);
    learnt.lookAheadFuncsCache[learnt.fullRuleNameToShort[rule] ?? -1] = functions;
  }
  learnt.selfAnalysisDone = true;
}

function indexesOf(names: string, types: ReadonlyMap<string, TokenType>): ReadonlySet<number> {
  return new Set(names.split(" ").flatMap((name) => [types.get(name)?.tokenTypeIdx ?? -1, ...(types.get(name)?.categoryMatches ?? [])]));
}

/** Of the library's parser, what a decision reads. */
interface Ahead {
  LA(howMuch: number): IToken;
}

/** A file uses few rules of the language, so the sets of a decision are made when it is first met. */
function decision(key: number, ways: readonly (readonly Path[])[], membersOf: (set: number) => ReadonlySet<number>) {
  let choose: ((parser: Ahead) => number | undefined) | undefined;
  const chosen = (parser: Ahead): number | undefined => (choose ??= chooser(ways, membersOf))(parser);
  if (key >> 8 !== kinds.Alternation)
    return function (this: Ahead): boolean {
      return chosen(this) === 0;
    };
  return function (this: Ahead): number | undefined {
    return chosen(this);
  };
}

function chooser(ways: readonly (readonly Path[])[], membersOf: (set: number) => ReadonlySet<number>) {
  const paths = ways.flatMap((each, way) => each.map((path) => ({ way, steps: path.map(membersOf) })));
  if (paths.some(({ steps }) => steps.length !== 1))
    return (parser: Ahead) => paths.find(({ steps }) => steps.every((step, index) => step.has(parser.LA(index + 1).tokenTypeIdx)))?.way;
  const byToken = new Map<number, number>();
  for (const { way, steps } of paths) for (const token of steps[0] ?? []) if (!byToken.has(token)) byToken.set(token, way);
  return (parser: Ahead) => byToken.get(parser.LA(1).tokenTypeIdx);
}
