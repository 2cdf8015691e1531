// The task from standard input: where the site, the browser and axe-core are, and what to do.

import { readFileSync } from "node:fs";

export const task = JSON.parse(readFileSync(0, "utf8"));
