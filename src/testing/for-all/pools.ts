/** Values to try for a field: what the policy compares it with, what lies a step beside that, and something that it never heard of. */
import {
  NANOSECONDS_PER_SECOND,
  scalars,
  type Field,
  type ScalarName,
  type ScalarValue,
  type ScalarType,
  type EnumType,
  type Value,
} from "../../base/index.ts";
import { SKEW } from "../../evaluate/index.ts";
import type { Constants } from "./constants.ts";

export interface Pools {
  readonly constants: Constants;
  /** The time of the test. */
  readonly now: bigint;
}

/** The likeliest first; never empty but for a type of which nothing is known. `field` is what holds them. */
export function poolOf({ constants, now }: Pools, type: ScalarType | EnumType, field: Field | undefined): readonly Value[] {
  if (type.kind === "enum") return type.members.map((_, at) => at);
  if (type.name === "Bool") return [true, false];
  if (type.name === "Timestamp") return distinct(instants(constants, now), "Timestamp");
  const meant = (field && constants.meant.get(field)) ?? [];
  const own = (field && constants.byField.get(field)) ?? [];
  const others = constants.byType.get(type.name) ?? [];
  const texts = [...meant, ...own, ...others, ...[...own, ...others].flatMap((text) => besides(text, type.name)), ...samples[type.name]];
  return parsed(texts, type.name).slice(0, MOST_VALUES);
}

const MOST_VALUES = 24;

/** What `where` compares the field with, and what lies a step beside that: of others few would be meant. Instants are few, and go with one another. */
export function meantOf({ constants }: Pools, { name }: ScalarType, field: Field): readonly Value[] {
  if (name === "Timestamp") return [];
  const texts = constants.meant.get(field) ?? [];
  return parsed([...texts, ...texts.flatMap((text) => besides(text, name))], name);
}

/** Instants at which something turns: fresh to the second, a second too old, within and beyond what clocks may differ. */
export function instants({ windows, byType }: Constants, now: bigint): readonly bigint[] {
  const second = NANOSECONDS_PER_SECOND;
  const sums = windows.flatMap((one) => windows.map((other) => one + other));
  const ages = [0n, second, ...windows.flatMap((window) => [window, window + second, window - second]), ...sums, -SKEW, -SKEW - second];
  const dates = parsed(byType.get("Timestamp") ?? [], "Timestamp").map(BigInt as (value: Value) => bigint);
  return [...new Set([...ages.map((age) => now - age), ...dates.flatMap((date) => [date, date + second, date - second])])].filter(
    (at) => at > 0n,
  );
}

/** Near misses: one more and one less, one letter more and one less, the other case. */
function besides(text: string, type: ScalarName): readonly string[] {
  if (type === "Int") return [BigInt(text) + 1n, BigInt(text) - 1n].map(String);
  if (type === "Decimal") return [String(Number(text) + 0.1), String(Number(text) - 0.1)];
  if (type === "Duration") return [];
  return [`${text}x`, text.slice(0, -1), text.toUpperCase(), `${text}/app`, text.replace("//", "//x")];
}

const HEX = "0123456789abcdef";

/** Something that no policy names, so that there is something to say of a field that it compares with nothing. */
const samples: Readonly<Record<ScalarName, readonly string[]>> = {
  Bool: [],
  Timestamp: [],
  Int: ["0", "1"],
  Decimal: ["0", "10"],
  String: ["something", "else"],
  Duration: ["1 second", "1 day"],
  Digest: [`sha256:${HEX.repeat(4)}`, `sha256:${"1".repeat(64)}`],
  Commit: [`${HEX.repeat(2)}01234567`, "1".repeat(40)],
  Uri: ["https://somebody-else.example/app"],
  Repository: ["registry.somebody-else.example/app"],
  GitRef: ["refs/heads/main", "refs/tags/v1.0.0"],
  Platform: ["linux/amd64", "linux/arm64"],
  Purl: ["pkg:npm/something@1.0.0", "pkg:npm/else@2.0.0"],
  SemVer: ["1.0.0", "2.0.0-rc.1"],
  Licence: ["MIT", "GPL-3.0-only"],
  Identity: ["somebody@else.example", "github:somebody"],
};

function parsed(texts: Iterable<string>, name: ScalarName): readonly Value[] {
  const scalar = scalars[name] as { parse(text: string): { ok: true; value: ScalarValue } | { ok: false } };
  const values = [...texts].flatMap((text) => {
    const read = scalar.parse(text);
    return read.ok ? [read.value] : [];
  });
  return distinct(values, name);
}

function distinct(values: readonly ScalarValue[], name: ScalarName): readonly Value[] {
  const canonical = (value: ScalarValue) => (scalars[name] as { canonical(value: ScalarValue): unknown }).canonical(value);
  return [...new Map(values.toReversed().map((value) => [JSON.stringify(canonical(value)), value])).values()].toReversed();
}
