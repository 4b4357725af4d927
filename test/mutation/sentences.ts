/** Sentences for people are not mutated: no test should fail when a clause is worded otherwise. Reason codes and all other text are. */
interface Literal {
  readonly type: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
}

/** Two words in lower case beside each other; reason codes have no spaces, labels of files have no lower case. */
const clause = /\p{Ll}['’,;:)]*\s+\(?\p{Ll}/u;

export function isSentence(text: string): boolean {
  return clause.test(text);
}

export const sentences = {
  shouldIgnore: (path: object): string | undefined => {
    const { node } = path as { readonly node: Literal };
    const text = node.type === "StringLiteral" ? node.value : node.type === "TemplateLiteral" ? textOf(node) : undefined;
    return typeof text === "string" && isSentence(text) ? "a sentence for people" : undefined;
  },
};

function textOf(template: Literal): string {
  return (template.quasis ?? []).map(({ value }) => value.raw).join("…");
}
