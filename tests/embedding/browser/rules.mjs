// The rules in a browser: Pyodide, and in it the wheels of backd_rules and of attrs, its one need.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const WHEELS = ["wheels/attrs.whl", "wheels/backd_rules.whl"];

export async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** A Python in which `import backd_rules` works, and in which the file at `program` has run. */
export async function startRules(program) {
  const bytes = async (address) => (await fetched(address)).arrayBuffer();
  // The small files first: where one is missing, the large ones need not be fetched.
  const [source, ...wheels] = await Promise.all([
    fetched(program).then((response) => response.text()),
    ...WHEELS.map(bytes),
  ]);
  const python = await loadPyodide();
  for (const wheel of wheels) python.unpackArchive(wheel, "wheel");
  python.runPython(source, { filename: program });
  return python;
}
