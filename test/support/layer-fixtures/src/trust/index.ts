export const verify = 1;
export interface Verified {
  readonly kind: "verified";
}
