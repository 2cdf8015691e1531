// The page if one of its files is missing or damaged.

import { inBatches } from "./batches.mjs";
import * as pages from "./pages.mjs";

const WASM_OF_TWO_BYTES_TOO_FEW = Buffer.from("\0asm\x01\0", "latin1");
const WAYS = {
  missing: (route) => route.fulfill({ status: 404, body: "" }),
  disconnected: (route) => route.abort(),
  "another page": (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
  truncated: (route) =>
    route.fulfill({ contentType: "application/wasm", body: WASM_OF_TWO_BYTES_TOO_FEW }),
};

/** Returns what the page shows then, once it has stopped loading or after a minute. */
async function failure(browser, [way, file, locale = "en-US"]) {
  const { context, page } = await pages.newPage(browser, { locale });
  await page.route(`**/${file}`, WAYS[way]);
  await pages.open(page);
  const failed = page.locator("#loading.failed").waitFor({ timeout: 60_000 });
  await failed.catch(() => undefined); // The report then shows that the page still loads.
  const report = await pages.readLoading(page);
  await context.close();
  return report;
}

/** Returns what the page shows in a browser that runs no scripts. */
export async function withoutScripts(browser) {
  const { context, page } = await pages.newPage(browser, { javaScriptEnabled: false });
  await pages.open(page);
  const report = {
    text: await page.locator("noscript").innerText(),
    loading: await page.locator("#loading").isVisible(),
  };
  await context.close();
  return report;
}

/** Returns the report of each failure. */
export const failures = (browser, cases) => inBatches(cases, (case_) => failure(browser, case_));
