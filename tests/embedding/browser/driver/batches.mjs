// Runs that each load the rules. Too many at the same time would take each other's time and memory.

/** Returns the results of `run` for each case, in order; some run at the same time. */
export async function inBatches(cases, run, atOnce = 3) {
  const results = [];
  for (let next = 0; next < cases.length; next += atOnce) {
    results.push(...(await Promise.all(cases.slice(next, next + atOnce).map(run))));
  }
  return results;
}
