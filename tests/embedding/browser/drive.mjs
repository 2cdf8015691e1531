// Drives the checkout page in Chromium and prints, as JSON, what it showed; it judges nothing.
// Reads from standard input where the page, the browser and axe-core are, and what is typed.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const task = JSON.parse(readFileSync(0, "utf8"));

/** A page that is not yet opened, in a profile of its own, and all that it asks for and logs. */
async function fresh(browser) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const heard = { requests: [], logged: [] };
  page.on("request", (request) => heard.requests.push(request.url()));
  page.on("websocket", (socket) => heard.requests.push(socket.url()));
  page.on("console", (message) => heard.logged.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => heard.logged.push(`thrown: ${error.message}`));
  return { context, page, heard };
}

const open = (page) => page.goto(`${task.site}/checkout.html`);
const ready = (page) => page.locator("form:not([inert])").waitFor();
const field = (page, path) => page.locator(`[data-path="${path}"]`);
const submit = (page) => page.locator("[type=submit]");

async function type(page, typed) {
  for (const [path, text] of Object.entries(typed)) {
    await field(page, path).fill("");
    await field(page, path).pressSequentially(text);
  }
}

async function startOver(page) {
  await page.locator("[type=reset]").click();
  await page.locator('form [data-verdict="unchanged"]').waitFor();
}

/** What a person sees, and what a screen reader is told, of the present state. */
function shown(page) {
  return page.evaluate(() => {
    const text = (selector) => document.querySelector(selector).textContent;
    const inputs = [...document.querySelectorAll("[data-path]")];
    const described = inputs.map((input) => {
      const lines = input.getAttribute("aria-describedby").split(" ");
      return [input.dataset.path, lines.map((id) => document.getElementById(id).innerText).join()];
    });
    return {
      verdict: text("#verdict"),
      headroom: text("#headroom"),
      left: text("#left"),
      total: text("#total"),
      faults: Object.fromEntries(described.filter(([, fault]) => fault)),
      invalid: inputs.filter((i) => i.ariaInvalid === "true").map((i) => i.dataset.path),
      others: [...document.querySelectorAll("#others li")].map((line) => line.textContent),
      submit: !document.querySelector("[type=submit]").disabled,
    };
  });
}

async function accessibility(page) {
  await page.evaluate(readFileSync(task.axe, "utf8"));
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run({ resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`));
  });
}

/** Axe's findings at both widths, whether anything is cut off, and a picture of each. */
async function look(page, name, looks) {
  for (const [width, size] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    await page.setViewportSize(size);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ ...size, height });
    await page.screenshot({ path: `${task.shots}/${name}-${width}.png` });
    looks[`${name}-${width}`] = {
      accessibility: await accessibility(page),
      overflow: await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
      height,
    };
  }
  await page.setViewportSize(WIDE);
}

async function notice(page) {
  const inert = await page.locator("form").evaluate((form) => form.inert);
  return { text: await page.locator("#loading").innerText(), inert };
}

/** The page held before it starts Python, and then let go: what it shows meanwhile. */
async function loading(page, looks) {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route("**/checkout.py", (route) => held.then(() => route.continue()));
  await open(page);
  await field(page, "/billing/email").waitFor();
  const state = await notice(page);
  await look(page, "loading", looks);
  letGo();
  await ready(page);
  return state;
}

/** The way of the Tab key through the form, a change typed on it, and Enter. */
async function keyboard(page, looks) {
  const stops = [];
  const focused = () =>
    page.evaluate(() => {
      const { dataset, id, type } = document.activeElement;
      return dataset.path || id || type;
    });
  await page.locator("h1").click();
  do {
    await page.keyboard.press("Tab");
    stops.push(await focused());
    if (stops.at(-1) === "/shipping_amount") await page.keyboard.type("195.5");
  } while (stops.at(-1) !== "reset" && stops.length < 100);
  await field(page, "/shipping_amount").press("Enter");
  const seen = { stops, focus: await focused(), body: await sent(page) };
  await look(page, "sent", looks);
  await field(page, "/billing/name/last").fill("Doe");
  await page.locator("#first").press("Enter");
  return { ...seen, first: await focused() };
}

const sent = async (page) => JSON.parse(await page.locator("#sent pre").innerText());
const kept = (page) =>
  page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
const terms = (page) =>
  page.evaluate(() => {
    const pair = (term) => [term.textContent, term.nextElementSibling.textContent];
    return Object.fromEntries([...document.querySelectorAll("dt")].map(pair));
  });

/** What a screen reader says unasked when it changes: an `output` is a status, too. */
const live = (page) =>
  page.evaluate(() => {
    const statuses = [...document.querySelectorAll("output, [role=status]")];
    return statuses.filter((status) => status.ariaLive !== "off").map((status) => status.id);
  });

async function checkout(browser) {
  const { context, page, heard } = await fresh(browser);
  const looks = {};
  const seen = { looks, loading: await loading(page, looks), scenarios: {}, bodies: {} };
  const before = heard.requests.length;
  await context.setOffline(true);
  seen.untouched = await shown(page);
  seen.limit = await terms(page);
  seen.live = await live(page);
  for (const [name, typed] of Object.entries(task.scenarios)) {
    await type(page, typed);
    seen.scenarios[name] = await shown(page);
    if (await submit(page).isEnabled()) {
      await submit(page).click();
      seen.bodies[name] = await sent(page);
    }
    if (task.pictured.includes(name)) await look(page, name, looks);
    await startOver(page);
  }
  seen.afterwards = await shown(page);
  seen.keyboard = await keyboard(page, looks);
  seen.keystrokes = await page.evaluate(() =>
    performance.getEntriesByName("validate").map((entry) => entry.duration),
  );
  seen.logged = heard.logged;
  seen.requests = { before: heard.requests.slice(0, before), after: heard.requests.slice(before) };
  seen.kept = await kept(page);
  await context.close();
  return seen;
}

const readyAfter = (page) =>
  page.evaluate(() => performance.getEntriesByName("ready")[0].startTime);

/** The page with an order that may no longer be changed. */
async function confirmed(browser) {
  const { context, page } = await fresh(browser);
  await page.route("**/order.json", async (route) => {
    const order = await (await route.fetch()).json();
    await route.fulfill({ json: { ...order, status: "order_confirmed" } });
  });
  await open(page);
  await ready(page);
  const seen = { shown: await shown(page), ready: await readyAfter(page) };
  await context.close();
  return seen;
}

/** The page where the wheel does not arrive. */
async function failed(browser) {
  const { context, page } = await fresh(browser);
  await page.route("**/backd_rules.whl", (route) => route.abort());
  await open(page);
  await page.locator("#loading.failed").waitFor();
  const seen = await notice(page);
  await context.close();
  return seen;
}

/** The conformance vectors, decided by the rules as the page loads them. */
async function conformance(browser) {
  const { context, page } = await fresh(browser);
  await page.goto(`${task.site}/rules.mjs`);
  const told = await page.evaluate(async () => {
    const { startRules } = await import("/rules.mjs");
    const python = await startRules("conformance.py");
    const start = performance.now();
    const report = JSON.parse(python.globals.get("report")());
    return { ...report, ms: performance.now() - start };
  });
  await context.close();
  return told;
}

const browser = await chromium.launch({ executablePath: task.chromium, args: QUIET });
try {
  const seen = {
    checkout: await checkout(browser),
    confirmed: await confirmed(browser),
    failed: await failed(browser),
    conformance: await conformance(browser),
  };
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
