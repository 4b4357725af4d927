/**
 * Where a key is: a path or a URI of a closed registry of schemes, `verification.md` §8. What looks like a URI of a scheme that nobody
 * registered is refused, and never taken for the name of a file.
 */
import { err, ok, type Result } from "../../base/index.ts";
import { parsePkcs11Uri, type Pkcs11Reference } from "./pkcs11-uri.ts";

export type KeyReference =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "environment"; readonly variable: string }
  | { readonly kind: "pkcs11"; readonly token: Pkcs11Reference }
  /** A service behind a Sigstore KMS plug-in. */
  | { readonly kind: "plug-in"; readonly scheme: string; readonly reference: string };

export interface KeyReferenceFault {
  readonly reason: "key-scheme-unknown" | "trust-config-invalid";
  readonly detail: string;
}

/** Services that a plug-in program of that name can stand for. */
export const plugInSchemes: readonly string[] = ["awskms", "azurekms", "gcpkms", "gitlab", "hashivault", "k8s"];

/** One letter is a drive. */
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/su;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** `more`: schemes that this machine's configuration adds. */
export function parseKeyReference(text: string, more: ReadonlySet<string> = new Set()): Result<KeyReference, KeyReferenceFault> {
  const [, scheme, rest = ""] = SCHEME.exec(text) ?? [];
  if (scheme === undefined) return text === "" ? invalid("it is empty") : ok({ kind: "file", path: text });
  switch (scheme) {
    case "file":
      return rest.replace(/^\/\//u, "") === "" ? invalid("it names no file") : ok({ kind: "file", path: rest.replace(/^\/\//u, "") });
    case "env": {
      const variable = rest.replace(/^\/\//u, "");
      return VARIABLE.test(variable) ? ok({ kind: "environment", variable }) : invalid("it names no variable: write `env://NAME`");
    }
    case "pkcs11": {
      const token = parsePkcs11Uri(rest);
      return token.ok ? ok({ kind: "pkcs11", token: token.value }) : invalid(token.error);
    }
    default:
      if (!plugInSchemes.includes(scheme) && !more.has(scheme))
        return err({ reason: "key-scheme-unknown", detail: `no kind of key is called \`${scheme}:\`` });
      return rest.startsWith("//") && rest.length > 2
        ? ok({ kind: "plug-in", scheme, reference: text })
        : invalid(`it names no key: write \`${scheme}://…\``);
  }
}

function invalid(detail: string): Result<never, KeyReferenceFault> {
  return err({ reason: "trust-config-invalid", detail });
}
