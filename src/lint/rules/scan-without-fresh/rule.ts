import type { Evidence } from "../../../language/index.ts";
import { evidenceOf, ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const scanWithoutFresh: Rule = {
  code: "L410",
  name: "scan-without-fresh",
  title: "scan that may be of any age",
  level: "warn",
  check: (input) =>
    ownControls(input).flatMap((control) =>
      evidenceOf(control)
        .filter((evidence) => isScan(evidence) && evidence.fresh === undefined && evidence.pick === undefined)
        .map(({ name, nameSpan }) => ({
          span: nameSpan,
          message: `\`${name}\` counts however old it is`,
          parts: {
            notes: ["a scan knows only what was known when it ran; what was found since is in no old report"],
            help: ["say how old it may be: `fresh within 7 days of finishedOn`"],
          },
        })),
    ),
};

/** Findings that grow by themselves while the image stays as it is. */
function isScan({ view }: Evidence): boolean {
  return view.module.startsWith("std/vuln@");
}
