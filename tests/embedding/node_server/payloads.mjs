// What each payload may hold, and the problems of one that is malformed (domain.md, F4, N6, N7, U4
// to U6, V3, V4).
//
// A shape is an object of fields, an array of one shape, or a function that returns the code of a
// fault. A field is a pair of shape and mark: "!" is required, "?" may be cleared, "" is neither.

import { countFault, number, numberFault, scaled } from "./numbers.mjs";

const INVISIBLE =
  "\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b-\\u200d\\u2060-\\u2064" +
  "\\u2800\\u3164\\ufeff\\uffa0";
const BLANK = new RegExp(`^[\\s\\u001c-\\u001f\\u0085${INVISIBLE}]*$`, "u");
const FORBIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u;

export const isBlank = (value) => typeof value === "string" && BLANK.test(value);

function textFault(text, longest) {
  if (typeof text !== "string") return "wrong_type";
  if (isBlank(text)) return "blank";
  if ([...text].length > longest) return "too_long";
  return FORBIDDEN.test(text) ? "bad_characters" : undefined;
}

function recordedFault(text) {
  if (typeof text !== "string") return "wrong_type";
  return text.isWellFormed() ? undefined : "bad_characters";
}

const oneOf = (words, code) => (text) =>
  typeof text !== "string" ? "wrong_type" : words.includes(text) ? undefined : code;

const text = (value) => textFault(value, 255);
const email = (value) => textFault(value, 254);
const url = (value) => textFault(value, 2048);
const recordedId = (value) => (isBlank(value) ? "blank" : recordedFault(value));
const amount = (value) => numberFault(value, 2);
const positiveAmount = (value) => numberFault(value, 2, { positive: true });
const price = (value) => numberFault(value, 6);
const qty = (value) => numberFault(value, 3, { positive: true });
const recordedPrice = (value) => numberFault(value, 6, { rounded: true });
const recordedQty = (value) => numberFault(value, 3, { positive: true, rounded: true });
const status = oneOf(
  [
    ...["terms_selected", "order_placed", "order_confirmed"],
    ...["order_canceled", "order_cancelled", "refund"],
  ],
  "unknown_status",
);

function contact(ofText, ofEmail) {
  const [field, optional] = [[ofText, ""], [ofText, "?"]];
  return {
    name: [{ first: field, last: field }, ""],
    company_name: optional,
    address: [
      { line1: field, line2: optional, city: field, state: field, zipcode: field, country: field },
      "",
    ],
    phone_number: field,
    email: [ofEmail, ""],
  };
}

function item(ofText, ofUrl, mark, ofPrice, ofQty) {
  return {
    display_name: [ofText, mark],
    sku: [ofText, mark],
    unit_price: [ofPrice, "!"],
    qty: [ofQty, "!"],
    item_image_url: [ofUrl, "?"],
    item_url: [ofUrl, "?"],
  };
}

const FEES = {
  tax_amount: [amount, ""],
  shipping_amount: [amount, ""],
  discount_amount: [amount, ""],
};

export const UPDATE = {
  backd_order_id: [text, "!"],
  merchant_order_id: [text, "!"],
  merchant_order_status: [text, ""],
  order_total: [amount, ""],
  cart_amount: [amount, ""],
  ...FEES,
  shipping: [contact(text, email), ""],
  billing: [contact(text, email), ""],
  items: [[item(text, url, "!", price, qty)], ""],
};
const READ_ONLY = ["status", "create_date", "refunds"];

export const ORDER = {
  backd_order_id: [recordedId, "!"],
  create_date: [recordedFault, ""],
  order_total: [amount, "!"],
  cart_amount: [amount, "!"],
  ...FEES,
  status: [status, "!"],
  merchant_order_id: [recordedId, "!"],
  merchant_order_status: [recordedFault, ""],
  shipping: [contact(recordedFault, recordedFault), ""],
  billing: [contact(recordedFault, recordedFault), ""],
  items: [[item(recordedFault, recordedFault, "", recordedPrice, recordedQty)], ""],
  refunds: [
    [
      {
        amount: [amount, "!"],
        create_date: [recordedFault, ""],
        status: [recordedFault, ""],
        locked_at: [recordedFault, ""],
      },
    ],
    "",
  ],
  placed_total: [amount, ""],
  increase_count: [countFault, ""],
};

const CAPS = ["max_increase", "max_increase_percent", "max_order_total"];
export const LIMIT = {
  ...Object.fromEntries(CAPS.map((name) => [name, [amount, ""]])),
  max_increases: [countFault, ""],
  combine: [oneOf(["lower", "higher"], "bad_format"), ""],
  measured_from: [oneOf(["placed_total", "order_total"], "bad_format"), ""],
};

export const IDS = { backd_order_id: [text, "!"], merchant_order_id: [text, ""] };
export const BOTH_IDS = { backd_order_id: [text, "!"], merchant_order_id: [text, "!"] };
export const REFUND_REQUEST = { ...BOTH_IDS, refund_amount: [positiveAmount, "!"] };

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const step = (name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

// Return the problems of a payload, at most 100 and one that says that there are more (V4).
export function problems(shape, payload) {
  const record = shape === ORDER;
  const found = [...problemsOf(shape, payload, "", record)];
  if (shape === LIMIT && isObject(payload) && !CAPS.some((name) => Object.hasOwn(payload, name)))
    found.push({ code: "missing", path: "" });
  return shortened(found);
}

export function shortened(found) {
  const more = found.length > 100 ? [{ code: "too_many_problems", path: "" }] : [];
  const cut = (path) => ([...path].length > 256 ? `${[...path].slice(0, 253).join("")}...` : path);
  return [...found.slice(0, 100).map(({ code, path }) => ({ code, path: cut(path) })), ...more];
}

function* problemsOf(shape, value, path, record) {
  if (typeof shape === "function") {
    const code = shape(value);
    if (code) yield { code, path };
  } else if (Array.isArray(shape) ? !Array.isArray(value) : !isObject(value)) {
    yield { code: "wrong_type", path };
  } else if (Array.isArray(shape)) {
    yield* problemsOfArray(shape[0], value, path, record);
  } else {
    yield* problemsOfObject(shape, value, path, record);
  }
}

function* problemsOfArray(shape, array, path, record) {
  const most = shape === UPDATE ? 100 : 1000;
  if (!record && array.length === 0) {
    yield { code: "empty", path };
  } else if (!record && array.length > most) {
    yield { code: "too_many", path };
  } else {
    for (const [index, value] of array.entries())
      yield* problemsOf(shape, value, `${path}/${index}`, record);
  }
}

function* problemsOfObject(shape, fields, path, record) {
  for (const [name, [part, mark]] of Object.entries(shape)) {
    const [value, at] = [fields[name], path + step(name)];
    if (!Object.hasOwn(fields, name)) {
      if (mark === "!") yield { code: "missing", path: at };
    } else if (value === null) {
      if (mark === "!" || !(record || mark === "?")) yield { code: "not_nullable", path: at };
    } else if (!(mark === "?" && isBlank(value))) {
      yield* problemsOf(part, value, at, record);
    }
  }
  if (record) return;
  for (const name of Object.keys(fields)) {
    if (Object.hasOwn(shape, name)) continue;
    const isKnown = shape === UPDATE && READ_ONLY.includes(name);
    yield { code: isKnown ? "read_only_field" : "unknown_field", path: path + step(name) };
  }
}

// Return a record as it is kept: without unknown fields and blank optional texts (F4 to F6).
export function recorded(payload) {
  const order = known(ORDER, payload);
  if (order.status === "order_cancelled") order.status = "order_canceled";
  for (const name of Object.keys(FEES)) order[name] ??= 0;
  return order;
}

// Return the known fields of a value. An optional text that is blank is absent.
export function known(shape, value) {
  if (value === null) return null;
  if (shape === recordedPrice) return number(scaled(value, 6), 6);
  if (shape === recordedQty) return number(scaled(value, 3), 3);
  if (typeof shape === "function") return value;
  if (Array.isArray(shape)) return value.map((element) => known(shape[0], element));
  const isKept = ([name, [, mark]]) =>
    Object.hasOwn(value, name) && !(mark === "?" && isBlank(value[name]));
  const fields = Object.entries(shape).filter(isKept);
  return Object.fromEntries(fields.map(([name, [part]]) => [name, known(part, value[name])]));
}
