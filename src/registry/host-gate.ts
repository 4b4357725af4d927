/**
 * What is true of a host and not of a request (`registry.md` §10): how many at once, its pauses, its retries. Every request passes the gate of
 * its host, token requests included.
 */
import { err, ok, type Result } from "../base/index.ts";
import { fault, showUntrusted, type FailureReason, type FetchFault } from "./fault.ts";
import type { RegistryLimits } from "./limits.ts";
import type { Timer } from "./timer.ts";
import { header, type HttpAnswer, type HttpRequest, type Transport, type TransportFault } from "./transport.ts";

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

export type Sendable = Omit<HttpRequest, "timeoutMs" | "signal" | "maxErrorBytes">;

export interface Gates {
  /** The answer, whatever its status, once retrying is no use; a fault when none came or the host kept failing. */
  send(request: Sendable): Promise<Result<HttpAnswer, FetchFault>>;
}

interface Run {
  readonly transport: Transport;
  readonly timer: Timer;
  readonly limits: RegistryLimits;
  readonly signal: AbortSignal | undefined;
  readonly deadlineMs: number;
  readonly hosts: Map<string, Host>;
  requests: number;
  /** Waiting is counted once, however many requests wait at the same time. */
  waitingLeftMs: number;
  waitingUntilMs: number;
}

interface Host {
  active: number;
  pausedUntilMs: number;
  readonly queue: (() => void)[];
}

export function openGates(transport: Transport, timer: Timer, limits: RegistryLimits, signal?: AbortSignal): Gates {
  const run: Run = {
    transport,
    timer,
    limits,
    signal,
    deadlineMs: timer.nowMs() + limits.runMs,
    hosts: new Map(),
    requests: 0,
    waitingLeftMs: limits.waitingMs,
    waitingUntilMs: 0,
  };
  return { send: (request) => send(run, request) };
}

async function send(run: Run, request: Sendable): Promise<Result<HttpAnswer, FetchFault>> {
  const host = hostOf(run, request.url);
  for (let attempt = 1; ; attempt++) {
    const answer = await exchange(run, host, request);
    if (!answer.ok && "reason" in answer.error) return err(answer.error);
    const trouble = troubleOf(answer as Result<HttpAnswer, TransportFault>, request.url);
    if (trouble === undefined) return answer as Result<HttpAnswer, FetchFault>;
    if (!trouble.isRetried || attempt >= run.limits.tries) return err(trouble.fault);
    const waited = await wait(run, host, trouble, attempt);
    if (!waited.ok) return waited;
  }
}

function hostOf(run: Run, url: string): Host {
  const name = new URL(url).host;
  const host = run.hosts.get(name) ?? { active: 0, pausedUntilMs: 0, queue: [] };
  run.hosts.set(name, host);
  return host;
}

async function exchange(run: Run, host: Host, request: Sendable): Promise<Result<HttpAnswer, FetchFault | TransportFault>> {
  await enter(run, host);
  try {
    const leftMs = run.deadlineMs - run.timer.nowMs();
    if (leftMs <= 0 || run.signal?.aborted === true) return err(fault("deadline-exceeded", "the run has no time left (runMs)"));
    if (run.requests >= run.limits.requests) return err(fault("too-many", `more than ${run.limits.requests} requests (requests)`));
    run.requests++;
    const timeoutMs = Math.min(leftMs, run.limits.exchangeMs);
    const { signal } = run;
    return await run.transport.exchange({
      ...request,
      timeoutMs,
      maxErrorBytes: run.limits.errorBodyBytes,
      ...(signal === undefined ? {} : { signal }),
    });
  } finally {
    leave(host);
  }
}

async function enter(run: Run, host: Host): Promise<void> {
  for (;;) {
    const pauseMs = host.pausedUntilMs - run.timer.nowMs();
    if (pauseMs > 0 && run.signal?.aborted !== true) await run.timer.sleep(pauseMs, run.signal);
    else if (host.active < run.limits.requestsAtOnce) break;
    else await new Promise<void>((resolve) => host.queue.push(resolve));
  }
  host.active++;
}

function leave(host: Host): void {
  host.active--;
  host.queue.shift()?.();
}

interface Trouble {
  readonly fault: FetchFault;
  readonly isRetried: boolean;
  /** What the host asked for. */
  readonly retryAfter?: string;
}

const RETRIED = new Set([408, 424, 425, 429, 499]);

/** `undefined`: the answer is for the caller to read. */
function troubleOf(answer: Result<HttpAnswer, TransportFault>, url: string): Trouble | undefined {
  if (!answer.ok) return transportTrouble(answer.error, url);
  const { status } = answer.value;
  if (!RETRIED.has(status) && (status < 500 || status === 501)) return undefined;
  const reason: FailureReason = status === 429 ? "rate-limited" : status === 408 ? "timeout" : "server-error";
  const retryAfter = header(answer.value, "retry-after");
  return {
    fault: fault(reason, `${originOf(url)} answers ${status}`),
    isRetried: true,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

const TRANSPORT_REASONS: Readonly<Record<TransportFault["kind"], FailureReason>> = {
  unreachable: "unreachable",
  "connection-lost": "unreachable",
  timeout: "timeout",
  tls: "tls",
  "too-large": "too-large",
  "address-refused": "address-refused",
  protocol: "unexpected-answer",
  aborted: "deadline-exceeded",
};

function transportTrouble(error: TransportFault, url: string): Trouble {
  const isRetried = error.kind === "connection-lost" || error.kind === "timeout";
  return { fault: fault(TRANSPORT_REASONS[error.kind], `${originOf(url)}: ${showUntrusted(error.detail)}`), isRetried };
}

/** Without path and query, which may hold what is not ours to show. */
function originOf(url: string): string {
  return new URL(url).origin;
}

async function wait(run: Run, host: Host, trouble: Trouble, attempt: number): Promise<Result<void, FetchFault>> {
  const now = run.timer.nowMs();
  const askedMs = retryAfterMs(trouble.retryAfter, run.timer.wallMs());
  const delayMs = askedMs ?? run.timer.spread() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  const untilMs = now + delayMs;
  const addedMs = Math.max(0, untilMs - Math.max(now, run.waitingUntilMs));
  if (addedMs > run.waitingLeftMs || untilMs >= run.deadlineMs) {
    const detail = `${trouble.fault.detail}; it asks to wait ${Math.ceil(delayMs / 1000)} s, which is longer than this run may (waitingMs)`;
    return err(fault(trouble.fault.reason, detail));
  }
  run.waitingLeftMs -= addedMs;
  run.waitingUntilMs = Math.max(run.waitingUntilMs, untilMs);
  if (askedMs === undefined) await run.timer.sleep(delayMs, run.signal);
  else host.pausedUntilMs = Math.max(host.pausedUntilMs, untilMs);
  return ok(undefined);
}

/** Seconds, or a date of RFC 9110; anything else is as if it were not there. */
export function retryAfterMs(text: string | undefined, wallMs: number): number | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed) * 1000;
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(trimmed)) return undefined;
  const date = Date.parse(trimmed);
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallMs);
}
