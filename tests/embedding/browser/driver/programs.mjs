// Python programs that use the rules in the browser, without the checkout page.

import * as pages from "./pages.mjs";
import { task } from "./task.mjs";

/** Runs each program in one interpreter, and returns what each function `report` returns. */
export async function runPrograms(browser) {
  if (task.programs.length === 0) return {};
  const { context, page } = await pages.newPage(browser);
  await page.goto(`${task.site}/rules.mjs`);
  const reports = await page.evaluate(async ([first, ...others]) => {
    const { fetchOk, startRules } = await import("/rules.mjs");
    const python = await startRules(first);
    const report = () => JSON.parse(python.globals.get("report")());
    const reports = { [first]: report() };
    for (const program of others) {
      python.runPython(await (await fetchOk(program)).text(), { filename: program });
      reports[program] = report();
    }
    return reports;
  }, task.programs);
  await context.close();
  return reports;
}
