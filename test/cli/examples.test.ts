import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { commandMap } from "../../src/cli/command-map.ts";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "./memory-io.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const tests = suite("examples in --help");
for (const [name, entry] of commandMap) {
  const command = await entry.load();
  for (const example of command.exampleList) {
    tests(`policy ${example.command}`, async () => {
      assert.ok(example.command.startsWith(`${name} `), "an example is of its own command");
      const io = memoryIo({ cwd: root });
      const code = await run(example.command.split(" "), io);
      assert.is(code, example.exitCode ?? 0, io.written.stderr);
    });
  }
}
tests.run();
