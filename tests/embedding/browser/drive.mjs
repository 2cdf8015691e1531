// Drives the checkout page in a browser, and prints a report of what it showed, as JSON.

import { inBatches } from "./driver/batches.mjs";
import { checkout } from "./driver/checkout.mjs";
import { failures, withoutScripts } from "./driver/failures.mjs";
import { launch } from "./driver/pages.mjs";
import { runPrograms } from "./driver/programs.mjs";
import { record, words } from "./driver/records.mjs";
import { task } from "./driver/task.mjs";

/** Returns what `report` returns for each case, by the name of the case. */
async function byName(cases, report) {
  const run = async ([name, one]) => [name, await report(browser, one)];
  return Object.fromEntries(await inBatches(Object.entries(cases), run));
}

const browser = await launch();
try {
  const report = {};
  if (Object.keys(task.scenarios).length > 0) report.checkout = await checkout(browser);
  report.records = await byName(task.records, record);
  report.words = await byName(task.words ?? {}, words);
  report.programs = await runPrograms(browser);
  report.failures = await failures(browser, task.failures);
  if (task.engine === "chromium") report.withoutScripts = await withoutScripts(browser);
  console.log(JSON.stringify(report));
} finally {
  await browser.close();
}
