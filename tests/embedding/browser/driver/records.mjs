// The page with other orders, other limits and other languages.

import * as pages from "./pages.mjs";

/** Opens the page, of this height and for a browser of this locale, with this order and limit. */
async function open(browser, { fields, limit, height = pages.WIDE.height, locale = "en-US" }) {
  const viewport = { ...pages.WIDE, height };
  const opened = await pages.newPage(browser, { viewport, locale });
  await opened.page.route("**/order.json", async (route) => {
    const order = await (await route.fetch()).json();
    await route.fulfill({ json: { ...order, ...fields } });
  });
  if (limit) {
    await opened.page.route("**/limit.json", (route) => route.fulfill({ json: limit }));
  }
  return opened;
}

/** Reports the page after each step. */
export async function record(browser, options) {
  const { context, page, recorded } = await open(browser, options);
  await pages.open(page);
  await pages.ready(page);
  const report = { limit: await pages.terms(page), pages: [] };
  for (const step of options.steps) {
    if (step.restart) await pages.startOver(page);
    if (step.language) await pages.speak(page, step.language);
    await pages.act(page, step);
    report.pages.push(await pages.readPage(page));
  }
  report.body = await pages.body(page);
  report.logged = recorded.logged;
  await context.close();
  return report;
}

/** Reports the words of the page while the rules load: in the first language, then in Spanish. */
export async function words(browser, options) {
  const { context, page } = await open(browser, options);
  await page.route("**/checkout.py", () => {}); // It never arrives.
  await pages.open(page);
  await page.locator("#order:not(:empty)").waitFor();
  const first = await pages.readWords(page);
  await pages.speak(page, "es");
  const report = [first, await pages.readWords(page)];
  await context.close();
  return report;
}
