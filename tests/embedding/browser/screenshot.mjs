// Takes a screenshot of the checkout page after some inputs, as `screenshots.py` asks.

import * as pages from "./driver/pages.mjs";
import { task } from "./driver/task.mjs";

const browser = await pages.launch();
try {
  const { page } = await pages.newPage(browser, { viewport: task.size });
  await pages.open(page);
  await pages.ready(page);
  await pages.act(page, { inputs: task.inputs });
  await page.locator("h1").click(); // No field has the focus.
  await page.screenshot({ path: task.file });
} finally {
  await browser.close();
}
