// The summary of the page: the totals, the limit and the verdict.

import { byId, setText } from "./fields.mjs";
import { wording } from "./language.mjs";

const form = document.querySelector("form");

export function showTotals({ verdict, reasons, totals, remaining, ...terms }) {
  const { headroom, placed_total, ceiling } = terms;
  const words = wording();
  const texts = { cart: totals?.cart, total: totals?.total, headroom, placed: placed_total, ceiling };
  for (const [id, amount] of Object.entries(texts)) setText(byId(id), words.money(amount));
  const excess = reasons.find(({ code }) => code === "increase_exceeds_limit")?.facts;
  const left = excess ? excess.order_total - excess.ceiling : remaining;
  setText(byId("remaining-label"), words.label(excess ? "excess" : "remaining"));
  setText(byId("remaining"), words.money(left));
  setText(byId("gist"), words.label(`gist_${verdict}`, { total: totals?.total, remaining }));
  showMeter(totals, placed_total, ceiling);
}

function showMeter(totals, placed, ceiling) {
  // Without a history, the limit may not say how far the total may rise.
  const isKnown = totals && placed !== null && ceiling !== null;
  const used = isKnown ? (totals.total - placed) / (ceiling - placed) : 0;
  form.querySelector(".meter").style.setProperty("--used", Math.min(Math.max(used, 0), 1));
  form.querySelector(".meter").classList.toggle("over", used > 1);
}

/** Shows the limit in words. */
export function showLimit({ max_increase, max_increase_percent, combine, max_increases }, order) {
  const words = wording();
  const terms = [];
  if (max_increase !== undefined) terms.push(words.money(max_increase));
  if (max_increase_percent !== undefined) terms.push(words.percent(max_increase_percent));
  const caps = words.choices(terms);
  const which = ["any", "one", combine ?? "lower"][terms.length];
  byId("agreed").textContent = words.label(which, { caps });
  const counts = { count: order.increase_count, most: max_increases };
  const made = max_increases === undefined ? "increases_made" : "increases_of";
  byId("increases").textContent = words.label(made, counts);
}

export function showVerdict({ verdict, reasons }) {
  for (const box of document.querySelectorAll(".verdict")) box.dataset.verdict = verdict;
  setText(byId("verdict"), wording().label(verdict, { count: reasons.length }));
  byId("first").hidden = !form.querySelector("[aria-invalid=true]");
  form.querySelector("[type=submit]").disabled = verdict !== "allowed";
}

/** Shows the reasons that have no field, each with its place in words. */
export function showOthers(reasons) {
  const lines = reasons.map((reason) => {
    const textContent = wording().sentenceWithPlace(reason);
    return Object.assign(document.createElement("li"), { textContent });
  });
  byId("others").replaceChildren(...lines);
}
