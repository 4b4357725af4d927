/** The words of the language (`language.md` §3): the one table that lexer, highlighting and completion are made from. */
const reservedLines = [
  "about above all allowed and any applies as at because below by cases contains control count define effective either else empty",
  "enforce enum every evidence exactly exhaustive expect false fix for fresh from gate given grace has in is List listed maps matches",
  "missing naming no none nonempty not nothing now of on one optional or ordered otherwise outcome owner param params person pick policy",
  "predicate record require satisfied satisfies saying Set signed signer signing some stage statement subject test the through true trust",
  "under until unverifiable use violated waivable waive where with within",
] as const;

const contextualLines = [
  "version language description also stricter most least fewer more second seconds minute minutes hour hours day days week weeks",
  "key reads via author secret sigstore authority issuer identity claim threshold logged timestamped yes refuse since accept claimed",
  "time held valid revoked glob regex severity to platform up scope image repository index only latest earliest different signers",
  "range before after requirement reason ticket requested approved expires compensating replaces environment warn audit waivers may",
  "relax platforms answer unsigned tampered when unless passed blocked judged trace clear enforced waived warned audited applicable",
  "tagged somebody something issued unlogged untimestamped expired malformed stale postdated forged proven",
] as const;

type Split<S extends string> = S extends `${infer A} ${infer B}` ? A | Split<B> : S;
export type ReservedWord = Split<(typeof reservedLines)[number]>;
export type ContextualWord = Split<(typeof contextualLines)[number]>;

/** Cannot be names that a policy declares. Sorted as the document lists them. */
export const reservedWords = reservedLines.flatMap((line) => line.split(" ")) as readonly ReservedWord[];
/** Mean something in one place and are ordinary names elsewhere. */
export const contextualWords = contextualLines.flatMap((line) => line.split(" ")) as readonly ContextualWord[];

/** Begin a block or declaration at the top of a file. */
export const topLevelWords = [
  "use",
  "person",
  "param",
  "enum",
  "record",
  "predicate",
  "trust",
  "control",
  "waive",
  "gate",
  "test",
] as const satisfies readonly (ReservedWord | ContextualWord)[];

const bodyClauses = ["evidence", "define", "require"] as const;

/** Which words begin a clause in which block; the nouns are what messages call the block. */
export const blockClauses = {
  control: [
    "statement",
    "severity",
    "owner",
    "maps",
    "applies",
    "effective",
    "enforce",
    "until",
    "for",
    "waivable",
    ...bodyClauses,
    "either",
  ],
  branch: bodyClauses,
  evidence: ["about", "where", "listed", "fresh", "pick"],
  requirement: ["else", "fix", "grace"],
  trust: [
    "sigstore",
    "authority",
    "key",
    "issuer",
    "identity",
    "claim",
    "threshold",
    "logged",
    "timestamped",
    "proven",
    "refuse",
    "accept",
  ],
  waive: ["reason", "ticket", "requested", "approved", "expires", "subject", "compensating", "replaces"],
  gate: ["environment", "after", "enforce", "warn", "audit", "accept", "refuse", "may"],
  test: ["at", "stage", "subject", "param", "given", "for", "expect", "cases"],
  cases: [],
  record: [],
  predicate: ["reads"],
} as const satisfies Record<string, readonly (ReservedWord | ContextualWord)[]>;
export type BlockKind = keyof typeof blockClauses;

export const blockNouns: Readonly<Record<BlockKind, string>> = {
  control: "a control",
  branch: "an alternative",
  evidence: "an evidence line",
  requirement: "a requirement",
  trust: "a trust root",
  waive: "a waiver",
  gate: "a gate",
  test: "a test",
  cases: "a table of cases",
  record: "a record",
  predicate: "a predicate",
};
