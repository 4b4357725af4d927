/** A test registry behind a real socket on this machine. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import type { Reply, TestRegistry } from "./registry.ts";

export interface Served {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  close(): Promise<void>;
}

export async function serve(registry: Pick<TestRegistry, "answer">, tls?: ServerOptions): Promise<Served> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => respond(registry, request, response);
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(registry: Pick<TestRegistry, "answer">, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
  const reply = registry.answer({ method: request.method ?? "GET", url, headers: request.headers });
  if (reply.trouble === "silent") return;
  if (reply.trouble === "reset") return void response.socket?.resetAndDestroy();
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, typeof value === "string" ? value : [...value]);
  send(reply, response);
}

function send(reply: Reply, response: ServerResponse): void {
  const body = Buffer.from(reply.body ?? "");
  if (reply.trouble === "endless") return endless(response, reply.status);
  if (!response.hasHeader("content-length")) response.setHeader("content-length", body.length);
  response.writeHead(reply.status);
  if (reply.trouble === "cut") response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
  else response.end(body);
}

const CHUNK = Buffer.alloc(64 * 1024, "x");

function endless(response: ServerResponse, status: number): void {
  response.writeHead(status);
  const more = (): void => {
    while (!response.destroyed && response.write(CHUNK));
  };
  response.on("drain", more);
  more();
}
