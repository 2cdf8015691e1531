// Drives the checkout page in Chromium, and prints a report of what the page showed, as JSON.
// Reads from standard input the locations of the page, the browser and axe-core, and the scenarios.

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

/** Returns an empty page in a new profile, and lists of its requests and log messages. */
async function newPage(browser) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const recorded = { requests: [], logged: [] };
  page.on("request", (request) => recorded.requests.push(request.url()));
  page.on("websocket", (socket) => recorded.requests.push(socket.url()));
  page.on("console", (message) => recorded.logged.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => recorded.logged.push(`thrown: ${error.message}`));
  return { context, page, recorded };
}

const open = (page) => page.goto(`${task.site}/checkout.html`);
const ready = (page) => page.locator("form:not([inert])").waitFor();
const field = (page, path) => page.locator(`[data-path="${path}"]`);
const submit = (page) => page.locator("[type=submit]");

async function type(page, inputs) {
  for (const [path, text] of Object.entries(inputs)) {
    await field(page, path).fill("");
    await field(page, path).pressSequentially(text);
  }
}

async function startOver(page) {
  await page.locator("[type=reset]").click();
  await page.locator('form [data-verdict="unchanged"]').waitFor();
}

/** Returns the state of the page, as a user sees it and as a screen reader reads it. */
function readPage(page) {
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
      remaining: text("#remaining"),
      total: text("#total"),
      errors: Object.fromEntries(described.filter(([, error]) => error)),
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

/** Takes a screenshot at both widths, and records axe's findings and horizontal overflow. */
async function recordLayout(page, name, layouts) {
  for (const [width, size] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    await page.setViewportSize(size);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ ...size, height });
    await page.screenshot({ path: `${task.screenshots}/${name}-${width}.png` });
    layouts[`${name}-${width}`] = {
      accessibility: await accessibility(page),
      overflow: await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
      height,
    };
  }
  await page.setViewportSize(WIDE);
}

async function readLoading(page) {
  const inert = await page.locator("form").evaluate((form) => form.inert);
  return { text: await page.locator("#loading").innerText(), inert };
}

/** Delays the start of Python, and returns what the page shows in the meantime. */
async function loading(page, layouts) {
  let proceed;
  const delay = new Promise((resolve) => (proceed = resolve));
  await page.route("**/checkout.py", (route) => delay.then(() => route.continue()));
  await open(page);
  await field(page, "/billing/email").waitFor();
  const state = await readLoading(page);
  await recordLayout(page, "loading", layouts);
  proceed();
  await ready(page);
  return state;
}

/** Tabs through the form, types a change on the way, and submits the form with Enter. */
async function keyboard(page, layouts) {
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
  const report = { stops, focus: await focused(), body: await sent(page) };
  await recordLayout(page, "sent", layouts);
  await field(page, "/billing/name/last").fill("Doe");
  await page.locator("#first").press("Enter");
  return { ...report, first: await focused() };
}

const sent = async (page) => JSON.parse(await page.locator("#sent pre").innerText());
const storage = (page) =>
  page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
const terms = (page) =>
  page.evaluate(() => {
    const pair = (term) => [term.textContent, term.nextElementSibling.textContent];
    return Object.fromEntries([...document.querySelectorAll("dt")].map(pair));
  });

/** Returns the elements whose changes a screen reader announces. An `output` is such an element. */
const liveRegions = (page) =>
  page.evaluate(() => {
    const statuses = [...document.querySelectorAll("output, [role=status]")];
    return statuses.filter((status) => status.ariaLive !== "off").map((status) => status.id);
  });

async function checkout(browser) {
  const { context, page, recorded } = await newPage(browser);
  const layouts = {};
  const report = { layouts, loading: await loading(page, layouts), scenarios: {}, bodies: {} };
  const before = recorded.requests.length;
  await context.setOffline(true);
  report.initial = await readPage(page);
  report.limit = await terms(page);
  report.liveRegions = await liveRegions(page);
  for (const [name, inputs] of Object.entries(task.scenarios)) {
    await type(page, inputs);
    report.scenarios[name] = await readPage(page);
    if (await submit(page).isEnabled()) {
      await submit(page).click();
      report.bodies[name] = await sent(page);
    }
    if (task.withScreenshot.includes(name)) await recordLayout(page, name, layouts);
    await startOver(page);
  }
  report.afterReset = await readPage(page);
  report.keyboard = await keyboard(page, layouts);
  report.keystrokes = await page.evaluate(() =>
    performance.getEntriesByName("validate").map((entry) => entry.duration),
  );
  report.logged = recorded.logged;
  const { requests } = recorded;
  report.requests = { before: requests.slice(0, before), after: requests.slice(before) };
  report.storage = await storage(page);
  await context.close();
  return report;
}

/** Opens the page with other fields in the order, and types the inputs. */
async function opened(browser, { fields, inputs }) {
  const { context, page, recorded } = await newPage(browser);
  await page.route("**/order.json", async (route) => {
    const order = await (await route.fetch()).json();
    await route.fulfill({ json: { ...order, ...fields } });
  });
  await open(page);
  await ready(page);
  const report = { limit: await terms(page) };
  await type(page, inputs);
  Object.assign(report, { page: await readPage(page), logged: recorded.logged });
  await context.close();
  return report;
}

/** Opens the page without the wheel. */
async function failed(browser) {
  const { context, page } = await newPage(browser);
  await page.route("**/backd_rules.whl", (route) => route.abort());
  await open(page);
  await page.locator("#loading.failed").waitFor();
  const report = await readLoading(page);
  await context.close();
  return report;
}

/** Runs the conformance vectors in the page's Python. */
async function conformance(browser) {
  const { context, page } = await newPage(browser);
  await page.goto(`${task.site}/rules.mjs`);
  const report = await page.evaluate(async () => {
    const { startRules } = await import("/rules.mjs");
    const python = await startRules("conformance.py");
    const start = performance.now();
    const report = JSON.parse(python.globals.get("report")());
    return { ...report, ms: performance.now() - start };
  });
  await context.close();
  return report;
}

const browser = await chromium.launch({ executablePath: task.chromium, args: QUIET });
try {
  const report = {
    checkout: await checkout(browser),
    failed: await failed(browser),
    conformance: await conformance(browser),
  };
  report.records = {};
  for (const [name, record] of Object.entries(task.records)) {
    report.records[name] = await opened(browser, record);
  }
  console.log(JSON.stringify(report));
} finally {
  await browser.close();
}
