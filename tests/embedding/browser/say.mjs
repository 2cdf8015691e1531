// Says why a request was refused, in each language, without a page: `node say.mjs < response.json`
// prints the sentences of an error response as JSON.

import { readFileSync } from "node:fs";
import { Wording } from "./wording.mjs";

const { violations } = JSON.parse(readFileSync(0, "utf8"));
const sentences = ["en", "es"].map((language) => {
  const table = JSON.parse(readFileSync(new URL(`words/${language}.json`, import.meta.url), "utf8"));
  const wording = new Wording(table);
  return [language, violations.map((reason) => wording.sentence(reason))];
});
console.log(JSON.stringify(Object.fromEntries(sentences)));
