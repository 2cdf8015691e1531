// Drives the checkout page in a browser, and prints a report of what it showed, as JSON.

import { checkout } from "./driver/checkout.mjs";
import { failures, withoutScripts } from "./driver/failures.mjs";
import { launch } from "./driver/pages.mjs";
import { runProgram } from "./driver/programs.mjs";
import { record } from "./driver/records.mjs";
import { task } from "./driver/task.mjs";

/** Calls `report` for each entry of `tasks` at the same time, and returns the reports by name. */
async function each(tasks, report) {
  const entries = Object.entries(tasks).map(async ([name, task]) => [name, await report(task)]);
  return Object.fromEntries(await Promise.all(entries));
}

const browser = await launch();
try {
  const report = {
    checkout: await checkout(browser),
    records: await each(task.records, (one) => record(browser, one)),
    programs: await each(task.programs, (file) => runProgram(browser, file)),
    failures: await failures(browser, task.failures),
  };
  if (task.engine === "chromium") report.withoutScripts = await withoutScripts(browser);
  console.log(JSON.stringify(report));
} finally {
  await browser.close();
}
