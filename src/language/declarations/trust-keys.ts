/** The keys of a trust root: files, holders and windows. `language.md` §5.6. */
import type { KeyClause, KeyProp, Trust } from "../../../grammar/index.ts";
import { parseIdentity } from "../../base/index.ts";
import { error } from "../../diagnostics/index.ts";
import type { TrustedKey } from "../checked/index.ts";
import type { Declaring } from "./declaring.ts";
import { instantOf } from "./times.ts";
import { readTrustFile } from "./trust-files.ts";
import { notValid } from "./values.ts";

/** `undefined` when a key line does not check; that has been reported. */
export function lowerKeys(declaring: Declaring, trust: Trust): readonly TrustedKey[] | undefined {
  const clauses = trust.clauses.filter((clause) => clause.kind === "key");
  const lowered = clauses.map((clause) => lowerKey(declaring, clause));
  return lowered.includes(undefined) ? undefined : lowered.flatMap((keys) => keys ?? []);
}

function lowerKey(declaring: Declaring, clause: KeyClause): readonly TrustedKey[] | undefined {
  const said = readProps(declaring, clause);
  const file = readTrustFile(declaring, clause.file);
  if (file === undefined || said === undefined) return undefined;
  const loaded = declaring.input.ports.loadKeys(file.bytes);
  if (loaded.ok && loaded.value.length > 0) {
    const keys = loaded.value.map((key) => ({ file: file.path, ...key, ...said, ...narrower(key, said) }));
    return isEverValid(declaring, clause, keys) ? keys : undefined;
  }
  const label = loaded.ok ? "it holds no key" : loaded.error;
  declaring.report(error("E4021", clause.file.span, `\`${clause.file.value}\` cannot be used as a key`, { label }));
  return undefined;
}

type Window = Pick<TrustedKey, "validFrom" | "validUntil">;

/** What the file says of when a key is in use and what the policy says both hold. */
function narrower(one: Window, other: Window): Window {
  const from = [one.validFrom, other.validFrom].filter((bound) => bound !== undefined);
  const until = [one.validUntil, other.validUntil].filter((bound) => bound !== undefined);
  return {
    ...instantMember("validFrom", from.length === 0 ? undefined : from.reduce((a, b) => (a > b ? a : b))),
    ...instantMember("validUntil", until.length === 0 ? undefined : until.reduce((a, b) => (a < b ? a : b))),
  };
}

/** One key that is never in use among others is no fault; all of them are. */
function isEverValid(declaring: Declaring, clause: KeyClause, keys: readonly TrustedKey[]): boolean {
  if (keys.some(({ validFrom, validUntil }) => validFrom === undefined || validUntil === undefined || validFrom <= validUntil)) return true;
  const message = `no key of \`${clause.file.value}\` is in use, by what the file says, in the time that is written here`;
  declaring.report(error("E5004", clause.span, message, { help: ["look at the windows in the file"] }));
  return false;
}

type Said = Pick<TrustedKey, "holder" | "validFrom" | "validUntil" | "revokedSince">;

function readProps(declaring: Declaring, clause: KeyClause): Said | undefined {
  const byWord = new Map<string, KeyProp>();
  for (const prop of clause.props) byWord.set(wordOf(prop), prop);
  const from = byWord.get("valid from");
  const until = byWord.get("valid until");
  const revoked = byWord.get("revoked since");
  const said = {
    ...instantMember("validFrom", from?.kind === "valid" ? instantOf(from.when, "first") : undefined),
    ...instantMember("validUntil", until?.kind === "valid" ? instantOf(until.when, "last") : undefined),
    ...instantMember("revokedSince", revoked?.kind === "revoked-since" ? instantOf(revoked.when, "first") : undefined),
  };
  const inOrder = checkWindow(declaring, said, from, until, revoked);
  const holder = readHolder(declaring, byWord.get("held by"));
  if (!inOrder || holder === "invalid") return undefined;
  return holder === undefined ? said : { ...said, holder };
}

function instantMember<K extends string>(name: K, instant: bigint | undefined): { readonly [P in K]?: bigint } {
  return (instant === undefined ? {} : { [name]: instant }) as { readonly [P in K]?: bigint };
}

function wordOf(prop: KeyProp): string {
  if (prop.kind === "valid") return `valid ${prop.edge}`;
  return prop.kind === "held-by" ? "held by" : "revoked since";
}

function checkWindow(declaring: Declaring, said: Said, from?: KeyProp, until?: KeyProp, revoked?: KeyProp): boolean {
  const start = said.validFrom;
  if (from === undefined || start === undefined) return true;
  if (until !== undefined && said.validUntil !== undefined && said.validUntil < start) {
    const related = [{ span: from.span, text: "it becomes valid only here" }];
    declaring.report(error("E5004", until.span, "the key stops being valid before it becomes valid", { related }));
    return false;
  }
  if (revoked !== undefined && said.revokedSince !== undefined && said.revokedSince <= start) {
    const related = [{ span: from.span, text: "it becomes valid only here" }];
    const help = ["a key that is always rejected needs no line"];
    declaring.report(error("E5004", revoked.span, "the key is revoked before it becomes valid", { related, help }));
    return false;
  }
  return true;
}

function readHolder(declaring: Declaring, prop: KeyProp | undefined): string | undefined | "invalid" {
  if (prop?.kind !== "held-by") return undefined;
  const identity = parseIdentity(prop.holder.value);
  if (identity.ok) return prop.holder.value;
  declaring.report(notValid(prop.holder.span, prop.holder.value, "Identity", identity.error));
  return "invalid";
}
