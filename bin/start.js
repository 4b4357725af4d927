// `npm start`: the main job on the sample image of this repository, with the command that does it and the exit code that a pipeline would see.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const command = "eval oci-layout:policies/quickstart/image --policy policies/quickstart/quickstart.policy --at 2026-11-25T12:00:00Z";
const blocked = 1;

process.stdout.write(`$ policy ${command}\n\n`);
const { status } = spawnSync(process.execPath, [fileURLToPath(new URL("policy.js", import.meta.url)), ...command.split(" ")], {
  cwd: root,
  stdio: "inherit",
});
if (status === blocked) {
  process.stdout.write("\nexit code 1: the gate is blocked, so a pipeline stops here (the sample is meant to be)\n");
  process.stdout.write("next: bin/policy.js --help · README.md · policies/quickstart/quickstart.policy\n");
} else {
  process.stderr.write(`\nexit code ${status}: the sample should have been blocked with exit code 1\n`);
}
process.exitCode = status === blocked ? 0 : (status ?? 70);
