/** The `Link` header of RFC 8288, as far as paging needs it. */

const LINK = /\s*<([^>]*)>((?:\s*;\s*[A-Za-z0-9*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)\s*(?:,|$)/y;

/** The target of the first link whose relation is `next`; relative ones stay as they are. */
export function nextLink(values: readonly string[]): string | undefined {
  for (const value of values) {
    LINK.lastIndex = 0;
    for (let found = LINK.exec(value); found !== null && found[0] !== ""; found = LINK.exec(value)) {
      if (isNext(found[2] ?? "")) return found[1];
    }
  }
  return undefined;
}

function isNext(parameters: string): boolean {
  const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i.exec(parameters);
  const words = (relation?.[1] ?? relation?.[2] ?? "").toLowerCase().split(/\s+/);
  return words.includes("next");
}
