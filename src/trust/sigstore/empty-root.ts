import type { SigstoreRoot } from "./root.ts";

/** Stands in where a run permits no Sigstore root: everything is unknown to it, so that the reasons are the ordinary ones. */
export const emptyRoot: SigstoreRoot = {
  name: "",
  digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  certificateAuthorities: [],
  timestampAuthorities: [],
  logs: [],
  ctLogs: [],
};
