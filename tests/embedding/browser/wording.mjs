// Says labels, and the codes and facts of refusals, in one language. A table such as
// `words/en.json` has the words. This module needs no page: copy it, with the tables.
//
// The `locale` of a table says how numbers and dates are written. Both have a decimal point, as the
// fields of the page do: amounts are US dollars, so the Spanish is that of the United States.

/** Returns which sentence fits the facts, for a code that has more than one. */
const VARIANTS = {
  amount_out_of_range: ({ amount }) => amount < 0 && "negative",
  bad_characters: ({ remedy }) => remedy && "remedy",
  cart_amount_mismatch: ({ lowest, highest }) => lowest === highest && "exact",
  increase_exceeds_limit: ({ bound_by }) => bound_by,
  missing: ({ one_of }) => one_of && "one_of",
  refund_locked: ({ locked_at }) => locked_at === null && "undated",
  too_large: ({ max_containers }) => max_containers && "containers",
};
const UNKNOWN = "—";

export class Wording {
  #table;
  #formats;

  constructor(table) {
    this.#table = table;
    this.#formats = formats(table);
  }

  /** Returns a label of the page, filled with the facts. */
  label(name, facts = {}) {
    return this.#fill(this.#table.labels[name], facts);
  }

  /** Returns what is wrong, as a sentence for whoever filled in the form. */
  sentence({ code, facts }) {
    const { sentences } = this.#table;
    const variant = VARIANTS[code]?.(facts);
    const template = sentences[variant ? `${code}/${variant}` : code] ?? sentences.other;
    return this.#fill(template, facts);
  }

  /** Returns the sentence with its place, for a reason that is not shown beside a field. */
  sentenceWithPlace(reason) {
    const [field, index] = reason.path.split("/").reverse();
    const place = this.#table.places[field] ?? "{sentence}";
    return this.#fill(place, { number: Number(index) + 1, sentence: this.sentence(reason) });
  }

  money = (amount) => this.#formats.money(amount);
  percent = (percent) => this.#formats.percent(percent);
  choices = (texts) => this.#formats.choices(texts);

  /** Replaces each `{fact}` or `{fact:format}`. */
  #fill(template, facts) {
    return template.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name, format = "text") =>
      this.#formats[format](facts[name], name),
    );
  }
}

/** Returns how a fact is written, by the names that the sentences use. */
function formats({ locale, words }) {
  const format = (kind, options) => {
    const { format } = new Intl[kind](locale, options);
    return (value) => (value == null ? UNKNOWN : format(value));
  };
  const number = (options) => format("NumberFormat", options);
  const list = (type) => {
    const formatter = new Intl.ListFormat(locale, { type });
    return (names, fact) =>
      formatter.format([names].flat().map((name) => words[`${fact}/${name}`] ?? name));
  };
  const moment = (options) => {
    const formatter = format("DateTimeFormat", { timeZone: "UTC", ...options });
    return (timestamp) => formatter(asDate(timestamp));
  };
  const percent = number({ style: "percent", maximumFractionDigits: 2 });
  return {
    text: (value) => value,
    money: number({ style: "currency", currency: "USD" }),
    number: number({ maximumFractionDigits: 6 }),
    percent: (value) => percent(value / 100),
    date: moment({ dateStyle: "long" }),
    time: moment({ dateStyle: "long", timeStyle: "short" }),
    words: list("conjunction"),
    choices: list("disjunction"),
  };
}

/** Returns the time of `2026-04-16 10:30:00`, which is UTC, or `null` if it is no such text. */
function asDate(timestamp) {
  const date = new Date(`${timestamp}`.replace(" ", "T") + "Z");
  return isNaN(date) ? null : date;
}
