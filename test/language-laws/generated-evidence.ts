/** Evidence for generated policies: valid, of another shape than the view reads, signed by others, broken, about something else, late. */
import { createHash } from "node:crypto";
import { fc } from "../support/property.ts";
import type { Listing, Stated } from "../evaluate/support/world.ts";

const pick = <T>(...options: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...options);

const small = fc.integer({ min: -1, max: 3 });
const people = pick("alice@acme.example", "github:alice-acme", "bob@acme.example", "github:bob-x", "https://ci.example/bob");
const IMAGE = "0a".repeat(32);

/** What stands for the digest of the statement with this id. */
export function statementDigest(id: string): string {
  return createHash("sha256").update(id).digest("hex");
}

const items = fc.array(
  fc.record({ name: pick("a", "b"), n: small, level: pick("low", "mid", "high", undefined), who: fc.option(people, { nil: undefined }) }),
  { maxLength: 3 },
);

export const predicates: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record({
  flag: fc.boolean(),
  n: small,
  maybe: fc.option(small, { nil: undefined }),
  ratio: pick(0.5, 0.75, 1),
  madeOn: pick("2026-01-09T00:00:00Z", "2026-01-08T12:00:00Z", "2026-01-03T00:00:00Z", "2025-11-01T00:00:00Z", "2026-01-12T00:00:00Z"),
  wait: pick("PT1H", "P1D"),
  who: people,
  people: fc.array(people, { maxLength: 2 }),
  items,
  sure: fc.constant([{ name: "s", n: 1 }]),
  names: fc.subarray(["a", "b"]),
  level: pick("low", "mid", "high"),
  state: pick("open", "closed"),
  ver: pick("1.0.0", "1.10.0", "2.0.0-rc.1"),
  lic: pick("MIT", "GPL-3.0-only", "MIT OR GPL-3.0-only"),
  uri: pick("https://a.example/x/y", "https://a.example/xy", "https://b.example/x/z"),
  ref: pick("refs/tags/v1", "refs/heads/main"),
  repo: pick("registry.acme.example/shop/api", "registry.acme.example/shopping"),
  text: pick("a", "b", "abc"),
  base: pick({ sha256: IMAGE }, { sha256: "0b".repeat(32) }, { sha512: "0a".repeat(64) }),
  statements: fc.subarray(["A-0", "A-1", "A-2", "gone"]).map((ids) => ids.map((id) => ({ sha256: statementDigest(id) }))),
});

/** One member of another kind, or not there, or text that is no value of its type; `null` for the whole of it too. */
export const spoilt: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        predicates,
        pick("flag", "n", "maybe", "madeOn", "who", "items", "names", "level", "uri", "base", "statements", "ver", "people"),
        pick<unknown>(null, "?", 7, [], {}, [null], [{}], 1e400, "1".repeat(30), undefined, true),
      )
      .map(([predicate, name, value]) => ({ ...predicate, [name]: value })),
  },
  { weight: 1, arbitrary: pick<unknown>(null, [], {}, "text", 1) },
);

const signing = fc.record({
  signers: pick(["alice@acme.example"], ["bob@acme.example"], ["alice@acme.example"]),
  signedAt: pick("2026-01-09T00:10:00Z", "2026-01-09T12:00:00Z", "2025-11-01T00:10:00Z"),
});

export type Kind = "valid" | "invalid" | "failed" | "not-ours" | "later" | "other-subject";

export interface GeneratedCandidate {
  readonly made: Kind;
  readonly predicate: unknown;
  readonly signers: readonly string[];
  readonly signedAt: string;
}

const candidates: fc.Arbitrary<GeneratedCandidate> = fc
  .tuple(
    pick<Kind>("valid", "valid", "valid", "valid", "valid", "invalid", "failed", "not-ours", "later", "other-subject"),
    predicates,
    spoilt,
    signing,
  )
  .map(([made, predicate, bad, how]) => ({ made, predicate: made === "invalid" ? bad : predicate, ...how }));

export interface GeneratedListing {
  readonly candidates: readonly GeneratedCandidate[];
  readonly isIncomplete: boolean;
}

/** For as many evidences as a policy may have. */
export const manyListings: fc.Arbitrary<readonly GeneratedListing[]> = fc.array(
  fc.record({ candidates: fc.array(candidates, { maxLength: 3 }), isIncomplete: pick(false, false, false, false, false, true) }),
  { minLength: 9, maxLength: 9 },
);

export function stated({ made, predicate, signers, signedAt }: GeneratedCandidate, id: string): Stated {
  const statement = `sha256:${statementDigest(id)}`;
  if (made === "valid" || made === "invalid") return { id, predicate, signers, signedAt, statement };
  return { id, class: made, statement };
}

export const isAuthentic = ({ class: word }: Stated): boolean => word === undefined;

export function listingOf({ candidates: all, isIncomplete }: GeneratedListing): Listing {
  return { candidates: all.map((each, index) => stated(each, `A-${index}`)), incomplete: isIncomplete ? ["source-failed"] : [] };
}
