// The items of the form: one row each, which can be added and removed.

import { addFields, byId, setText } from "./fields.mjs";
import { translate, wording } from "./language.mjs";

const list = byId("rows");
const rows = () => [...list.children];

/** Returns the index of each row's item in the order, `null` for a new item. */
export const sources = () => rows().map((row) => JSON.parse(row.dataset.source));

/** Shows the items of the order, and nothing that was added since. */
export function showItems(order) {
  list.replaceChildren();
  order.items?.forEach((_, index) => addRow(index, order));
  setText(byId("items-status"), "");
}

/** Shows the labels of the rows in the language of the page. */
export function translateItems() {
  rows().forEach(label);
  setText(byId("items-status"), "");
}

function addRow(source, order) {
  const row = byId("item").content.firstElementChild.cloneNode(true);
  row.dataset.source = JSON.stringify(source);
  row.querySelector(".remove").addEventListener("click", () => remove(row));
  number(row, list.children.length);
  addFields(row, order);
  list.append(row);
  return row;
}

/** Sets the number of a row, from 1, and the paths of its fields, from 0. */
function number(row, index) {
  for (const { dataset } of row.querySelectorAll("[data-path]")) {
    dataset.path = `/items/${index}/${dataset.path.split("/").at(-1)}`;
  }
  label(row, index);
}

function label(row, index) {
  translate(row);
  row.ariaLabel = wording().label("item", { number: index + 1 });
  row.querySelector("strong").textContent = row.ariaLabel;
  row.querySelector(".remove").ariaLabel = wording().label("remove_item", { number: index + 1 });
}

function add() {
  const row = addRow(null, {});
  row.querySelector("[data-path$='/qty']").value = "1";
  changed("item_added", { number: rows().length });
  row.querySelector("input").focus();
}

/** Removes a row. The focus moves to the next row, else to the last one, else to "Add an item". */
function remove(row) {
  const removed = rows().indexOf(row) + 1;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  rows().forEach(number);
  changed("item_removed", { number: removed, count: rows().length });
  (next?.querySelector(".remove") ?? byId("add")).focus();
}

function changed(announcement, facts) {
  setText(byId("items-status"), wording().label(announcement, facts));
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

byId("add").addEventListener("click", add);
