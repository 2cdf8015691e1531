// The checkout page: what is typed goes to the rules at each keystroke, what they say to its field.

import { fetched, startRules } from "./rules.mjs";

const form = document.querySelector("form");
const byId = (id) => document.getElementById(id);
const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const dollars = (amount) => (amount == null ? "—" : money.format(amount));
const at = (node, path) => path.split("/").slice(1).reduce((part, step) => part?.[step], node);

/** Each field of the form, and the line beside it that says what is wrong there, by its path. */
const fields = new Map();
let judge;

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
  const fault = Object.assign(document.createElement("p"), { id: `fault${path}` });
  fault.className = "fault";
  cellOf(field).append(fault);
  field.setAttribute("aria-describedby", fault.id);
  fields.set(path, { field, fault });
  if (field.localName === "input") field.defaultValue = textOf(at(order, path), path);
}

function cellOf(field) {
  const around = field.closest(".field");
  if (around) return around;
  const line = field.closest("label, .row");
  const cell = document.createElement("div");
  cell.className = line.classList.contains("wide") ? "field wide" : "field";
  line.replaceWith(cell);
  cell.append(line);
  return cell;
}

function textOf(value, path) {
  if (path === "/order_total" || value === undefined) return "";
  return typeof value === "number" && !path.endsWith("/qty") ? value.toFixed(2) : `${value}`;
}

/** The fields that differ from the order, as typed; an optional one that is empty is cleared. */
function edits() {
  const edited = [...form.querySelectorAll("input")].filter(changed);
  return Object.fromEntries(edited.map((field) => [field.dataset.path, stated(field)]));
}

const changed = (field) => field.value.trim() !== field.defaultValue;
const stated = (field) => (field.required ? field.value.trim() : field.value.trim() || null);

function validate() {
  const start = performance.now();
  const sheet = JSON.parse(judge(JSON.stringify(edits())));
  showFaults(sheet.reasons);
  showTotals(sheet);
  showVerdict(sheet);
  performance.measure("validate", { start });
  return sheet;
}

function showFaults(reasons) {
  for (const [path, { field, fault }] of fields) {
    const here = reasons.filter((reason) => reason.path === path);
    say(fault, here.map((reason) => reason.text).join("\n"));
    if (field.localName === "input") field.ariaInvalid = `${here.length > 0}`;
  }
  const others = reasons.filter((reason) => !fields.has(reason.path));
  byId("others").replaceChildren(
    ...others.map(({ text }) => Object.assign(document.createElement("li"), { textContent: text })),
  );
}

function showTotals({ totals, left, headroom, placed_total, ceiling }) {
  say(byId("cart"), dollars(totals?.cart));
  say(byId("total"), dollars(totals?.total));
  say(byId("left"), dollars(left));
  say(byId("headroom"), dollars(headroom));
  say(byId("placed"), dollars(placed_total));
  say(byId("ceiling"), dollars(ceiling));
  const used = totals ? (totals.total - placed_total) / (ceiling - placed_total) : 0;
  form.querySelector(".meter").style.setProperty("--used", Math.min(Math.max(used, 0), 1));
  form.querySelector(".meter").classList.toggle("over", used > 1);
  const rest = left ? `${dollars(left)} left` : "not allowed";
  say(byId("gist"), `New total ${dollars(totals?.total)} · ${rest}`);
}

/** What was agreed, in words. */
function showLimit({ max_increase, max_increase_percent, combine, max_increases }, order) {
  const caps = [];
  if (max_increase !== undefined) caps.push(dollars(max_increase));
  if (max_increase_percent !== undefined) caps.push(`${max_increase_percent}%`);
  const which = caps.length > 1 ? `, the ${combine ?? "lower"}` : "";
  byId("agreed").textContent = caps.join(" or ") + which || "any";
  const made = `${order.increase_count ?? 0}`;
  byId("raises").textContent = max_increases === undefined ? made : `${made} of ${max_increases}`;
}

function showVerdict({ verdict, reasons }) {
  const count = reasons.length === 1 ? "1 thing stands" : `${reasons.length} things stand`;
  const words = {
    unchanged: "Nothing is changed yet.",
    allowed: "This change is allowed.",
    denied: `${count} in the way.`,
  };
  for (const place of document.querySelectorAll(".verdict")) place.dataset.verdict = verdict;
  say(byId("verdict"), words[verdict]);
  byId("first").hidden = !form.querySelector("[aria-invalid=true]");
  form.querySelector("[type=submit]").disabled = verdict !== "allowed";
}

/** A text that stays as it is must not be announced again. */
function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
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
    ["order.json", "limit.json"].map(async (address) => (await fetched(address)).text()),
  );
  const known = JSON.parse(order);
  byId("order-id").textContent = known.merchant_order_id;
  showLimit(JSON.parse(limit), known);
  known.items.forEach(addItem);
  for (const part of form.querySelectorAll("[data-contact]")) {
    part.append(copyOf("contact", part.dataset.contact));
  }
  for (const field of form.querySelectorAll("[data-path]")) addField(field, known);

  const python = await startRules("checkout.py");
  judge = python.globals.get("Checkout")(order, limit).judge;

  form.addEventListener("input", () => {
    byId("sent").hidden = true;
    validate();
  });
  form.addEventListener("submit", send);
  form.addEventListener("reset", () => {
    byId("sent").hidden = true;
    setTimeout(validate); // The fields have their first values only after this event.
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
