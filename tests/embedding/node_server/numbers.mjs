// Exact decimals. An amount is a BigInt of cents, a price of millionths, a quantity of thousandths.

export const LARGEST = 999_999_999_999_999n;
// The largest amount, price, quantity and count, each in its own unit (domain.md, N3, N4, L9).

// The shortest decimal that reads back as the double (N2), as a fraction of two BigInts.
function fraction(number) {
  const [, sign, whole, decimals = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number));
  const digits = BigInt(sign + whole + decimals);
  const shift = Number(exponent) - decimals.length;
  return shift < 0 ? [digits, 10n ** BigInt(-shift)] : [digits * 10n ** BigInt(shift), 1n];
}

export const floor = (n, d) => (n % d !== 0n && n < 0n ? n / d - 1n : n / d);
export const ceil = (n, d) => -floor(-n, d);
export const halfUp = (n, d) => floor(2n * n + d, 2n * d);

// The number in units of `10 ** -decimals`, rounded half up where it has more decimals (F6).
export function scaled(number, decimals) {
  const [n, d] = fraction(number);
  return halfUp(n * 10n ** BigInt(decimals), d);
}

// The code of what is wrong with a number in a payload, or undefined (N2 to N4).
export function numberFault(number, decimals, { positive = false, rounded = false } = {}) {
  if (typeof number !== "number") return "wrong_type";
  if (!Number.isFinite(number)) return "not_finite";
  let [n, d] = fraction(number);
  n *= 10n ** BigInt(decimals);
  if (rounded) [n, d] = [halfUp(n, d), 1n];
  if (n > LARGEST * d || n < -LARGEST * d) return "out_of_range";
  if (n % d !== 0n) return "too_precise";
  return n < 0n || (positive && n === 0n) ? "out_of_range" : undefined;
}

export function countFault(number) {
  const fault = numberFault(number, 0);
  return fault === "too_precise" ? "wrong_type" : fault;
}

export const cents = (dollars) => scaled(dollars ?? 0, 2);

// The double nearest to an integer in units of `10 ** -decimals`.
export function number(integer, decimals) {
  const digits = String(integer < 0n ? -integer : integer).padStart(decimals + 1, "0");
  const size = Number(`${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
  return integer < 0n ? -size : size;
}

export const dollars = (integer) => number(integer, 2);
