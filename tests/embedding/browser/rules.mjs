// Loads Pyodide with the wheels of backd_rules and of attrs, its only dependency.

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
  const python = await startPython();
  for (const wheel of wheels) python.unpackArchive(wheel, "wheel");
  python.runPython(source, { filename: program });
  return python;
}

/** Starts Pyodide, which waits forever if its WebAssembly is missing or damaged: this throws. */
async function startPython() {
  const { loadPyodide } = await import("./pyodide/pyodide.mjs");
  const { instantiateStreaming } = WebAssembly;
  const failure = new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (...source) => {
      try {
        return await instantiateStreaming(...source);
      } catch (error) {
        reject(error);
        throw error;
      }
    };
  });
  try {
    return await Promise.race([loadPyodide(), failure]);
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
