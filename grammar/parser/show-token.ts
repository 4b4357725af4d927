import type { IToken } from "chevrotain";

/** A token as a message shows it: short, and on one line. */
export function show(token: IToken): string {
  if (token.startOffset < 0) return "the end of the file";
  const { image } = token;
  if (image === "") return "the end of the line";
  const text = image.length > 40 ? `${[...image].slice(0, 36).join("")}…` : image;
  return `\`${text.replaceAll("`", "'")}\``;
}
