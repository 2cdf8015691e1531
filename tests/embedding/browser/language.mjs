// The language of the page: `failure.js` has chosen it, and the reader can switch it.

import { byId, setText } from "./fields.mjs";
import { fetchOk } from "./rules.mjs";
import { Wording } from "./wording.mjs";

const root = document.documentElement;
const select = byId("language");

/** The tables of all languages: to switch needs no request. */
const wordings = Object.fromEntries(
  await Promise.all(
    [...select.options].map(async ({ value }) => {
      const response = await fetchOk(`words/${value}.json`);
      return [value, new Wording(await response.json())];
    }),
  ),
);

/** Returns the wording in the language of the page. */
export const wording = () => wordings[root.lang];

/** Sets the text of each element that names a label. */
export function translate(part) {
  for (const element of part.querySelectorAll("[data-text]")) {
    setText(element, wording().label(element.dataset.text));
  }
}

/** Shows the page in its language, and again in another one whenever the reader switches. */
export function startLanguage(show) {
  select.value = root.lang;
  select.addEventListener("change", () => {
    root.lang = select.value;
    show();
  });
  show();
}
