// Shows that the page cannot check anything: a script failed to load, or an error was not caught.
// It is no module, because a module whose imports fail does not run.

function showFailure() {
  const loading = document.getElementById("loading");
  loading.className = "failed";
  loading.textContent = "The rules are not available. Please reload the page, or try again later.";
  loading.hidden = false;
  document.querySelector("form").inert = true;
}

function onError({ target }) {
  // The page works without its style sheet.
  if (target === window || target.localName === "script") showFailure();
}

addEventListener("error", onError, { capture: true }); // The event of an element does not bubble.
addEventListener("unhandledrejection", showFailure);
