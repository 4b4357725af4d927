/** The host of an authority's address, which is also its operator where the root file names none. */
export function hostOf(address: string): string | undefined {
  const match = /^https?:\/\/([^/?#]+)/u.exec(address);
  return match?.[1]?.toLowerCase();
}
