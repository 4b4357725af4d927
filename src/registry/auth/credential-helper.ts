/** Credential helpers: programs that hold secrets for Docker (`registry.md` §7). */
import { decodeUtf8, err, member, ok, parseJson, type Result } from "../../base/index.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { Credential } from "../request.ts";

export interface HelperAnswer {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
}

export type HelperFault = "not-installed" | "timeout" | "too-large" | "failed";

/** Runs `docker-credential-<name> get` with the server on its standard input; no shell, 10 s, 64 KiB. */
export type CredentialHelper = (name: string, server: string) => Promise<Result<HelperAnswer, HelperFault>>;

const NAME = /^[A-Za-z0-9._-]+$/;
const NOT_FOUND = /credentials not found/i;
const MAX_BYTES = 64 * 1024;

/** "Not found" is anonymous; whatever else goes wrong is a fault, since being nobody unasked would hide it. */
export async function fromHelper(
  name: string,
  server: string,
  helper: CredentialHelper,
): Promise<Result<Credential | undefined, FetchFault>> {
  if (!NAME.test(name)) return err(fault("auth", `\`${showUntrusted(name)}\` is no name of a credential helper`));
  const answer = await helper(name, server);
  if (!answer.ok) return err(fault("auth", `the credential helper \`${name}\` gives no answer (${answer.error})`));
  const { exitCode, stdout } = answer.value;
  if (exitCode !== 0) {
    const isNone = NOT_FOUND.test(decodeUtf8(stdout) ?? "");
    return isNone ? ok(undefined) : err(fault("auth", `the credential helper \`${name}\` ends with ${exitCode}`));
  }
  return readAnswer(name, stdout);
}

function readAnswer(name: string, stdout: Uint8Array): Result<Credential, FetchFault> {
  const json = parseJson(stdout, { maxBytes: MAX_BYTES, maxDepth: 8, maxNodes: 100 });
  const username = json.ok ? member(json.value, "Username") : undefined;
  const secret = json.ok ? member(json.value, "Secret") : undefined;
  if (typeof username !== "string" || typeof secret !== "string" || secret === "") {
    return err(fault("auth", `the credential helper \`${name}\` answers with something else`));
  }
  return ok(username === "<token>" ? { kind: "identity-token", token: secret } : { kind: "password", username, password: secret });
}
