// Drives the checkout page in a browser, and prints a report of what it showed, as JSON.

import { checkout } from "./driver/checkout.mjs";
import { failures, withoutScripts } from "./driver/failures.mjs";
import { launch } from "./driver/pages.mjs";
import { runPrograms } from "./driver/programs.mjs";
import { record } from "./driver/records.mjs";
import { task } from "./driver/task.mjs";

/** Returns the reports of the records by name. They run at the same time. */
async function records(browser) {
  const reports = Object.entries(task.records).map(async ([name, one]) => [
    name,
    await record(browser, one),
  ]);
  return Object.fromEntries(await Promise.all(reports));
}

const browser = await launch();
try {
  const report = { checkout: await checkout(browser) };
  [report.records, report.programs] = await Promise.all([records(browser), runPrograms(browser)]);
  report.failures = await failures(browser, task.failures);
  if (task.engine === "chromium") report.withoutScripts = await withoutScripts(browser);
  console.log(JSON.stringify(report));
} finally {
  await browser.close();
}
