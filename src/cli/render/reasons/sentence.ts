/** What a reason word says to somebody who does not program. Both are clauses: lower case, no full stop. */
export interface Sentence {
  readonly means: string;
  /** What would repair it. */
  readonly repair: string;
}

export type Sentences<Word extends string> = Readonly<Record<Word, Sentence>>;
