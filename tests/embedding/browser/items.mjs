// The items of the form: one row each, which can be added and removed.

import { addFields, byId, setText } from "./fields.mjs";

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
  row.ariaLabel = `Item ${index + 1}`;
  row.querySelector("strong").textContent = row.ariaLabel;
  row.querySelector(".remove").ariaLabel = `Remove item ${index + 1}`;
  for (const { dataset } of row.querySelectorAll("[data-path]")) {
    dataset.path = `/items/${index}/${dataset.path.split("/").at(-1)}`;
  }
}

function add() {
  const row = addRow(null, {});
  row.querySelector("[data-path$='/qty']").value = "1";
  changed(`${row.ariaLabel} was added.`);
  row.querySelector("input").focus();
}

/** Removes a row. The focus moves to the next row, else to the last one, else to "Add an item". */
function remove(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  rows().forEach(number);
  const count = rows().length === 1 ? "1 item is" : `${rows().length} items are`;
  changed(`${row.ariaLabel} was removed, ${count} left.`);
  (next?.querySelector(".remove") ?? byId("add")).focus();
}

function changed(announcement) {
  setText(byId("items-status"), announcement);
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

byId("add").addEventListener("click", add);
