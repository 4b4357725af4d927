/** Arcs of Fulcio's claims below 1.3.6.1.4.1.57264.1, by the names that policies use. */
const arcs: Readonly<Record<string, number>> = {
  "legacy-issuer": 1,
  "legacy-trigger": 2,
  "legacy-sha": 3,
  "legacy-workflow-name": 4,
  "legacy-repository": 5,
  "legacy-ref": 6,
  issuer: 8,
  "build-signer": 9,
  "build-signer-digest": 10,
  "runner-environment": 11,
  "source-repository": 12,
  "source-repository-digest": 13,
  "source-repository-ref": 14,
  "source-repository-id": 15,
  "source-owner": 16,
  "source-owner-id": 17,
  "build-config": 18,
  "build-config-digest": 19,
  "build-trigger": 20,
  "run-invocation": 21,
  "source-visibility": 22,
};

/** `undefined`: no claim has this name. */
export function claimArc(name: string): number | undefined {
  return Object.hasOwn(arcs, name) ? arcs[name] : undefined;
}
