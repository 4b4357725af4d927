export { createNodeCrypto } from "./node-provider.ts";
export { createWebCrypto } from "./webcrypto-provider.ts";
