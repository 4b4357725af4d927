/** The token table: what the lexer makes and the parser reads, words and symbols alike. */
import { createToken, EmbeddedActionsParser, type IToken, type TokenType } from "chevrotain";
import { matching } from "./pattern.ts";
import { contextualWords, reservedWords, type ContextualWord, type ReservedWord } from "./words.ts";

const category = (name: string, label: string, categories: TokenType[] = []): TokenType => createToken({ name, label, categories });

/** Any word, reserved or not. */
export const Word = category("Word", "a word");
/** A word that may be a name. */
export const Ident = category("Ident", "a name", [Word]);
export const Unit = category("Unit", "a unit of time");
export const Outcome = category("Outcome", "an outcome");
export const Disposition = category("Disposition", "a disposition");
export const PatternWord = category("PatternWord", "`glob` or `regex`");
export const Extent = category("Extent", "`most` or `least`");
export const Stricter = category("Stricter", "`fewer` or `more`");
export const WaiveText = category("WaiveText", "`reason`, `ticket` or `compensating`");
export const GateMode = category("GateMode", "`enforce`, `warn` or `audit`");
export const Proof = category("Proof", "`logged` or `timestamped`");
export const Spoilt = category("Spoilt", "what is wrong with an attestation");
export const AppliesWord = category("AppliesWord", "`when` or `unless`");
export const Compare = category("Compare", "a comparison");
export const AddOp = category("AddOp", "`+` or `-`");
export const Digits = category("Digits", "a number");
export const MessageEnd = category("MessageEnd", "the closing quote of the message");
export const HoleEnd = category("HoleEnd", "`}`");

const memberOf: readonly (readonly [TokenType, string])[] = [
  [Unit, "second seconds minute minutes hour hours day days week weeks"],
  [Outcome, "satisfied violated missing unverifiable"],
  [Disposition, "clear enforced waived grace warned audited"],
  [PatternWord, "glob regex"],
  [Extent, "most least"],
  [Stricter, "fewer more"],
  [WaiveText, "reason ticket compensating"],
  [GateMode, "enforce warn audit"],
  [Proof, "logged timestamped"],
  [Spoilt, "unsigned tampered unlogged untimestamped expired malformed stale postdated"],
];

/** A word that the language gives no meaning. The lexer makes all words so; `prepare` looks up their own type. */
export const PlainWord = createToken({
  name: "PlainWord",
  label: "a name",
  categories: [Ident],
  ...matching(/[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*/, "_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
});

export type KeyWord = ReservedWord | ContextualWord;

function keyword(text: KeyWord, base: TokenType): TokenType {
  const extra = memberOf.filter(([, words]) => words.split(" ").includes(text)).map(([type]) => type);
  return { name: `word:${text}`, LABEL: `\`${text}\``, CATEGORIES: [base, ...extra] };
}

/** The token type of each word of the language. */
export const kw = Object.fromEntries([
  ...reservedWords.map((text) => [text, keyword(text, Word)]),
  ...contextualWords.map((text) => [text, keyword(text, Ident)]),
]) as Readonly<Record<KeyWord, TokenType>>;

/** A parser links its whole vocabulary at once, categories first; `createToken` would link all words anew for each word. */
class Vocabulary extends EmbeddedActionsParser {}
new Vocabulary([Word, Ident, ...memberOf.map(([type]) => type), ...Object.values(kw)]);

/** A map, so that `constructor` and `__proto__` are ordinary words. */
export const wordTypes: ReadonlyMap<string, TokenType> = new Map(Object.entries(kw));

const symbol = (name: string, text: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, label: `\`${text}\``, pattern: text, categories });

export const LCurly = symbol("LCurly", "{");
export const RCurly = symbol("RCurly", "}");
export const LParen = symbol("LParen", "(");
export const RParen = symbol("RParen", ")");
export const LSquare = symbol("LSquare", "[");
export const RSquare = symbol("RSquare", "]");
export const Comma = symbol("Comma", ",");
export const Colon = symbol("Colon", ":");
export const Dot = symbol("Dot", ".");
export const Equals = symbol("Equals", "=");
export const Plus = symbol("Plus", "+", [AddOp]);
export const Minus = symbol("Minus", "-", [AddOp]);
export const LessEq = symbol("LessEq", "<=", [Compare]);
export const Less = symbol("Less", "<", [Compare]);
export const GreaterEq = symbol("GreaterEq", ">=", [Compare]);
export const Greater = symbol("Greater", ">", [Compare]);

/** Gives a token another type. */
export function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? token.tokenTypeIdx;
}
