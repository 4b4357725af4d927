/** Whose repository this is, by the address that git pushes to. Read as text: git is not run. */
import { join } from "node:path";
import { readBounded } from "../judging/policy-files.ts";
import type { Project } from "./starter-policy.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u;

/** `undefined` outside a repository, and for one that is not on GitHub. */
export function gitHubProject(folder: string): Project | undefined {
  const bytes = readBounded(join(folder, ".git", "config"));
  const text = bytes === undefined ? "" : Buffer.from(bytes).toString("utf8");
  const origin = /^\[remote "origin"\]$([^[]*)/mu.exec(text)?.[1] ?? "";
  const url = /^\s*url\s*=\s*(\S+)\s*$/mu.exec(origin)?.[1] ?? "";
  const [, owner = "", repository = ""] =
    /^(?:https:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)github\.com[/:]([^/]+)\/([^/]+?)(?:\.git)?\/?$/u.exec(url) ?? [];
  return NAME.test(owner) && NAME.test(repository) ? { owner, repository } : undefined;
}
