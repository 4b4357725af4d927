import type { Rule } from "../../rule.ts";

export const versionNotRaised: Rule = {
  code: "L608",
  name: "version-not-raised",
  title: "version not raised though the meaning changed",
  level: "warn",
  check: ({ file: { header }, locked, meaning }) => {
    if (header.kind !== "header" || locked === undefined) return [];
    const { version } = header;
    if (locked.version !== version.digits || locked.meaning === meaning) return [];
    const next = String(BigInt(version.digits) + 1n);
    return [
      {
        span: version.span,
        message: `the policy means something else than when version ${version.digits} was locked`,
        parts: {
          notes: ["verdicts name the version: those of the old text would stand for the new one"],
          help: ["raise the version, then run `policy lock`"],
          fixes: [{ title: `write \`version ${next}\``, safe: false, edits: [{ span: version.span, text: next }] }],
        },
      },
    ];
  },
};
