// Validates payloads with Ajv.
//
// Reads a JSON file: `schemas` by name, and `payloads` as pairs of schema name and payload. Prints
// JSON: `accepted` is a boolean for each payload. `refused` lists the code points that a text must
// not contain: alone and after another character in `update-request`, and alone in `order`.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const { schemas, payloads } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ajv = new Ajv({ strict: true });
const validators = {};
for (const [name, schema] of Object.entries(schemas)) validators[name] = ajv.compile(schema);

const accepted = payloads.map(([name, payload]) => validators[name](payload));

const isText = ajv.compile({ $ref: "urn:backd-rules:update-request#/$defs/text" });
const isRecorded = ajv.compile({ $ref: "urn:backd-rules:order#/$defs/recorded_text" });
const isOpenapiText = validators["openapi-text"];
const refused = { alone: [], after: [], recorded: [], openapi: [] };
for (let point = 0; point <= 0x10ffff; point++) {
  const character = String.fromCodePoint(point);
  if (!isText(character)) refused.alone.push(point);
  if (!isText("x" + character)) refused.after.push(point);
  if (!isRecorded(character)) refused.recorded.push(point);
  if (!isOpenapiText("x" + character)) refused.openapi.push(point);
}

console.log(JSON.stringify({ accepted, refused }));
