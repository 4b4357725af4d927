import type { Result } from "../../../src/base/index.ts";
import {
  discover,
  parseSubject,
  type DiscoverRequest,
  type Discovery,
  type RegistryPorts,
  type SourceKind,
  type SourceRecord,
  type SubjectFault,
} from "../../../src/registry/index.ts";
import { offlinePorts } from "./ports.ts";

type More = Omit<DiscoverRequest, "subject">;

export function ask(subject: string, more: More = {}, ports: RegistryPorts = offlinePorts()): Promise<Result<Discovery, SubjectFault>> {
  const parsed = parseSubject(subject);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return discover({ subject: parsed.value, ...more }, ports);
}

/** The discovery, where the subject must be found. */
export async function found(subject: string, more: More = {}, ports: RegistryPorts = offlinePorts()): Promise<Discovery> {
  const discovery = await ask(subject, more, ports);
  if (!discovery.ok) throw new Error(`${discovery.error.kind} ${discovery.error.reason}: ${discovery.error.detail}`);
  return discovery.value;
}

export async function refused(subject: string, more: More = {}, ports: RegistryPorts = offlinePorts()): Promise<SubjectFault> {
  const discovery = await ask(subject, more, ports);
  if (discovery.ok) throw new Error("the subject was found");
  return discovery.error;
}

export function source(discovery: Discovery, kind: SourceKind): SourceRecord {
  const record = discovery.sources.find((one) => one.kind === kind);
  if (record === undefined) throw new Error(`no source ${kind}`);
  return record;
}

/** `complete`, or what went wrong: `failed too-large`. */
export function statusOf(record: SourceRecord): string {
  const { status } = record;
  return status.kind === "complete" ? "complete" : `${status.kind} ${status.because}`;
}

export function statuses(discovery: Discovery): Readonly<Record<string, string>> {
  return Object.fromEntries(discovery.sources.map((record) => [record.kind, statusOf(record)]));
}

/** `state reason`, by digest. */
export function stateOf(discovery: Discovery, digest: string): string {
  const candidate = discovery.candidates.find((one) => one.digest === digest);
  if (candidate === undefined) return "not listed";
  return candidate.because === undefined ? candidate.state : `${candidate.state} ${candidate.because.reason}`;
}

export function envelopeDigests(discovery: Discovery): readonly string[] {
  return discovery.envelopes.map((envelope) => envelope.digest);
}
