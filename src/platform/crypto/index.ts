import type { SigningCrypto } from "../../trust/index.ts";

export { keyFileCrypto } from "./key-file-crypto.ts";
export { createNodeCrypto } from "./node-provider.ts";
export { throwAwayCrypto } from "./throw-away-crypto.ts";

/** Key handling and signing over @peculiar/webcrypto, which takes longer to load than a judgement takes and which no judgement needs. */
export async function loadWebCrypto(): Promise<SigningCrypto> {
  return (await import("./webcrypto-provider.ts")).createWebCrypto();
}
