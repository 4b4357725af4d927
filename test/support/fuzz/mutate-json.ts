/** JSON changed along its own structure: a value replaced, left out, doubled, moved; text inside base64 changed as bytes. */
import { mutateBytes, type Seeds } from "./mutate-bytes.ts";
import type { Random } from "./random.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface Place {
  readonly holder: Json[] | { [name: string]: Json };
  readonly name: string | number;
}

/** A copy of the parsed text with one to three changes, as text; the text itself where it is no JSON. */
export function mutateJson(text: string, random: Random, seeds: Seeds): string {
  const root = parsed(text);
  if (root === undefined) return text;
  const top: Place["holder"] = [root];
  const count = random.below(4) === 0 ? 1 + random.below(3) : 1;
  for (let i = 0; i < count; i++) changeOne(top, random, seeds);
  const written = JSON.stringify(top[0] ?? null);
  return random.below(30) === 0 ? doubleMember(written, random) : written;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function changeOne(top: Place["holder"], random: Random, seeds: Seeds): void {
  const places = placesOf(top).slice(0, 2000);
  const place = places[random.below(places.length)];
  const other = places[random.below(places.length)];
  if (place === undefined || other === undefined) return;
  const value = read(place);
  const action = random.below(10);
  if (typeof value === "string" && action < 6) return write(place, changeText(value, random, seeds));
  if (action === 6) return leaveOut(place);
  if (action === 7 && Array.isArray(place.holder)) return void place.holder.push(structuredClone(value));
  if (action === 8) return write(place, structuredClone(read(other)));
  write(place, odd(value, random));
}

function placesOf(holder: Place["holder"]): Place[] {
  const names = Array.isArray(holder) ? holder.map((_, index) => index) : Object.keys(holder);
  return names.flatMap((name) => {
    const place = { holder, name };
    const value = read(place);
    return typeof value === "object" && value !== null ? [place, ...placesOf(value)] : [place];
  });
}

function read({ holder, name }: Place): Json {
  return (holder as Record<string | number, Json>)[name] ?? null;
}

function write({ holder, name }: Place, value: Json): void {
  (holder as Record<string | number, Json>)[name] = value;
}

function leaveOut({ holder, name }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
}

const odds: readonly [Json, ...Json[]] = [
  null,
  ...[true, 0, -1, 1e21, 0.1, Number.MAX_SAFE_INTEGER + 1],
  ...["", "0", "-1", "9223372036854775808", "__proto__", "\ud83d\ude00", "\u0000", "AA==", "AB==", "A", "\u202e", "\ufeff"],
  ...[[], [[[[]]]], {}],
];

function odd(value: Json, random: Random): Json {
  const choice = random.below(4);
  if (choice === 0) return [value];
  if (choice === 1) return { value };
  return structuredClone(random.pick(odds));
}

const BASE64 = /^[A-Za-z0-9+/]{8,}={0,2}$/u;

function changeText(text: string, random: Random, seeds: Seeds): Json {
  if (BASE64.test(text) && random.below(4) > 0) {
    const bytes = Buffer.from(text, "base64");
    const inner = bytes.toString();
    const changed =
      inner.startsWith("{") && random.below(2) === 0 ? Buffer.from(mutateJson(inner, random, seeds)) : mutateBytes(bytes, random, seeds);
    return Buffer.from(changed).toString("base64");
  }
  if (/^\d+$/u.test(text)) return String(BigInt(text) + BigInt(random.pick([1, -1, 2 ** 31, 2 ** 53])));
  return Buffer.from(mutateBytes(Buffer.from(text), random, seeds)).toString();
}

/** A member that stands twice can only be written as text. */
function doubleMember(text: string, random: Random): string {
  const members = [...text.matchAll(/"[A-Za-z_]+":/gu)];
  const member = members[random.below(members.length)];
  return member === undefined ? text : `${text.slice(0, member.index)}${member[0]}null,${text.slice(member.index)}`;
}
