// All actions on an order: chapters 2 and 7 of domain.md. The update is in `update.mjs`.

import { cents } from "./numbers.mjs";
import { decideUpdate } from "./update.mjs";

const ACTIONS = {
  order_placed: { in: "terms_selected", to: "order_placed", decide: decidePlacement },
  update_order: { in: "order_placed", to: "order_placed", decide: decideUpdate },
  confirm_order: { in: "order_placed", to: "order_confirmed", decide: decideChange },
  cancel_order: { in: "order_placed", to: "order_canceled", decide: decideChange },
  refund: { in: "order_confirmed", to: "order_confirmed", decide: decideRefund },
  delete_refund: { in: "order_confirmed", to: "order_confirmed", decide: decideDeletion },
};

const fact = (code, path, facts = {}) => ({ code, path, facts });

// Return the violations of a request, and the order after it if there are none.
export function decide(action, order, request, { limit, now }) {
  const isOther =
    action !== "order_placed" &&
    request.merchant_order_id !== undefined &&
    request.merchant_order_id !== order.merchant_order_id;
  // The order is not judged further (V1).
  if (isOther) return { violations: [fact("merchant_order_id_mismatch", "/merchant_order_id")] };
  const rule = ACTIONS[action];
  const { violations, after } = rule.decide(order, request, limit, now);
  if (order.status !== rule.in)
    violations.unshift(fact("status_forbids_action", "", { status: order.status, action }));
  if (violations.length) return { violations };
  return { violations, order: { ...after(), status: rule.to } };
}

// The placed order has its present total as the original, and no increases (A1).
function decidePlacement(order, { merchant_order_id }) {
  const history = { placed_total: order.order_total, increase_count: 0 };
  return { violations: [], after: () => ({ ...order, merchant_order_id, ...history }) };
}

function decideChange(order) {
  return { violations: [], after: () => order };
}

// A new request replaces the active ones, unless one of them is locked (A3, A4).
function decideRefund(order, request, limit, now) {
  const violations = lockFaults(order, now);
  const facts = { refund_amount: request.refund_amount, order_total: order.order_total };
  if (cents(request.refund_amount) > cents(order.order_total))
    violations.unshift(fact("refund_exceeds_total", "/refund_amount", facts));
  const refund = {
    amount: request.refund_amount,
    create_date: timestamp(now),
    status: "draft",
    locked_at: timestamp(lockTime(now)),
  };
  return { violations, after: () => ({ ...order, refunds: [...declined(order), refund] }) };
}

function decideDeletion(order, request, limit, now) {
  const violations = lockFaults(order, now);
  if (!refundsOf(order).some(isActive)) violations.push(fact("no_active_refund", ""));
  return { violations, after: () => ({ ...order, refunds: declined(order) }) };
}

const refundsOf = (order) => order.refunds ?? [];
const isActive = (refund) => refund.status === "draft" || refund.status === "approved";
const declined = (order) =>
  refundsOf(order).map((refund) => (isActive(refund) ? { ...refund, status: "declined" } : refund));

// Refuse if an active request is locked. One without a readable time counts as locked (A6).
function lockFaults(order, now) {
  const isLocked = ({ locked_at }) => !(now.getTime() < moment(locked_at));
  const locked = refundsOf(order).filter(isActive).find(isLocked);
  if (!locked) return [];
  const isReadable = !Number.isNaN(moment(locked.locked_at));
  return [fact("refund_locked", "", { locked_at: isReadable ? locked.locked_at : null })];
}

const timestamp = (date) => date.toISOString().slice(0, 19).replace("T", " ");

// Return the milliseconds of a timestamp, or NaN if it is none (N8).
function moment(text) {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text ?? "")) return NaN;
  const date = new Date(`${text.replace(" ", "T")}Z`);
  // `Date` takes February 30 for March 2.
  return !Number.isNaN(date.getTime()) && timestamp(date) === text ? date.getTime() : NaN;
}

const CHICAGO = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Chicago",
  hourCycle: "h23",
  ...{ weekday: "short", year: "numeric", month: "numeric", day: "numeric", hour: "numeric" },
});
const DAYS_TO_WAIT = {
  ...{ Mon: [0, 1], Tue: [0, 1], Wed: [0, 1], Thu: [0, 1] },
  ...{ Fri: [0, 3], Sat: [2, 2], Sun: [1, 1] },
};
// The days until the lock of a request before 5 PM, and from 5 PM on (A5).

const chicago = (date) =>
  Object.fromEntries(CHICAGO.formatToParts(date).map(({ type, value }) => [type, value]));

// Return when a request of this time locks: at 5 PM in Chicago (A5).
function lockTime(now) {
  const { weekday, year, month, day, hour } = chicago(now);
  const days = DAYS_TO_WAIT[weekday][Number(hour >= 17)];
  const inSummer = new Date(Date.UTC(year, month - 1, Number(day) + days, 22));
  return chicago(inSummer).hour === "17" ? inSummer : new Date(inSummer.getTime() + 3_600_000);
}
