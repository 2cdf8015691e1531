// Python programs that use the rules in the browser, without the checkout page.

import * as pages from "./pages.mjs";
import { task } from "./task.mjs";

/** Runs a program, and returns what its function `report` returns, and how long that took. */
export async function runProgram(browser, file) {
  const { context, page } = await pages.newPage(browser);
  await page.goto(`${task.site}/rules.mjs`);
  const report = await page.evaluate(async (name) => {
    const { startRules } = await import("/rules.mjs");
    const python = await startRules(name);
    const start = performance.now();
    const report = JSON.parse(python.globals.get("report")());
    return { ...report, ms: performance.now() - start };
  }, file);
  await context.close();
  return report;
}
