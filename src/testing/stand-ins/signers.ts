/** Who signs what a test gives: the first key or an identity that fits the trust root, or somebody that it does not name. */
import { err, ok, type Result } from "../../base/index.ts";
import { error, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import { toTrustRoot } from "../../engine/index.ts";
import type { GivenEvidence, TextTest, TrustRoot } from "../../language/index.ts";
import { admitsName } from "../../trust/index.ts";
import type { IdentitySigner } from "../world/world.ts";
import { textThatFits } from "./text-that-fits.ts";

export type Signer =
  /** By the fingerprint in the policy; `validUntil` in nanoseconds. */
  | { readonly kind: "key"; readonly fingerprint: string; readonly validUntil?: bigint }
  | { readonly kind: "stranger" }
  | { readonly kind: "identity"; readonly identity: IdentitySigner };

type Key = TrustRoot["keys"][number];

/** As many as the trust root's threshold asks for; one where the test names one. */
export function signersOf(given: GivenEvidence, at: bigint): Result<readonly Signer[], Diagnostic> {
  const { root, signer, span } = given;
  if (root.kind !== "keys") return identitiesOf(given, at);
  if (signer.kind === "somebody-else") return ok([{ kind: "stranger" }]);
  if (given.spoilt.has("expired")) return expiredKey(root, at, span);
  if (signer.as === undefined) return ok(keysInForce(root, at).slice(0, root.threshold).map(keySigner));
  const { text, span: asSpan } = signer.as;
  const held = root.keys.filter(({ holder, file }) => holder === text || file === text);
  const key = held.find((each) => isInForce(each, at)) ?? held[0];
  if (key !== undefined) return ok([keySigner(key)]);
  const names = root.keys.map(({ holder, file }) => `\`${holder ?? file}\``).join(", ");
  return err(error("E7012", asSpan, `trust root \`${root.name}\` has no key of \`${text}\``, { help: [`its keys are those of ${names}`] }));
}

function keySigner({ fingerprint, validUntil }: Key): Signer {
  return { kind: "key", fingerprint, ...(validUntil !== undefined && { validUntil }) };
}

function isInForce({ validFrom, validUntil, revokedSince }: Key, at: bigint): boolean {
  return (validFrom ?? at) <= at && at <= (validUntil ?? at) && (revokedSince === undefined || at < revokedSince);
}

/** Those in force first, each holder once before anybody twice. */
function keysInForce({ keys }: TrustRoot, at: bigint): readonly Key[] {
  const order = [...keys.filter((key) => isInForce(key, at)), ...keys.filter((key) => !isInForce(key, at))];
  const firsts = order.filter((key, index) => key.holder === undefined || order.findIndex(({ holder }) => holder === key.holder) === index);
  return [...firsts, ...order.filter((key) => !firsts.includes(key))];
}

function expiredKey(root: TrustRoot, at: bigint, span: Span): Result<readonly Signer[], Diagnostic> {
  const key = root.keys.find(({ validUntil }) => validUntil !== undefined && validUntil < at);
  if (key !== undefined) return ok([keySigner(key)]);
  return err(
    error("E7014", span, `no key of trust root \`${root.name}\` has expired when this test runs`, {
      help: ["move `at` behind its `valid until`"],
    }),
  );
}

/** Nobody's workflow, by the issuer that everybody may ask. */
const SOMEBODY = { uri: "https://somebody-else.example/app/.github/workflows/build.yml@refs/heads/main", email: "somebody@else.example" };
const OTHER_ISSUER = "https://issuer.somebody-else.example";

function identitiesOf(given: GivenEvidence, at: bigint): Result<readonly Signer[], Diagnostic> {
  const { root, signer } = given;
  const claims = claimsOf(root, given.nameSpan);
  if (!claims.ok) return claims;
  const issuer = given.issuer === "own" ? (root.issuer ?? OTHER_ISSUER) : OTHER_ISSUER;
  const identity = (san: string): Signer => ({ kind: "identity", identity: { san, issuer, claims: claims.value } });
  if (signer.kind === "root" && signer.as) return ok([identity(signer.as.text)]);
  const own = textThatFits(root.identity, (text) => admitsName(toTrustRoot(root), text, at));
  if (signer.kind === "somebody-else") return ok([identity(own?.includes("://") === false ? SOMEBODY.email : SOMEBODY.uri)]);
  if (own !== undefined) return ok(severalOf(root, own, at).map(identity));
  return err(
    error("E7012", given.nameSpan, `no identity that trust root \`${root.name}\` accepts can be made up`, {
      related: [{ span: root.span, text: "its tests of the identity" }],
      help: [`say who signs: \`signed by ${root.name} as "…"\``],
    }),
  );
}

function severalOf(root: TrustRoot, first: string, at: bigint): readonly string[] {
  const all = new Set([first]);
  for (const test of root.identity) {
    const others = test.kind === "is-one-of" ? test.texts : [];
    for (const text of others) if (all.size < root.threshold && admitsName(toTrustRoot(root), text, at)) all.add(text);
  }
  return [...all];
}

function claimsOf(root: TrustRoot, span: Span): Result<Readonly<Record<string, string>>, Diagnostic> {
  const claims: Record<string, string> = {};
  for (const { name, tests } of root.claims) {
    const text = claimThatFits(root, tests);
    if (text === undefined) {
      return err(
        error("E7012", span, `no claim \`${name}\` that trust root \`${root.name}\` accepts can be made up`, {
          related: [{ span: root.span, text: "its tests of claims" }],
          help: ["a claim that is tested by a regular expression alone cannot be given in a test; test it by `is`, `under` or a glob too"],
        }),
      );
    }
    claims[name] = text;
  }
  return ok(claims);
}

/** Claims are tested as identities are. */
function claimThatFits(root: TrustRoot, tests: readonly TextTest[]): string | undefined {
  const asked = toTrustRoot({ ...root, identity: tests, refused: [] });
  return textThatFits(tests, (text) => admitsName(asked, text, 0n));
}
