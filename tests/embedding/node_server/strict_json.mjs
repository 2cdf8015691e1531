// A strict reader of JSON: no duplicate names and at most 64 levels (domain.md, V3).

import { shortened } from "./payloads.mjs";

const LEVELS = 64;
const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\],]/g;

export class Malformed extends Error {
  constructor(problems) {
    super("the payload is malformed");
    this.problems = problems;
  }
}

// Return the value of a UTF-8 text. Raise `Malformed` with its problems.
export function parse(bytes) {
  let text, value;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes); // Skips a byte order mark.
    value = JSON.parse(text);
  } catch {
    throw new Malformed([{ code: "bad_json", path: "" }]);
  }
  const problems = shortened(problemsOf(text));
  if (problems.length) throw new Malformed(problems);
  return value;
}

// Return the duplicate names in a well-formed text, which `JSON.parse` does not report.
function problemsOf(text) {
  const found = [];
  const levels = [];
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === "{" || token === "[") {
      if (levels.length === LEVELS) return [{ code: "too_deep", path: "" }];
      levels.push({ names: new Set(), step: token === "[" ? 0 : undefined });
    } else if (token === "}" || token === "]") {
      levels.pop();
    } else if (token === ",") {
      if (typeof level.step === "number") level.step += 1;
    } else if (colon) {
      level.step = JSON.parse(string);
      if (level.names.has(level.step)) found.push({ code: "duplicate_key", path: pathOf(levels) });
      level.names.add(level.step);
    }
  }
  return found;
}

const pathOf = (levels) =>
  levels.map(({ step }) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
