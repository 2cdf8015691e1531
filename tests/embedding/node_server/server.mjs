// An order server in JavaScript, without a package: `node server.mjs 8000`.
//
// It shows that `any_server.py` tests a server in any language. It keeps orders in memory, and has
// the test endpoints that `any_server.py` describes.

import { createServer } from "node:http";
import { decide } from "./actions.mjs";
import * as payloads from "./payloads.mjs";
import { Malformed, parse } from "./strict_json.mjs";

const ENDPOINTS = {
  "POST /order_placed": ["order_placed", payloads.BOTH_IDS],
  "POST /update_order": ["update_order", payloads.UPDATE],
  "POST /confirm_order": ["confirm_order", payloads.IDS],
  "POST /cancel_order": ["cancel_order", payloads.IDS],
  "POST /refund": ["refund", payloads.REFUND_REQUEST],
  "DELETE /refund": ["delete_refund", payloads.IDS],
};
const STATUSES = {
  merchant_order_id_mismatch: 404,
  status_forbids_action: 409,
  history_unknown: 409,
  no_active_refund: 409,
  refund_locked: 409,
};
// The HTTP status of each code that has not 422.

const orders = new Map();
// Maps an id to the order and its limit.

function checked(shape, payload) {
  const problems = payloads.problems(shape, payload);
  if (problems.length) throw new Malformed(problems);
  return payload;
}

// Decide the request of an action, store the order after it, and return the envelope.
function act(action, request, now) {
  const id = request.backd_order_id;
  const found = orders.get(id);
  if (!found) return refused(404, [{ code: "unknown_order", path: "/backd_order_id" }]);
  const decision = decide(action, found.order, request, { limit: found.limit, now });
  if (decision.violations.length)
    return refused(STATUSES[decision.violations[0].code] ?? 422, decision.violations);
  orders.set(id, { ...found, order: decision.order });
  return allowed(decision.order);
}

// Decide a batch. Only the last allowed envelope of each order has `data` (W3).
function actOnAll(updates, now) {
  const envelopes = updates.map((update) => act("update_order", update, now));
  const seen = new Set();
  for (const envelope of envelopes.toReversed()) {
    const id = envelope.data?.backd_order_id;
    if (seen.has(id)) delete envelope.data;
    else if (id !== undefined) seen.add(id);
  }
  return envelopes;
}

// The envelope of an allowed request has no history, no empty array of refunds, and no
// `merchant_order_status` of a canceled order (W1, L8).
function allowed({ placed_total, increase_count, ...data }) {
  if (!data.refunds?.length) delete data.refunds;
  if (data.status === "order_canceled") delete data.merchant_order_status;
  const status = { type: "success", code: 200 };
  return { data, message: "API Backd - Success", status, error: false };
}

function refused(code, violations) {
  const status = { type: "error", code };
  return { message: "API Backd - Error", status, error: true, violations };
}

// Return the status and the body of the answer.
function answer({ method, url, headers }, body) {
  const endpoint = ENDPOINTS[`${method} ${url}`];
  if (!endpoint) return answerTest(method, url, headers, body);
  const [action, shape] = endpoint;
  const now = new Date(headers["x-time"] ?? Date.now());
  const payload = parse(body);
  if (action === "update_order" && Array.isArray(payload))
    return [200, actOnAll(checked([payloads.UPDATE], payload), now)];
  const envelope = act(action, checked(shape, payload), now);
  return [envelope.status.code, envelope];
}

// The endpoints that only a server under test has.
function answerTest(method, url, headers, body) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (pathname !== "/test/orders") return [404, refused(404, [])];
  if (method === "DELETE") {
    orders.clear();
  } else if (method === "PUT") {
    const order = payloads.recorded(checked(payloads.ORDER, parse(body)));
    const limit = checked(payloads.LIMIT, parse(Buffer.from(headers["x-limit"])));
    orders.set(order.backd_order_id, { order, limit });
  } else {
    const found = orders.get(searchParams.get("backd_order_id"));
    return found ? [200, found.order] : [404, refused(404, [])];
  }
  return [200, {}];
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  let status, envelope;
  try {
    [status, envelope] = answer(request, Buffer.concat(parts));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    [status, envelope] = [400, refused(400, error.problems)];
  }
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(envelope));
});
server.listen(Number(process.argv[2] ?? 8000), "127.0.0.1");
