// The checkout page. Every change runs the rules, and each message is shown beside its field.

import { addFields, byId, edits, setText, showErrors } from "./fields.mjs";
import { showItems, sources } from "./items.mjs";
import { fetchOk, startRules } from "./rules.mjs";

const form = document.querySelector("form");
const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const dollars = (amount) => (amount == null ? "—" : money.format(amount));
let check;

function addContact(part) {
  const prefix = part.dataset.contact;
  const contact = byId("contact").content.cloneNode(true);
  for (const field of contact.querySelectorAll("[data-path]")) {
    field.dataset.path = prefix + field.dataset.path;
    field.autocomplete = `${prefix.slice(1)} ${field.autocomplete}`;
  }
  part.append(contact);
}

function validate() {
  const start = performance.now();
  const result = JSON.parse(check(JSON.stringify({ edits: edits(form), rows: sources() })));
  showOthers(showErrors(form, result.reasons));
  showTotals(result);
  showVerdict(result);
  performance.measure("validate", { start });
  return result;
}

function showOthers(reasons) {
  const lines = reasons.map(({ path, text }) => {
    const [, index, name] = path.match(/^\/items\/(\d+)\/(.*)/) ?? [];
    const place = index === undefined ? path : `Item ${Number(index) + 1}: ${name}`;
    return Object.assign(document.createElement("li"), { textContent: `${place} ${text}`.trim() });
  });
  byId("others").replaceChildren(...lines);
}

function showTotals({ verdict, totals, remaining, headroom, placed_total, ceiling }) {
  setText(byId("cart"), dollars(totals?.cart));
  setText(byId("total"), dollars(totals?.total));
  setText(byId("remaining"), dollars(remaining));
  setText(byId("headroom"), dollars(headroom));
  setText(byId("placed"), dollars(placed_total));
  setText(byId("ceiling"), dollars(ceiling));
  // Without a history, the limit may not say how far the total may rise.
  const isKnown = totals && placed_total !== null && ceiling !== null;
  const used = isKnown ? (totals.total - placed_total) / (ceiling - placed_total) : 0;
  form.querySelector(".meter").style.setProperty("--used", Math.min(Math.max(used, 0), 1));
  form.querySelector(".meter").classList.toggle("over", used > 1);
  const headroomText = verdict === "denied" ? "not allowed" : `${dollars(remaining)} left`;
  setText(byId("gist"), `New total ${dollars(totals?.total)} · ${headroomText}`);
}

/** Shows the limit in words. */
function showLimit({ max_increase, max_increase_percent, combine, max_increases }, order) {
  const caps = [];
  if (max_increase !== undefined) caps.push(dollars(max_increase));
  if (max_increase_percent !== undefined) caps.push(`${max_increase_percent}%`);
  const which = caps.length > 1 ? `, the ${combine ?? "lower"}` : "";
  byId("agreed").textContent = caps.join(" or ") + which || "any";
  const count = `${order.increase_count ?? "—"}`;
  byId("increases").textContent =
    max_increases === undefined ? count : `${count} of ${max_increases}`;
}

function showVerdict({ verdict, reasons }) {
  const count = reasons.length === 1 ? "1 problem" : `${reasons.length} problems`;
  const texts = {
    unchanged: "No changes yet.",
    allowed: "This change is allowed.",
    denied: `${count} to fix.`,
  };
  for (const box of document.querySelectorAll(".verdict")) box.dataset.verdict = verdict;
  setText(byId("verdict"), texts[verdict]);
  byId("first").hidden = !form.querySelector("[aria-invalid=true]");
  form.querySelector("[type=submit]").disabled = verdict !== "allowed";
}

function send(event) {
  event.preventDefault();
  const { body } = validate();
  if (body === null) return;
  byId("sent").hidden = false;
  byId("sent").querySelector("pre").textContent = JSON.stringify(body, null, 2);
  byId("sent").focus();
}

function showOrder(order, limit) {
  byId("order-id").textContent = order.merchant_order_id;
  showLimit(limit, order);
  byId("new-contact").hidden = order.billing != null;
  form.querySelectorAll("[data-contact]").forEach(addContact);
  addFields(form, order);
  showItems(order);
}

function listen(order) {
  form.addEventListener("input", () => {
    byId("sent").hidden = true;
    validate();
  });
  form.addEventListener("submit", send);
  form.addEventListener("reset", () => {
    byId("sent").hidden = true;
    showItems(order);
    setTimeout(validate); // The fields get their initial values only after this event.
  });
  byId("first").addEventListener("click", () => form.querySelector("[aria-invalid=true]").focus());
}

// `failure.js` shows an error of this module, because it also shows that the module is missing.
const [order, limit] = await Promise.all(
  ["order.json", "limit.json"].map(async (url) => (await fetchOk(url)).text()),
);
showOrder(JSON.parse(order), JSON.parse(limit));
const python = await startRules("checkout.py");
check = python.globals.get("Checkout")(order, limit).check;
listen(JSON.parse(order));
validate();
form.inert = false;
byId("loading").hidden = true;
performance.mark("ready");
