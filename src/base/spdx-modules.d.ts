/** Two of our packages carry no declarations. */
declare module "spdx-expression-parse" {
  /** Throws when `source` is no licence expression. */
  export default function parse(source: string): unknown;
}
declare module "spdx-exceptions" {
  const ids: readonly string[];
  export default ids;
}
