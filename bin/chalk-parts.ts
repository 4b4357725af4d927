// What of chalk goes into the bundle: all but its look at the terminal. Whether there is colour is decided in src/cli/render/colour.ts, and
// every Chalk is told its level; the look loads Node's sockets and terminals.
import type { Plugin } from "esbuild";

export function leaveOutOfChalk(): Plugin {
  return {
    name: "chalk-parts",
    setup(setup) {
      setup.onLoad({ filter: /[\\/]chalk[\\/]source[\\/]vendor[\\/]supports-color[\\/]/ }, () => ({
        contents: "export default { stdout: false, stderr: false };",
      }));
    },
  };
}
