// Says reasons in each language: `node say.mjs < reasons.json` prints the sentences as JSON. The
// reasons are the `violations` of a response, with code, path and facts.

import { readFileSync } from "node:fs";
import { Wording } from "./wording.mjs";

const reasons = JSON.parse(readFileSync(0, "utf8"));
const sentences = ["en", "es"].map((language) => {
  const table = JSON.parse(readFileSync(new URL(`words/${language}.json`, import.meta.url), "utf8"));
  const wording = new Wording(table);
  return [language, reasons.map((reason) => wording.sentence(reason))];
});
console.log(JSON.stringify(Object.fromEntries(sentences)));
