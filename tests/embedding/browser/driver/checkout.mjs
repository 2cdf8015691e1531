// The scenarios on one page: what it shows, sends, stores and logs.

import { readFileSync } from "node:fs";
import * as pages from "./pages.mjs";
import { task } from "./task.mjs";

async function accessibility(page) {
  await page.evaluate(readFileSync(task.axe, "utf8"));
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run({ resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`));
  });
}

/** Records the layouts of the page in both languages. */
async function recordLayout(page, name, layouts) {
  if (!task.withScreenshot.includes(name)) return;
  for (const language of ["es", "en"]) {
    await pages.speak(page, language);
    await recordWidths(page, `${name}-${language}`, layouts);
  }
}

/** Takes a screenshot at both widths, and records axe's findings and horizontal overflow. */
async function recordWidths(page, name, layouts) {
  for (const [width, size] of Object.entries({ wide: pages.WIDE, narrow: pages.NARROW })) {
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
  await page.setViewportSize(pages.WIDE);
}

/** Delays the start of Python, and returns what the page shows in the meantime. */
async function loading(page, layouts) {
  let proceed;
  const delay = new Promise((resolve) => (proceed = resolve));
  await page.route("**/checkout.py", (route) => delay.then(() => route.continue()));
  await pages.open(page);
  await pages.field(page, "/billing/email").waitFor();
  const state = await pages.readLoading(page);
  await recordLayout(page, "loading", layouts);
  proceed();
  await pages.ready(page);
  return state;
}

/** Tabs through the form, types a change on the way, and submits the form with Enter. */
async function keyboard(page, layouts) {
  const stops = [];
  await page.locator("h1").click();
  do {
    await page.keyboard.press("Tab");
    stops.push(await pages.focused(page));
    if (stops.at(-1) === "/shipping_amount") await page.keyboard.type("195.5");
  } while (stops.at(-1) !== "reset" && stops.length < 100);
  await pages.field(page, "/shipping_amount").press("Enter");
  const report = { stops, focus: await pages.focused(page), body: await pages.sent(page) };
  await recordLayout(page, "sent", layouts);
  await pages.field(page, "/billing/name/last").fill("Doe");
  await page.locator("#first").press("Enter");
  return { ...report, first: await pages.focused(page) };
}

/** Returns how much of a long text a field takes that somebody pastes. */
async function paste(page) {
  await pages.field(page, "/tax_amount").fill("");
  await page.keyboard.insertText("1".repeat(10_000));
  return (await pages.field(page, "/tax_amount").inputValue()).length;
}

/** Returns what the page has stored, by the kind of storage. */
const storage = (page) =>
  page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }));

/** Returns the elements whose changes a screen reader announces. An `output` is such an element. */
const liveRegions = (page) =>
  page.evaluate(() => {
    const statuses = [...document.querySelectorAll("output, [role=status]")];
    return statuses.filter((status) => status.ariaLive !== "off").map((status) => status.id);
  });

/** Returns how many milliseconds the rules took at each change. */
const durations = (page) =>
  page.evaluate(() => performance.getEntriesByName("validate").map((entry) => entry.duration));

/** Makes the next check fail, and returns what the page shows then. */
async function failLater(page) {
  await page.evaluate(() => (JSON.stringify = () => "no JSON"));
  await pages.field(page, "/tax_amount").fill("1");
  await page.locator("#loading.failed").waitFor();
  return pages.readLoading(page);
}

async function scenario(page, name, layouts) {
  const focus = await pages.act(page, task.scenarios[name]);
  const state = await pages.readPage(page);
  const ms = (await durations(page)).at(-1);
  const report = { page: state, focus, ms, body: await pages.body(page) };
  await recordLayout(page, name, layouts);
  await pages.startOver(page);
  return report;
}

export async function checkout(browser) {
  const { context, page, recorded } = await pages.newPage(browser);
  const layouts = {};
  const report = { layouts, loading: await loading(page, layouts), scenarios: {} };
  const before = recorded.requests.length;
  if (task.engine === "chromium") await context.setOffline(true);
  report.initial = await pages.readPage(page);
  report.limit = await pages.terms(page);
  report.liveRegions = await liveRegions(page);
  for (const name of Object.keys(task.scenarios)) {
    report.scenarios[name] = await scenario(page, name, layouts);
  }
  report.afterReset = await pages.readPage(page);
  report.keyboard = await keyboard(page, layouts);
  report.pasted = await paste(page);
  report.keystrokes = await durations(page);
  report.logged = [...recorded.logged];
  const { requests } = recorded;
  report.requests = { before: requests.slice(0, before), after: requests.slice(before) };
  report.storage = await storage(page);
  report.url = page.url();
  report.failedLater = await failLater(page);
  await context.close();
  return report;
}
