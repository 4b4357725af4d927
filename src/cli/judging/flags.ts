import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

/** `cli.md`, SUBJECT. */
export const subjectArg = Args.string({
  description: "registry/repo[:tag][@digest] · oci-layout:DIR[:tag][@digest] · file:PATH · sha256:HEX (the last two with --bundle)",
  ignoreStdin: true,
});

const sigstoreRoot = Flags.string({
  summary: "another Sigstore root under that name",
  helpValue: "NAME=FILE",
  multiple: true,
  multipleNonGreedy: true,
});
const param = Flags.string({ summary: "tighten a parameter", helpValue: "NAME=VALUE", multiple: true, multipleNonGreedy: true });

/** What a policy is compiled with. */
export const compileFlags = { param, "sigstore-root": sigstoreRoot };

/** What a registry is spoken to with. */
export const registryFlags = {
  "registry-config": Flags.string({ summary: "credentials, in Docker's format", helpValue: "FILE" }),
  "ca-file": Flags.string({ summary: "further certificate authorities for TLS", helpValue: "FILE" }),
};

/** Where evidence comes from. */
export const sourceFlags = {
  bundle: Flags.string({ summary: "evidence from files: DSSE, Sigstore bundles, .jsonl of either", helpValue: "FILE", multiple: true }),
  platform: Flags.string({ summary: "one platform of an index", helpValue: "OS/ARCH[/VARIANT]" }),
  "sigstore-root": sigstoreRoot,
  ...registryFlags,
};

/** What a policy is judged with. */
export const policyFlags = {
  policy: Flags.string({ summary: "the policy to judge by", helpValue: "FILE" }),
  gate: Flags.string({ summary: "which gate; needed when the policy has several", helpValue: "NAME" }),
  param,
  at: Flags.string({ summary: "evaluation time; away from the clock it is a dry run", helpValue: "TIME" }),
};
