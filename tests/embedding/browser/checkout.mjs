// The checkout page. Every keystroke runs the rules, and each message is shown beside its field.

import { fetchOk, startRules } from "./rules.mjs";

const form = document.querySelector("form");
const byId = (id) => document.getElementById(id);
const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const dollars = (amount) => (amount == null ? "—" : money.format(amount));
const valueAt = (object, path) =>
  path.split("/").slice(1).reduce((value, key) => value?.[key], object);

/** Path -> the field of the form, and the element beside it that shows its errors. */
const fields = new Map();
let check;

function copyOf(template, prefix) {
  const copy = byId(template).content.cloneNode(true);
  for (const field of copy.querySelectorAll("[data-path]")) {
    field.dataset.path = prefix + field.dataset.path;
    if (field.autocomplete) field.autocomplete = `${prefix.slice(1)} ${field.autocomplete}`;
  }
  return copy;
}

function addItem(item, index) {
  const row = copyOf("item", `/items/${index}`);
  row.querySelector("strong").textContent = item.display_name;
  row.querySelector("small").textContent = item.sku;
  row.querySelector(".item").ariaLabel = item.display_name;
  byId("items").append(row);
}

function addField(field, order) {
  const path = field.dataset.path;
  const error = Object.assign(document.createElement("p"), { id: `error${path}` });
  error.className = "error";
  cellOf(field).append(error);
  field.setAttribute("aria-describedby", error.id);
  fields.set(path, { field, error });
  if (field.localName === "input") field.defaultValue = textOf(valueAt(order, path), path);
}

function cellOf(field) {
  const existing = field.closest(".field");
  if (existing) return existing;
  const line = field.closest("label, .row");
  const cell = document.createElement("div");
  cell.className = line.classList.contains("wide") ? "field wide" : "field";
  line.replaceWith(cell);
  cell.append(line);
  return cell;
}

function textOf(value, path) {
  if (path === "/order_total" || value == null) return "";
  const isAmount = typeof value === "number" && !path.endsWith("/qty");
  // A unit price may have six decimals.
  return isAmount && Number(value.toFixed(2)) === value ? value.toFixed(2) : `${value}`;
}

/** Returns the text of each field that differs from the order, or `null` if it is cleared. */
function edits() {
  const changed = [...form.querySelectorAll("input")].filter(isChanged);
  return Object.fromEntries(changed.map((field) => [field.dataset.path, valueOf(field)]));
}

const isChanged = (field) => field.value.trim() !== field.defaultValue;
const valueOf = (field) => (field.required ? field.value.trim() : field.value.trim() || null);

function validate() {
  const start = performance.now();
  const result = JSON.parse(check(JSON.stringify(edits())));
  showErrors(result.reasons);
  showTotals(result);
  showVerdict(result);
  performance.measure("validate", { start });
  return result;
}

function showErrors(reasons) {
  for (const [path, { field, error }] of fields) {
    const own = reasons.filter((reason) => reason.path === path);
    setText(error, own.map((reason) => reason.text).join("\n"));
    if (field.localName === "input") field.ariaInvalid = `${own.length > 0}`;
  }
  const others = reasons.filter((reason) => !fields.has(reason.path));
  byId("others").replaceChildren(
    ...others.map(({ path, text }) =>
      Object.assign(document.createElement("li"), { textContent: `${path} ${text}`.trim() }),
    ),
  );
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

/** Sets a text only if it differs, because a screen reader announces every assignment. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function send(event) {
  event.preventDefault();
  const { body } = validate();
  if (body === null) return;
  byId("sent").hidden = false;
  byId("sent").querySelector("pre").textContent = JSON.stringify(body, null, 2);
  byId("sent").focus();
}

async function start() {
  const [order, limit] = await Promise.all(
    ["order.json", "limit.json"].map(async (url) => (await fetchOk(url)).text()),
  );
  const payload = JSON.parse(order);
  byId("order-id").textContent = payload.merchant_order_id;
  showLimit(JSON.parse(limit), payload);
  payload.items?.forEach(addItem);
  for (const part of form.querySelectorAll("[data-contact]")) {
    part.append(copyOf("contact", part.dataset.contact));
  }
  for (const field of form.querySelectorAll("[data-path]")) addField(field, payload);

  const python = await startRules("checkout.py");
  check = python.globals.get("Checkout")(order, limit).check;

  form.addEventListener("input", () => {
    byId("sent").hidden = true;
    validate();
  });
  form.addEventListener("submit", send);
  form.addEventListener("reset", () => {
    byId("sent").hidden = true;
    setTimeout(validate); // The fields get their initial values only after this event.
  });
  byId("first").addEventListener("click", () => form.querySelector("[aria-invalid=true]").focus());
  validate();
  form.inert = false;
  byId("loading").hidden = true;
  performance.mark("ready");
}

start().catch((error) => {
  byId("loading").className = "failed";
  byId("loading").textContent = "The rules could not be loaded. Please try again later.";
  throw error;
});
