// Loads Pyodide with the wheels of backd_rules and of attrs, its only dependency.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const WHEELS = ["wheels/attrs.whl", "wheels/backd_rules.whl"];

export async function fetchOk(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** Returns a Python interpreter that can import backd_rules and has run the file `program`. */
export async function startRules(program) {
  const bytes = async (url) => (await fetchOk(url)).arrayBuffer();
  // Fetch the small files first: if one is missing, the large download of Pyodide is not started.
  const [source, ...wheels] = await Promise.all([
    fetchOk(program).then((response) => response.text()),
    ...WHEELS.map(bytes),
  ]);
  const python = await loadPyodide();
  for (const wheel of wheels) python.unpackArchive(wheel, "wheel");
  python.runPython(source, { filename: program });
  return python;
}
