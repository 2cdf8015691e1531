// What a user does on the checkout page, and what the page shows.

import { chromium, firefox } from "playwright-core";
import { task } from "./task.mjs";

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 390, height: 844 };
const LONG = 100;
const LINE_BREAK = "\u2028"; // No key types it, but one can paste it.
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts the browser. This channel drives an unmodified Firefox, by WebDriver BiDi. Playwright 1.65
 * would ask it for `emulation.setMediaFeaturesOverride`, which Firefox 153 does not have.
 */
export function launch() {
  const { engine, program: executablePath } = task;
  if (engine === "firefox") return firefox.launch({ channel: "moz-firefox", executablePath });
  return chromium.launch({ executablePath, args: QUIET });
}

/** Returns an empty page in a new profile, and lists of its requests and log messages. */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: WIDE,
    locale: "en-US",
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const recorded = { requests: [], logged: [] };
  page.on("request", (request) => recorded.requests.push(request.url()));
  page.on("websocket", (socket) => recorded.requests.push(socket.url()));
  page.on("console", (message) => recorded.logged.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => recorded.logged.push(`thrown: ${error.message}`));
  return { context, page, recorded };
}

export const open = (page) => page.goto(`${task.site}/checkout.html`);
export const ready = (page) => page.locator("form:not([inert])").waitFor();
export const field = (page, path) => page.locator(`[data-path="${path}"]`);
export const submit = (page) => page.locator("[type=submit]");
export const sent = async (page) => JSON.parse(await page.locator("#sent pre").innerText());

/** Sets the value of a field as a script does, which may be longer than what a user can type. */
function setValue(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Clicks buttons by the names that a screen reader says, and then types the inputs. */
export async function act(page, { clicks = [], inputs = {} }) {
  for (const name of clicks) await page.getByRole("button", { name, exact: true }).click();
  const after = await focused(page);
  for (const [path, text] of Object.entries(inputs)) {
    if (text.length > LONG || text.includes(LINE_BREAK)) {
      await field(page, path).evaluate(setValue, text);
    } else {
      await field(page, path).fill("");
      await field(page, path).pressSequentially(text);
    }
  }
  return after;
}

/** Returns what submitting the form would send, or `null` if it cannot be submitted. */
export async function body(page) {
  if (!(await submit(page).isEnabled())) return null;
  await submit(page).click();
  return sent(page);
}

/** Switches the language as a user does. */
export const speak = (page, language) => page.locator("#language").selectOption(language);

export async function startOver(page) {
  await page.locator("[type=reset]").click();
  await page.locator('form [data-verdict="unchanged"]').waitFor();
}

/** Returns the path, the name, the id or the type of the element that has the focus. */
export const focused = (page) =>
  page.evaluate(() => {
    const { dataset, ariaLabel, id, type } = document.activeElement;
    return dataset.path || ariaLabel || id || type;
  });

/** Returns the state of the page, as a user sees it and as a screen reader reads it. */
export const readPage = (page) =>
  page.evaluate(() => {
    const text = (selector) => document.querySelector(selector).textContent;
    const fields = [...document.querySelectorAll("[data-path]")];
    const described = fields.map((field) => {
      const lines = field.getAttribute("aria-describedby").split(" ");
      return [field.dataset.path, lines.map((id) => document.getElementById(id).innerText).join()];
    });
    return {
      lang: document.documentElement.lang,
      // Names such as `max_increase` and JSON Pointers are for developers.
      technical: document.body.innerText.match(/\w+_\w+|(?<!\S)\/\S+|undefined|NaN/g) ?? [],
      verdict: text("#verdict"),
      headroom: text("#headroom"),
      remaining: [text("#remaining-label"), text("#remaining")],
      total: text("#total"),
      errors: Object.fromEntries(described.filter(([, error]) => error)),
      invalid: fields.filter((f) => f.ariaInvalid === "true").map((f) => f.dataset.path),
      others: [...document.querySelectorAll("#others li")].map((line) => line.textContent),
      items: [...document.querySelectorAll(".item")].map((item) => item.ariaLabel),
      announced: text("#items-status"),
      submit: !document.querySelector("[type=submit]").disabled,
    };
  });

export const terms = (page) =>
  page.evaluate(() => {
    const pair = (term) => [term.textContent, term.nextElementSibling.textContent];
    return Object.fromEntries([...document.querySelectorAll("dt")].map(pair));
  });

/** Returns what the page says in words, whatever is in the form. */
export async function readWords(page) {
  const header = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    chosen: document.getElementById("language").value,
    title: document.title,
    order: document.getElementById("order").textContent,
  }));
  return { ...header, limit: await terms(page) };
}

export async function readLoading(page) {
  const inert = await page.locator("form").evaluate((form) => form.inert);
  return { text: await page.locator("#loading").innerText(), inert };
}
