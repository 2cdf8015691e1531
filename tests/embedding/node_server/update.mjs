// The update of an order: chapters 4 to 6 of domain.md. All amounts are integers of cents.

import { LARGEST, ceil, cents, dollars, floor, halfUp, scaled } from "./numbers.mjs";
import { UPDATE, isBlank, known } from "./payloads.mjs";

const FEES = ["tax_amount", "shipping_amount", "discount_amount"];
const CONTACTS = ["shipping", "billing"];
const REQUIRED = [
  ...["name/first", "name/last", "address/line1", "address/city", "address/state"],
  ...["address/zipcode", "address/country", "phone_number", "email"],
];
// The paths of a contact's required fields.
const LINE = 10n ** 7n;
// A cent in the unit of a line: a price has millionths, and a quantity has thousandths.

const given = (value) => value !== undefined && value !== null;
const fact = (code, path, facts = {}) => ({ code, path, facts });

// Return the sums of the lines, each line rounded down, half up and up (N5).
function sumsOf(items) {
  const lines = items.map((item) => scaled(item.unit_price, 6) * scaled(item.qty, 3));
  const sum = (round) => lines.reduce((total, line) => total + round(line, LINE), 0n);
  return { lowest: sum(floor), halfUp: sum(halfUp), highest: sum(ceil) };
}

const totalOf = (cart, [tax, shipping, discount]) => cart + tax + shipping - discount;

// Return the totals that the update would make (T1 to T4, L7).
function proposed(order, update) {
  const recorded = order.items ?? [];
  const items = update.items ?? recorded;
  const sums = sumsOf(items);
  const hasNewSum =
    items !== recorded && (!recorded.length || sums.halfUp !== sumsOf(recorded).halfUp);
  const present = cents(order.cart_amount);
  const following = hasNewSum ? sums.halfUp : present;
  const cart = given(update.cart_amount) ? cents(update.cart_amount) : following;
  const recordedFees = FEES.map((name) => cents(order[name]));
  const fees = FEES.map((name) => cents(update[name] ?? order[name]));
  const adjustment = cents(order.order_total) - totalOf(present, recordedFees);
  const computed = totalOf(cart, fees) + adjustment;
  const total = given(update.order_total) ? cents(update.order_total) : computed;
  const isJudged = items.length > 0 && (hasNewSum || cart !== present);
  return { cart, sums, isJudged, computed, total, isIncrease: total > cents(order.order_total) };
}

// Return the ceiling and the term that binds (L1 to L3). Of equal terms the first one binds.
function ceilingOf(order, limit) {
  const base = cents(order[limit.measured_from ?? "placed_total"]);
  const relative = [];
  if (given(limit.max_increase))
    relative.push({ ceiling: base + cents(limit.max_increase), term: "max_increase" });
  if (given(limit.max_increase_percent)) {
    const percent = 10_000n + scaled(limit.max_increase_percent, 2);
    relative.push({ ceiling: (base * percent) / 10_000n, term: "max_increase_percent" });
  }
  const ascending = (a, b) => (a.ceiling < b.ceiling ? -1 : Number(a.ceiling > b.ceiling));
  relative.sort(limit.combine === "higher" ? (a, b) => ascending(b, a) : ascending);
  const caps = relative.slice(0, 1);
  if (given(limit.max_order_total))
    caps.push({ ceiling: cents(limit.max_order_total), term: "max_order_total" });
  return caps.sort(ascending)[0];
}

// Return the fields that the limit needs and the order does not have (L8).
function unknownHistory(order, limit) {
  const isRelative = given(limit.max_increase) || given(limit.max_increase_percent);
  const unknown = [];
  if (isRelative && !given(order[limit.measured_from ?? "placed_total"]))
    unknown.push("placed_total");
  if (given(limit.max_increases) && !given(order.increase_count)) unknown.push("increase_count");
  return unknown;
}

function limitFaults(order, limit, { total, isIncrease }) {
  if (!isIncrease) return [];
  const found = [];
  const unknown = unknownHistory(order, limit);
  if (unknown.length) found.push(fact("history_unknown", "/order_total", { unknown }));
  if (!unknown.includes("placed_total")) {
    const { ceiling, term } = ceilingOf(order, limit);
    const facts = { order_total: dollars(total), ceiling: dollars(ceiling), bound_by: term };
    if (total > ceiling) found.push(fact("increase_exceeds_limit", "/order_total", facts));
  }
  const most = limit.max_increases ?? Number(LARGEST);
  const facts = { increase_count: order.increase_count, max_increases: most };
  if (order.increase_count >= most) found.push(fact("too_many_increases", "/order_total", facts));
  return found;
}

function totalFaults({ cart, sums, isJudged, computed, total }) {
  const found = [];
  for (const [name, value] of [["order_total", computed], ["cart_amount", cart]])
    if (value < 0n || value > LARGEST)
      found.push(fact("amount_out_of_range", `/${name}`, { amount: dollars(value) }));
  if (isJudged && (cart < sums.lowest || cart > sums.highest))
    found.push(
      fact("cart_amount_mismatch", "/cart_amount", {
        cart_amount: dollars(cart),
        lowest: dollars(sums.lowest),
        half_up: dollars(sums.halfUp),
        highest: dollars(sums.highest),
      }),
    );
  if (total !== computed) {
    const facts = { stated: dollars(total), expected: dollars(computed) };
    found.push(fact("order_total_mismatch", "/order_total", facts));
  }
  return found;
}

const at = (object, path) => path.split("/").reduce((value, name) => value?.[name], object);

const statesNothing = (patch) =>
  typeof patch === "object" && patch !== null && Object.values(patch).every(statesNothing);

// Return a violation for each required field that a new contact does not have (U3).
function contactFaults(order, update) {
  const isNew = (name) => update[name] && !order[name] && !statesNothing(update[name]);
  const missing = (name) => REQUIRED.filter((path) => at(update[name], path) === undefined);
  return CONTACTS.filter(isNew).flatMap((name) =>
    missing(name).map((path) => fact("contact_incomplete", `/${name}/${path}`)),
  );
}

// Return the contact after the patch: `null` and blank text clear a field (U2, N7).
function merged(contact, patch) {
  const after = { ...contact };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || isBlank(value)) delete after[name];
    else if (typeof value !== "object") after[name] = value;
    else if (!statesNothing(value)) after[name] = merged(after[name], value);
  }
  return after;
}

// Return the order after an allowed update (U1, T2, T3, L9).
function updated(order, update, { cart, total, isIncrease }) {
  const after = { ...order, cart_amount: dollars(cart), order_total: dollars(total) };
  for (const name of ["merchant_order_status", ...FEES]) after[name] = update[name] ?? order[name];
  const isPatched = (name) => update[name] && !statesNothing(update[name]);
  for (const name of CONTACTS.filter(isPatched)) after[name] = merged(order[name], update[name]);
  if (update.items) {
    const cleared = ([, value]) => value !== null;
    const items = known(UPDATE, { items: update.items }).items;
    after.items = items.map((one) => Object.fromEntries(Object.entries(one).filter(cleared)));
  }
  if (isIncrease && given(order.increase_count)) after.increase_count += 1;
  return after;
}

export function decideUpdate(order, update, limit) {
  const totals = proposed(order, update);
  const violations = [
    ...contactFaults(order, update),
    ...totalFaults(totals),
    ...limitFaults(order, limit, totals),
  ];
  return { violations, after: () => updated(order, update, totals) };
}
