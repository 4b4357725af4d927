/** What `policy test record` says when it is done, and when it cannot be done. */
import type { Recording, RecordFault } from "../../testing/index.ts";
import { escapeAndCut, escapeLine } from "../render/escape.ts";

export interface Recorded {
  /** As the user knows it. */
  readonly file: string;
  readonly title: string;
  readonly gate: string;
  readonly recording: Recording;
  /** Paths of fixtures that were written now, from the policy's folder. */
  readonly written: ReadonlySet<string>;
}

export function recordedText({ file, title, gate, recording, written }: Recorded): string {
  const { fixtures, facts, notes, kept, parameters } = recording;
  const verdict = facts.filter(({ prop }) => prop === undefined).map(({ control, result }) => `${control ?? "gate"} ${result}`);
  return [
    line(`recorded  test "${title}" for gate ${gate}, in ${file}`),
    line(`expects   ${verdict.join(", ")}`),
    ...fixtures.flatMap(({ path }) => {
      const from = kept.filter(({ fixture }) => fixture.path === path).map(({ id, told }) => `${id}, ${told}`);
      return [line(`fixture   ${path}${written.has(path) ? "" : " (there already)"}`), ...from.map((each) => line(`          ${each}`))];
    }),
    ...notes.map((note) => line(`note      ${note}`)),
    "ran       passed: signed anew by throw-away keys, the evidence leads to the same verdict",
    ...(fixtures.length > 0 ? PRIVACY : []),
    ...(parameters.length > 0 ? [line(`look      ${valuesOf(parameters)}`)] : []),
    "",
  ].join("\n");
}

const PRIVACY = [
  "look      fixtures hold word for word what was attested: names, places, tickets and comments may be private. Read them before you share them.",
];

/** Values of the command line and of the configuration, which no fixture holds. */
function valuesOf(parameters: readonly string[]): string {
  const names = parameters.map((name) => `\`${name}\``).join(", ");
  return `the test itself holds, in the policy file, what --param or the configuration set for ${names}: these values may be private too.`;
}

export function faultText(title: string, fault: RecordFault): string {
  return [
    line(`error: nothing was recorded: the test "${title}" would not hold the verdict that the image has`),
    ...fault.map((each) => line(`  ${each}`)),
    "  A test gives statements, signers, subjects and silence; what a verdict takes from elsewhere no test reproduces.",
    "",
  ].join("\n");
}

function line(text: string): string {
  return escapeLine(escapeAndCut(text, 1000));
}
