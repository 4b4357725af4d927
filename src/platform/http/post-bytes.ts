/** One question to a service that a person named: no redirect, no retry, no credentials. */
import { err, ok, type Result } from "../../base/index.ts";

interface Posted {
  readonly url: string;
  readonly body: Uint8Array;
  /** Media types of question and answer. */
  readonly mediaType: string;
  readonly accept: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** PEM, beside what the system trusts. */
  readonly extraCertificates?: readonly string[];
}

/** The body of a successful answer of the accepted type; the error is a clause about the service. */
export async function postBytes(posted: Posted): Promise<Result<Uint8Array, string>> {
  // undici takes as long to load as all the rest.
  const { createTransport } = await import("./undici-transport.ts");
  const transport = createTransport({ extraCertificates: posted.extraCertificates ?? [] });
  try {
    const answer = await transport.exchange({
      method: "POST",
      url: posted.url,
      headers: { "content-type": posted.mediaType, accept: posted.accept },
      body: posted.body,
      maxBodyBytes: posted.maxBytes,
      maxErrorBytes: 0,
      reach: "named",
      timeoutMs: posted.timeoutMs,
    });
    if (!answer.ok) return err(`${answer.error.kind}: ${answer.error.detail}`);
    const { status, headers, body } = answer.value;
    if (status < 200 || status > 299) return err(`it answers with status ${status}`);
    const type = headers.get("content-type")?.[0]?.split(";")[0]?.trim().toLowerCase();
    return type === posted.accept ? ok(body) : err(`it answers with something else than ${posted.accept}`);
  } finally {
    await transport.close();
  }
}
