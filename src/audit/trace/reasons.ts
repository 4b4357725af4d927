/** Reasons of an unknown, and the numbers by which nodes point at them. */
import type { Reason } from "../../evaluate/index.ts";
import { defined } from "./defined.ts";
import type { SpanPart, Texts } from "./source.ts";
import { textPart } from "./value.ts";

export interface ReasonPart {
  readonly outcome: "missing" | "unverifiable";
  readonly step?: string;
  readonly reason: string;
  readonly evidence?: string;
  readonly detail?: string;
  /** In `file`, or where that is absent in the file of the requirement. */
  readonly born: SpanPart;
  readonly file?: string;
}

/** Collects the reasons of one requirement: those that left it undecided first, then those of parts that did not matter. */
export interface ReasonTable {
  /** How many of them left it undecided. */
  readonly first: number;
  readonly numberOf: (reason: Reason) => number;
  /** In the order of their numbers. */
  readonly all: () => readonly ReasonPart[];
}

/** `first` get the numbers from 0 on. `file` is where the requirement stands. */
export function reasonTable(first: readonly Reason[], file: string, texts: Texts): ReasonTable {
  const parts: ReasonPart[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (reason: Reason): number => {
    const key = JSON.stringify([reason.outcome, reason.step, reason.reason, reason.evidence, reason.detail, reason.born]);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, parts.length);
    return parts.push(reasonPart(reason, file, texts)) - 1;
  };
  first.forEach(numberOf);
  return { first: parts.length, numberOf, all: () => parts };
}

export function reasonPart({ outcome, step, reason, detail, evidence, born }: Reason, file: string, texts: Texts): ReasonPart {
  const elsewhere = born.file === file ? undefined : texts.nameOf(born.file);
  return defined({ outcome, step, reason, evidence, detail: textPart(detail), born: [born.start, born.end] as const, file: elsewhere });
}
