import type { Discovery } from "../../../src/registry/index.ts";
import { found } from "./ask.ts";
import { Content, envelope, type Stored } from "./content.ts";
import { TestRegistry, type RegistryOptions, type Script } from "./registry.ts";
import { HOST, remotePorts, type RemotePorts } from "./remote.ts";

export interface OneImage {
  readonly content: Content;
  readonly image: Stored;
  readonly referrer: Stored;
  readonly signed: Stored;
}

/** An image with one attestation: what most faults are tried on. */
export function oneImage(): OneImage {
  const content = new Content();
  const image = content.image("app");
  const signed = envelope("one");
  const referrer = content.referrer(image, [signed]);
  return { content, image, referrer, signed };
}

export interface Tried {
  readonly discovery: Discovery;
  readonly registry: TestRegistry;
  readonly ports: RemotePorts;
}

export const NAME = `${HOST}/acme/app:1.0`;

export function registryWith(one: OneImage, options: RegistryOptions = {}): TestRegistry {
  const registry = new TestRegistry(options);
  registry.add("acme/app", one.content, { "1.0": one.image });
  return registry;
}

/** Discovery where a script answers some requests otherwise. */
export async function tryScript(one: OneImage, script: Script, options: RegistryOptions = {}): Promise<Tried> {
  const registry = registryWith(one, { ...options, script });
  const ports = remotePorts({ [HOST]: registry });
  return { discovery: await found(NAME, {}, ports), registry, ports };
}

/** A script for requests whose path holds a text. */
export function onPath(part: string, script: Script): Script {
  return (asked, nth) => (asked.url.pathname.includes(part) ? script(asked, nth) : undefined);
}
