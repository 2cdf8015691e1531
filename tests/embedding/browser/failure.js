// Chooses the language of the page, and shows that the page cannot check anything: a script failed
// to load, or an error was not caught. It is no module, because a module whose imports fail does not
// run.

const failure = document.getElementById("failure").content;
const available = [...failure.children].map((text) => text.lang);
const preferred = navigator.languages.map((tag) => tag.split("-")[0]);
document.documentElement.lang = preferred.find((language) => available.includes(language)) ?? "en";

function showFailure() {
  const loading = document.getElementById("loading");
  loading.className = "failed";
  loading.replaceChildren(failure.cloneNode(true)); // The style sheet hides the other language.
  loading.hidden = false;
  document.querySelector("form").inert = true;
}

function onError({ target }) {
  // The page works without its style sheet.
  if (target === window || target.localName === "script") showFailure();
}

addEventListener("error", onError, { capture: true }); // The event of an element does not bubble.
addEventListener("unhandledrejection", showFailure);
