// The fields of the form: their texts, and the errors beside them.

export const byId = (id) => document.getElementById(id);
const isInput = (field) => field.localName === "input";
const fieldsOf = (part) => [...part.querySelectorAll("[data-path]")];
const valueAt = (object, path) =>
  path.split("/").slice(1).reduce((value, key) => value?.[key], object);

/** More than any field accepts, so that the rules say that a text is too long; it cuts the rest. */
const MAX_LENGTH = 4096;
let errors = 0;

/** Fills the fields of a part of the form, and adds beside each an element for its errors. */
export function addFields(part, order) {
  for (const field of fieldsOf(part)) {
    const error = document.createElement("p");
    error.className = "error";
    error.id = `error-${(errors += 1)}`;
    cellOf(field).append(error);
    field.setAttribute("aria-describedby", error.id);
    const { path } = field.dataset;
    if (!isInput(field)) continue;
    field.defaultValue = textOf(valueAt(order, path), path);
    field.maxLength = MAX_LENGTH;
  }
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

/** Amounts that are empty unless the buyer states them. */
const QUOTED = ["/cart_amount", "/order_total"];

function textOf(value, path) {
  if (QUOTED.includes(path) || value == null) return "";
  const isAmount = typeof value === "number" && !path.endsWith("/qty");
  // A unit price may have six decimals.
  return isAmount && Number(value.toFixed(2)) === value ? value.toFixed(2) : `${value}`;
}

/** Returns the text of each field that differs from the order, or `null` if it is cleared. */
export function edits(form) {
  const changed = fieldsOf(form).filter((field) => isInput(field) && isChanged(field));
  return Object.fromEntries(changed.map((field) => [field.dataset.path, valueOf(field)]));
}

/** A recorded text may have spaces around it, or line breaks, which no input shows. */
const shown = (text) => text.replace(/[\r\n]/g, "").trim();
const isChanged = (field) => shown(field.value) !== shown(field.defaultValue);
const valueOf = (field) => (field.required ? field.value.trim() : field.value.trim() || null);

/** Shows each reason beside its field, and returns the reasons that have no field. */
export function showErrors(form, reasons) {
  const others = new Set(reasons);
  for (const field of fieldsOf(form)) {
    const own = reasons.filter(({ path }) => path === field.dataset.path);
    setText(byId(field.getAttribute("aria-describedby")), own.map(({ sentence }) => sentence).join("\n"));
    // An empty optional field is not at fault: what it would state follows from other fields.
    const isStated = field.required || field.value !== "";
    if (isInput(field)) field.ariaInvalid = `${own.length > 0 && isStated}`;
    own.forEach((reason) => others.delete(reason));
  }
  return [...others];
}

/** Sets a text only if it differs, because a screen reader announces every assignment. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
