import { ownControls, requirementsOf } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const muteMessage: Rule = {
  code: "L408",
  name: "mute-message",
  title: "message that shows no value from the evidence",
  level: "note",
  check: (input) =>
    ownControls(input).flatMap((control) =>
      requirementsOf(control)
        .filter(({ otherwise }) => otherwise.parts.every(({ kind }) => kind === "text"))
        .map(({ otherwise }) => ({
          span: otherwise.span,
          message: "this message shows nothing of what was found",
          parts: { help: ['show the value that was refused, such as `"built by {build.builder}"`'] },
        })),
    ),
};
