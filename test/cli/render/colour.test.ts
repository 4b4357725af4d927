import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coloursFor, isCi, type ColourChoice } from "../../../src/cli/render/colour.ts";
import { memoryIo } from "../memory-io.ts";

const cases: readonly {
  readonly env: Record<string, string>;
  readonly terminal: boolean;
  readonly choice?: ColourChoice;
  readonly colour: boolean;
}[] = [
  { env: {}, terminal: true, colour: true },
  { env: {}, terminal: false, colour: false },
  { env: { TERM: "dumb" }, terminal: true, colour: false },
  { env: { NO_COLOR: "1" }, terminal: true, colour: false },
  { env: { NO_COLOR: "" }, terminal: true, colour: true },
  { env: { CI: "true" }, terminal: true, colour: false },
  { env: { CI: "false" }, terminal: true, colour: true },
  { env: { FORCE_COLOR: "1" }, terminal: false, colour: true },
  { env: { FORCE_COLOR: "" }, terminal: false, colour: true },
  { env: { FORCE_COLOR: "0" }, terminal: true, colour: false },
  { env: { FORCE_COLOR: "1", NO_COLOR: "1", CI: "true" }, terminal: false, colour: true },
  { env: { FORCE_COLOR: "1" }, terminal: true, choice: "never", colour: false },
];

const tests = suite("colour");
for (const { env, terminal, choice = "automatic", colour } of cases) {
  tests(`${JSON.stringify(env)} ${terminal ? "terminal" : "pipe"} ${choice}`, () => {
    const io = memoryIo({ env, isTerminal: terminal });
    assert.is(coloursFor(io.stdout, io.env, choice).red("x"), colour ? "\u001B[31mx\u001B[39m" : "x");
  });
}
for (const [value, expected] of [
  ["true", true],
  ["1", true],
  ["", false],
  ["0", false],
  ["false", false],
] as const) {
  tests(`CI=${value}`, () => assert.is(isCi({ CI: value }), expected));
}
tests("no CI", () => assert.is(isCi({}), false));
tests.run();
