/** Whether a segment names an entry of its folder and nothing else, on every system. */
export function isPlainName(segment: string): boolean {
  return segment !== "" && segment !== "." && segment !== ".." && !/[/\\\0]/.test(segment);
}
