/** `forged "…"`: the name is known, and what is signed has what would be forged. */
import type { GivenProp } from "../../../grammar/index.ts";
import type { ForgeryName, SpoiltWord, TrustRoot } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { forgeryNames, isForgery, needOf, type ForgeryNeed } from "./forgeries.ts";
import { proofsOf } from "./proofs.ts";
import type { PropsOf } from "./props-of.ts";
import { inRow } from "./rows.ts";
import { report, type TestContext } from "./test-context.ts";

export function checkForgery(
  context: TestContext,
  { root, row }: PropsOf,
  { how }: Extract<GivenProp, { kind: "given-forged" }>,
): ForgeryName | undefined {
  const named = inRow(how, row);
  if (named.kind !== "string")
    return report(context, "E7017", named.span, "the name of a forgery is a text", {
      help: ['write it between quotes, or name a column of `cases` whose values are: `forged "entry-of-another"`'],
    });
  const { value, span } = named;
  if (!isForgery(value))
    return report(context, "E7017", span, `no forgery is called \`${value}\``, {
      ...didYouMean(value, span, forgeryNames),
      help: ["`docs/testing-policies.md` lists them"],
    });
  const why = missing[needOf(value)](root);
  if (why === undefined) return value;
  return report(context, "E7014", span, `trust root \`${root.name}\` ${why}, so this changes nothing`, {
    related: [{ span: root.span, text: "the trust root" }],
  });
}

const UNSPOILT: ReadonlySet<SpoiltWord> = new Set();

/** What a trust root lacks of what forgeries need. */
const missing: Readonly<Record<ForgeryNeed, (root: TrustRoot) => string | undefined>> = {
  nothing: () => undefined,
  bundle: () => undefined,
  key: ({ kind }) => (kind === "keys" ? undefined : "lists no keys"),
  certificate: ({ kind }) => (kind === "keys" ? "lists keys, and no certificate is carried" : undefined),
  sigstore: ({ kind }) => (kind === "sigstore" ? undefined : "names no Sigstore instance"),
  authority: ({ kind }) => (kind === "authority" ? undefined : "names no authority of its own"),
  "logged certificate": (root) => missing.certificate(root) ?? missing.log(root),
  log: ({ logged }) => (logged > 0 ? undefined : "does not ask for a log entry (`logged yes`)"),
  timestamp: (root) => (proofsOf(root, UNSPOILT).tokens > 0 ? undefined : "does not ask for a timestamp (`timestamped yes`)"),
};
