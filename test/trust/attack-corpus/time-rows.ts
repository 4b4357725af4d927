/** Section 4: when it was signed. */
import { formatInstant } from "../../../src/base/index.ts";
import { usages, withExtension, extendedKeyUsage, authorityKeyId, type Profile } from "../../../src/testing/world/certificate.ts";
import { newTimestampAuthority, type TimestampAuthority } from "../../../src/testing/world/timestamp-authority.ts";
import { trustedRootJson } from "../../../src/testing/world/trusted-root.ts";
import type { Mutation } from "../../../src/testing/index.ts";
import { loadRoot } from "../../support/trust/run.ts";
import { statementText } from "../../support/trust/signing.ts";
import type { Row, Setup } from "./row.ts";
import { demanded, identityTrust, now, signedAt, world } from "./stage.ts";
import { trial, trials } from "./trial.ts";

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const outside = "certificate · certificate-not-valid-at-time";

function noTime(item?: string): string {
  return `time · no-trusted-time${item === undefined ? "" : ` ← ${item}`}`;
}

/** The time comes from one token alone. */
const stamped: Setup = { request: { vouch: "proof", tokens: 1 } };
const promised: Setup = {};
const both: Setup = { request: { tokens: 1 } };

interface OwnAuthority {
  readonly authority: TimestampAuthority;
  readonly roots: NonNullable<Setup["roots"]>;
}

interface OwnAuthorityRequest {
  readonly seed: string;
  readonly from?: bigint;
  readonly until?: bigint;
  readonly leafProfile?: Profile;
  readonly window?: { readonly start?: bigint; readonly end?: bigint };
}

/** An authority of its own in the world's root, and what a plan needs to be stamped by it. */
async function ownAuthority({
  seed,
  from = signedAt - DAY,
  until = signedAt + DAY,
  leafProfile,
  window = {},
}: OwnAuthorityRequest): Promise<OwnAuthority> {
  const dates = { notBefore: from, notAfter: until, purpose: usages.timeStamping };
  const authority = await newTimestampAuthority(
    { operator: "stamp.example", seed, ...dates, ...(leafProfile && { leafProfile }) },
    world.ports,
  );
  const listed = { part: authority, start: window.start ?? from, ...(window.end !== undefined && { end: window.end }) };
  const listing = { ...world.listing, timestampAuthorities: [...world.listing.timestampAuthorities, listed] };
  const root = loadRoot("public-good", new TextEncoder().encode(JSON.stringify(trustedRootJson(listing))));
  return { authority, roots: [root] };
}

function stampedBy({ authority, roots }: OwnAuthority): Setup & { readonly mutate: Mutation } {
  return { ...stamped, roots, mutate: (plan) => ({ ...plan, tokens: [{ authority }] }) };
}

const fine = stampedBy(await ownAuthority({ seed: "fine" }));
const ended = stampedBy(await ownAuthority({ seed: "ended", window: { end: signedAt - SECOND } }));
const endsNow = stampedBy(await ownAuthority({ seed: "ends now", window: { start: signedAt, end: signedAt } }));
const expired = stampedBy(await ownAuthority({ seed: "expired", from: signedAt - 2n * DAY, until: signedAt - DAY }));
const profiles: readonly (readonly [name: string, profile: Profile])[] = [
  ["no timestamping", (spec) => withExtension(spec, { ...extendedKeyUsage(usages.codeSigning), critical: true })],
  ["not critical", (spec) => withExtension(spec, extendedKeyUsage(usages.timeStamping))],
  ["a second usage", (spec) => withExtension(spec, { ...extendedKeyUsage(usages.timeStamping, usages.codeSigning), critical: true })],
];
const profiled = await Promise.all(
  profiles.map(async ([name, leafProfile]) => [name, stampedBy(await ownAuthority({ seed: name, leafProfile }))] as const),
);
const brokenChain = stampedBy(
  await ownAuthority({ seed: "broken chain", leafProfile: (spec) => withExtension(spec, authorityKeyId(new Uint8Array(20))) }),
);

/** Two tokens of two operators; then of one, and of two generations of one. */
const twoStamps: Setup = { request: { tokens: 2 }, trust: { ...identityTrust, timestamped: demanded(2) } };
const nextGeneration = await newTimestampAuthority(
  { operator: "world.example", seed: "next generation", notBefore: signedAt - DAY, notAfter: signedAt + DAY, purpose: usages.timeStamping },
  world.ports,
);
const generations = [
  loadRoot(
    "public-good",
    new TextEncoder().encode(
      JSON.stringify(
        trustedRootJson({
          ...world.listing,
          timestampAuthorities: [...world.listing.timestampAuthorities, { part: nextGeneration, start: signedAt - DAY }],
        }),
      ),
    ),
  ),
];

const dated = JSON.parse(statementText({ predicate: { by: "alice", finishedOn: formatInstant(signedAt) } })) as never;

export const timeRows: readonly Row[] = [
  {
    id: "time-01",
    name: "unsigned-time",
    cases: [
      trial("promise removed", promised, { mutate: "promise-away" }, noTime()),
      trial("never promised", promised, { request: { vouch: "proof", tokens: 0 } }, noTime()),
    ],
  },
  {
    id: "time-02",
    name: "borrowed-time",
    cases: [
      trial(
        "a foreign promise",
        stamped,
        { request: { vouch: "proof", tokens: 0 }, mutate: "foreign-promise-beside" },
        noTime("log-entry-mismatch"),
        ["log-entry-mismatch"],
      ),
    ],
  },
  {
    id: "time-03",
    name: "outside-certificate",
    cases: [
      ...trials(promised, ["signed-a-second-early", "signed-a-second-late"], outside),
      ...trials(stamped, ["signed-a-second-early", "signed-a-second-late", "token-a-second-early", "token-a-second-late"], outside),
      ...trials(both, ["token-a-second-early", "token-a-second-late"], outside),
    ],
  },
  {
    id: "time-04",
    name: "future",
    cases: [
      trial("301 s after now", { ...promised, now: signedAt - 300n * SECOND }, { now: signedAt - 301n * SECOND }, "time · time-in-future"),
      trial("a day before signing", promised, { now: signedAt - DAY }, "time · time-in-future"),
    ],
  },
  {
    id: "time-05",
    name: "unknown-authority",
    cases: trials(
      stamped,
      [
        "token-of-unknown-authority",
        "token-of-unknown-authority-without-certificate",
        "token-of-unknown-authority-beside-known-certificate",
      ],
      noTime("token-signer-unknown"),
    ),
  },
  {
    id: "time-06",
    name: "other-imprint",
    cases: trials(
      stamped,
      ["token-over-another-signature", "token-over-payload", "token-over-base64", "token-sha1-imprint"],
      noTime("token-imprint-mismatch"),
    ),
  },
  {
    id: "time-07",
    name: "token-window",
    cases: [
      { ...trial("after the authority's window", fine, ended, noTime("token-outside-window")) },
      { ...trial("after the authority's certificate", endsNow, expired, noTime("token-outside-window")) },
    ],
  },
  {
    id: "time-08",
    name: "token-profile",
    cases: [
      ...profiled.map(([name, setup]) => trial(name, fine, setup, noTime("token-profile"))),
      trial("names another certificate", stamped, { mutate: "token-names-another-certificate" }, noTime("token-profile")),
    ],
  },
  {
    id: "time-09",
    name: "token-form",
    cases: [
      trial("rejected", stamped, { mutate: "token-rejected" }, noTime("token-not-granted")),
      ...trials(
        stamped,
        ["token-two-signers", "token-content-other", "token-attribute-other", "token-something-else"],
        noTime("token-malformed"),
      ),
      trial("cut off", stamped, { mutate: "token-cut-off" }, "bundle · der-invalid"),
    ],
  },
  {
    id: "time-10",
    name: "token-signature",
    cases: [
      ...trials(
        stamped,
        ["token-attributes-changed", "token-digest-of-another", "token-by-unknown-key"],
        noTime("token-signature-invalid"),
      ),
      trial("the authority's chain is broken", fine, brokenChain, noTime("token-chain-invalid")),
    ],
  },
  {
    id: "time-11",
    name: "one-authority-twice",
    cases: [
      trial("two tokens of one", twoStamps, { request: { tokens: 1 }, mutate: "token-again" }, "threshold · timestamp-threshold-not-met"),
      trial(
        "two generations of one",
        twoStamps,
        {
          roots: generations,
          request: { tokens: 1 },
          mutate: (plan) => ({ ...plan, tokens: [...plan.tokens, { authority: nextGeneration }] }),
        },
        "threshold · timestamp-threshold-not-met",
      ),
    ],
  },
  {
    id: "time-12",
    name: "hearsay",
    cases: [
      trial("a time in the predicate", { statement: dated }, { request: { vouch: "proof", tokens: 0 } }, noTime()),
      trial(
        "a time line in the checkpoint",
        promised,
        {
          request: { vouch: "proof", tokens: 0 },
          mutate: (plan) => ({
            ...plan,
            entries: plan.entries.map((entry) => ({
              ...entry,
              note: { content: (content) => ({ ...content, others: [`Timestamp: ${signedAt}`] }) },
            })),
          }),
        },
        noTime(),
      ),
      trial(
        "an annotation with a date",
        { form: "layer", request: { vouch: "promise" } },
        {
          mutate: (plan) => ({
            ...plan,
            annotations: ({ "dev.sigstore.cosign/bundle": _promise, ...others }) => ({
              ...others,
              "org.opencontainers.image.created": formatInstant(now),
            }),
          }),
        },
        noTime(),
      ),
    ],
  },
];
