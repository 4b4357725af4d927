/** How an attestation is signed, what it is about, and what is wrong with it. `language.md` §8. */
import type { GivenProp } from "../../../grammar/index.ts";
import { scalars } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { GivenAbout, GivenEvidence, GivenOn, GivenSigner, SpoiltWord, TrustRoot } from "../checked/index.ts";
import { instantOf } from "../declarations/index.ts";
import { didYouMean } from "../nearest.ts";
import { checkForgery } from "./forged.ts";
import type { PropsOf } from "./props-of.ts";
import { listed, report, type TestContext, type TestPlace } from "./test-context.ts";

type Checked = Pick<GivenEvidence, "signer" | "issuer" | "signedAt" | "about" | "on" | "spoilt" | "forged">;

export function checkProps(context: TestContext, place: TestPlace, given: PropsOf): Checked {
  checkContradictions(context, given.props);
  let signer: GivenSigner = { kind: "root" };
  let issuer: GivenEvidence["issuer"] = "own";
  let signedAt: bigint | undefined;
  let about: GivenAbout = { kind: "asked" };
  let on: GivenOn | undefined;
  let forged: GivenEvidence["forged"];
  const spoilt = new Set<SpoiltWord>();
  for (const prop of given.props) {
    if (prop.kind === "given-signed-by" && prop.as) signer = { kind: "root", as: { text: prop.as.value, span: prop.as.span } };
    else if (prop.kind === "given-signed-by-somebody-else") signer = { kind: "somebody-else" };
    else if (prop.kind === "given-issued-by-somebody-else") issuer = checkIssuer(context, given, prop.span);
    else if (prop.kind === "given-signed-at") signedAt = instantOf(prop.when, "first");
    else if (prop.kind === "given-about") about = checkDigest(context, prop.digest) ?? about;
    else if (prop.kind === "given-about-something-else") about = { kind: "something-else" };
    else if (prop.kind === "given-on") on = checkOn(context, place, prop);
    else if (prop.kind === "given-forged") forged = checkForgery(context, given, prop);
    else if (prop.kind === "given-spoilt") {
      checkSpoilt(context, given, prop.word, prop.span);
      spoilt.add(prop.word);
    }
  }
  return {
    signer,
    issuer,
    ...(signedAt !== undefined && { signedAt }),
    about,
    ...(on && { on }),
    spoilt,
    ...(forged !== undefined && { forged }),
  };
}

/** Props that say the same thing in two ways, or one that leaves nothing for the other. */
const apart: readonly (readonly [string, readonly string[]])[] = [
  ["given-signed-by", ["given-signed-by-somebody-else"]],
  ["given-about", ["given-about-something-else", "given-on"]],
  ["given-about-something-else", ["given-on"]],
  ["stale", ["postdated"]],
  [
    "unsigned",
    [
      "given-signed-by",
      "given-signed-by-somebody-else",
      "given-issued-by-somebody-else",
      "given-signed-at",
      "tampered",
      "unlogged",
      "untimestamped",
      "expired",
      "given-forged",
    ],
  ],
  ["given-forged", ["unlogged", "untimestamped"]],
];

function checkContradictions(context: TestContext, props: readonly GivenProp[]): void {
  const seen = new Map<string, Span>();
  for (const prop of props) {
    const key = prop.kind === "given-spoilt" ? prop.word : prop.kind;
    const other = seen.has(key) ? key : [...seen.keys()].find((name) => areApart(name, key));
    const at = other === undefined ? undefined : seen.get(other);
    if (at !== undefined) {
      const message = other === key ? "the same is said twice of one attestation" : "one attestation cannot be both";
      report(context, "E7008", prop.span, message, { related: [{ span: at, text: "the other one" }] });
    }
    seen.set(key, prop.span);
  }
}

function areApart(a: string, b: string): boolean {
  return apart.some(([one, others]) => (one === a && others.includes(b)) || (one === b && others.includes(a)));
}

function checkDigest(context: TestContext, node: { readonly value: string; readonly span: Span }): GivenAbout | undefined {
  if (scalars.Digest.parse(node.value).ok || scalars.Commit.parse(node.value).ok) return { kind: "digest", digest: node.value };
  return report(context, "E7010", node.span, `\`${node.value}\` is neither a digest nor a commit`, {
    help: ["write `sha256:` and 64 hexadecimal digits, or `about something else`"],
  });
}

function checkOn(
  context: TestContext,
  { platforms }: TestPlace,
  { on, span }: Extract<GivenProp, { kind: "given-on" }>,
): GivenOn | undefined {
  if (platforms.length === 0) {
    return report(context, "E7010", span, "the subject of this test is no index, so there are no platforms to choose from", {
      help: [`give it some: \`subject "registry.example/app" platforms "linux/amd64", "linux/arm64"\``],
    });
  }
  if (on === "index") return { kind: "index" };
  if (platforms.includes(on.value)) return { kind: "platform", name: on.value };
  return report(context, "E7010", on.span, `the subject of this test has no platform \`${on.value}\``, {
    ...didYouMean(on.value, on.span, platforms),
    help: [`its platforms are ${listed(platforms)}`],
  });
}

function checkIssuer(context: TestContext, { root }: PropsOf, span: Span): GivenEvidence["issuer"] {
  if (root.issuer === undefined) doesNotFit(context, span, root, "does not test who issued a certificate");
  return "somebody-else";
}

/** What would change nothing would be a test that can only pass. */
function checkSpoilt(context: TestContext, { root, serves }: PropsOf, word: SpoiltWord, span: Span): void {
  if (word === "unlogged" && root.logged === 0) doesNotFit(context, span, root, "does not ask for a log entry (`logged yes`)");
  if (word === "untimestamped" && root.timestamped === 0)
    doesNotFit(context, span, root, "does not ask for a timestamp (`timestamped yes`)");
  if (word === "expired" && root.kind === "keys" && !root.keys.some((key) => key.validUntil !== undefined)) {
    doesNotFit(context, span, root, "has no key that ever expires (`valid until`)");
  }
  if (word === "stale" && !serves.some(({ evidence }) => evidence.fresh)) {
    report(context, "E7014", span, "this evidence cannot be stale: nothing says how fresh it must be", {
      help: ["`fresh within … of …` on the evidence says so"],
    });
  }
}

function doesNotFit(context: TestContext, span: Span, root: TrustRoot, why: string): void {
  report(context, "E7014", span, `trust root \`${root.name}\` ${why}, so this changes nothing`, {
    related: [{ span: root.span, text: "the trust root" }],
  });
}
