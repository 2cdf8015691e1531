// The page with other orders.

import * as pages from "./pages.mjs";

/** Opens the page, of this height, with other fields in the order, and reports the page after each step. */
export async function record(browser, { fields, steps, height = pages.WIDE.height }) {
  const viewport = { ...pages.WIDE, height };
  const { context, page, recorded } = await pages.newPage(browser, { viewport });
  await page.route("**/order.json", async (route) => {
    const order = await (await route.fetch()).json();
    await route.fulfill({ json: { ...order, ...fields } });
  });
  await pages.open(page);
  await pages.ready(page);
  const report = { limit: await pages.terms(page), pages: [] };
  for (const step of steps) {
    await pages.act(page, step);
    report.pages.push(await pages.readPage(page));
  }
  report.body = await pages.body(page);
  report.logged = recorded.logged;
  await context.close();
  return report;
}
