// The checkout page. Every change runs the rules, and each sentence is shown beside its field.

import { addFields, byId, edits, showErrors } from "./fields.mjs";
import { showItems, sources, translateItems } from "./items.mjs";
import { startLanguage, translate, wording } from "./language.mjs";
import { fetchOk, startRules } from "./rules.mjs";
import { showLimit, showOthers, showTotals, showVerdict } from "./summary.mjs";

const form = document.querySelector("form");
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
  const said = result.reasons.map((reason) => ({ ...reason, sentence: wording().sentence(reason) }));
  showOthers(showErrors(form, said));
  showTotals(result);
  showVerdict(result);
  performance.measure("validate", { start });
  return result;
}

function send(event) {
  event.preventDefault();
  const { body } = validate();
  if (body === null) return;
  byId("sent").hidden = false;
  byId("sent").querySelector("pre").textContent = JSON.stringify(body, null, 2);
  byId("sent").focus();
}

function addOrder(order) {
  byId("new-contact").hidden = order.billing != null;
  form.querySelectorAll("[data-contact]").forEach(addContact);
  addFields(form, order);
  showItems(order);
}

/** Shows all that is in words, in the language of the page. */
function showWords(order, limit) {
  const { merchant_order_id: order_id, create_date } = order;
  translate(document);
  translateItems();
  showLimit(limit, order);
  const label = create_date == null ? "order" : "dated_order";
  byId("order").textContent = wording().label(label, { order_id, create_date });
  if (check) validate();
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
addOrder(JSON.parse(order));
startLanguage(() => showWords(JSON.parse(order), JSON.parse(limit)));
const python = await startRules("checkout.py");
check = python.globals.get("Checkout")(order, limit).check;
listen(JSON.parse(order));
validate();
form.inert = false;
byId("loading").hidden = true;
performance.mark("ready");
