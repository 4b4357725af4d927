/** A JSON number whose source text is not what JavaScript would print for it: kept as written, so nothing is rounded. */
export class JsonNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export type JsonObject = { readonly [name: string]: Json };
export type Json = null | boolean | number | string | JsonNumber | readonly Json[] | JsonObject;

export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Values of any kind, members and elements included. */
  readonly maxNodes: number;
}

export type JsonFaultKind = "utf8-invalid" | "json-malformed" | "duplicate-key" | "too-large" | "too-deep" | "too-many";

export interface JsonFault {
  readonly kind: JsonFaultKind;
  /** Names the limit or the key, and the byte offset where it is known. */
  readonly detail: string;
}
