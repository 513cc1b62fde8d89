// Rows of test data. Which row a pass takes follows from its number: offset + stride x (number x draws + draw),
// where the scenario says offset, stride and draws, so that no two scenarios take the same row.
import { blend } from "./draw.js";

/** it: { columns, rows, masked?: { columns, rows }, per, mode, atEnd }. */
export function dataSet(name, it) {
  const columns = it.columns.concat(it.masked === undefined ? [] : it.masked.columns);
  return { ...it, name, places: Object.fromEntries(columns.map((column, place) => [column, place])) };
}

function numberOf(pass, set, draw) {
  const { offset, stride, draws } = pass.scenario.rows[set.name] || { offset: 0, stride: 1, draws: 1 };
  const counted = set.per === "vu" ? Math.max(pass.vu - 1, 0) : pass.iteration;
  return offset + stride * (counted * draws + draw);
}

function take(pass, set, draw) {
  const number = numberOf(pass, set, draw);
  let row = number % set.rows.length;
  if (set.mode === "random") row = blend(blend(set.hash, Math.floor(number / 4294967296)), number) % set.rows.length;
  else if (set.atEnd !== "recycle" && number >= set.rows.length)
    throw new Error("data set " + set.name + " has " + set.rows.length + " rows; row " + (number + 1) + " was asked for");
  const values = set.masked === undefined ? set.rows[row] : set.rows[row].concat(set.masked.rows[row]);
  pass.rows[set.name] = { draw, values };
  return pass.rows[set.name];
}

/** The value of a column in the row that the pass has. */
export function field(pass, set, column) {
  const row = pass.rows[set.name] || take(pass, set, 0);
  return row.values[set.places[column]];
}

/** Takes a fresh row. */
export function nextRow(pass, set) {
  take(pass, set, pass.rows[set.name] === undefined ? 1 : pass.rows[set.name].draw + 1);
}
