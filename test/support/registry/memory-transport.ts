/**
 * Registries without a socket. Requests that are under way at the same time are answered together, and each such round is counted: what the
 * network's delay would be paid for.
 */
import { err, ok, type Result } from "../../../src/base/index.ts";
import type { HttpAnswer, HttpRequest, Peer, Transport, TransportFault } from "../../../src/registry/index.ts";
import type { Asked, Reply, TestRegistry } from "./registry.ts";

export interface MemoryTransport extends Transport {
  rounds: number;
  readonly requests: HttpRequest[];
}

export type Hosts = Readonly<Record<string, Pick<TestRegistry, "answer"> & { readonly peer?: Peer }>>;

export function memoryTransport(hosts: Hosts): MemoryTransport {
  const waiting: (() => void)[] = [];
  const transport: MemoryTransport = {
    rounds: 0,
    requests: [],
    exchange: async (request) => {
      transport.requests.push(request);
      await new Promise<void>((resolve) => {
        if (waiting.push(resolve) === 1) setImmediate(() => release(transport, waiting));
      });
      return answer(hosts, request);
    },
  };
  return transport;
}

function release(transport: MemoryTransport, waiting: (() => void)[]): void {
  transport.rounds++;
  for (const resolve of waiting.splice(0)) resolve();
}

function answer(hosts: Hosts, request: HttpRequest): Result<HttpAnswer, TransportFault> {
  const url = new URL(request.url);
  const host = hosts[url.host];
  if (host === undefined) return err({ kind: "unreachable", detail: "the name cannot be resolved (ENOTFOUND)" });
  const asked: Asked = {
    method: request.method,
    url,
    headers: request.headers,
    ...(request.body === undefined ? {} : { body: request.body }),
  };
  return asAnswer(host.answer(asked), request, host.peer ?? "loopback");
}

function asAnswer(reply: Reply, request: HttpRequest, peer: Peer): Result<HttpAnswer, TransportFault> {
  if (reply.trouble === "silent") return err({ kind: "timeout", detail: "no answer in time" });
  if (reply.trouble === "endless") return err({ kind: "too-large", detail: "the answer never ends" });
  if (reply.trouble !== undefined) return err({ kind: "connection-lost", detail: "the connection broke" });
  const body = Buffer.from(reply.body ?? "");
  if (reply.status < 300 && body.length > request.maxBodyBytes) return err({ kind: "too-large", detail: "too many bytes" });
  const headers = new Map(
    Object.entries(reply.headers ?? {}).map(([name, value]) => [name.toLowerCase(), typeof value === "string" ? [value] : value]),
  );
  return ok({ status: reply.status, headers, body, peer });
}
