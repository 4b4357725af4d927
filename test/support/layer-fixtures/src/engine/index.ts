export interface Engine {
  readonly kind: "engine";
}
