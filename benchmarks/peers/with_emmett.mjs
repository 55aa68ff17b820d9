// Emmett with its store for SQLite: a stream a recommendation, told over from its events.
import { createInterface } from "node:readline";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

// The packages are in an environment of their own, which is the folder that it is started in.
const require = createRequire(`${process.cwd()}/`);
const { CommandHandler } = require("@event-driven-io/emmett");
const { getSQLiteEventStore } = require("@event-driven-io/emmett-sqlite");
const sqlite3 = require("sqlite3");

const [what, ...given] = process.argv.slice(2);
const into = what === "load" ? given[1] : given[0];
const store = getSQLiteEventStore({ fileName: into, schema: { autoMigration: "CreateOrUpdate" } });
const stream = (at) => `recommendation-${at}`;
const evolve = (state, { type, data }) =>
  type === "Due" ? { ...state, row: { ...state.row, due: data.due } } : { at: data.at, row: data.row };
const initialState = () => ({ row: null });

function rows(database, query) {
  const connection = new sqlite3.Database(database);
  return new Promise((done, failed) =>
    connection.all(query, (error, found) => (error ? failed(error) : done(found))),
  );
}

// Its commit fails at times because one of its own statements is not at its end: then it is asked again.
async function again(work) {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (error.code !== "SQLITE_BUSY" || tries > 50) throw error;
      await new Promise((done) => setTimeout(done, 5));
    }
  }
}

const appended = (name, events) =>
  again(async () => {
    if (!(await store.readStream(name)).streamExists) await store.appendToStream(name, events);
  });

async function load(database) {
  const streams = new Map();
  for (const { position, recorded_at, ...row } of await rows(
    database,
    "SELECT * FROM change ORDER BY position, rowid",
  )) {
    for (const name of ["made_to", "topics", "responses"]) row[name] = JSON.parse(row[name]);
    const key = `${row.inspection}/${row.number}`;
    if (!streams.has(key)) streams.set(key, []);
    streams.get(key).push({ type: "Changed", data: { at: recorded_at, row } });
  }
  let at = 0;
  for (const events of streams.values()) await appended(stream(at++), events);
}

async function ask({ known_at }) {
  const found = [];
  for (let at = 0; ; at++) {
    const { events, streamExists } = await store.readStream(stream(at));
    if (!streamExists || !events.length) break;
    const state = events.filter(({ data }) => data.at <= known_at).reduce(evolve, initialState());
    if (state.row) found.push(state.row);
  }
  return { rows: found };
}

const handle = CommandHandler({ evolve, initialState });
const change = (at) => again(() => changed(at));
const changed = (at) =>
  handle(store, stream(at % 100), () => ({
    type: "Due",
    data: { due: `2030-01-${String(1 + (at % 28)).padStart(2, "0")}` },
  }));

if (what === "load") {
  await load(given[0]);
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    const begun = process.cpuUsage();
    if ("change" in question) await change(question.change);
    else writeFileSync(question.to, JSON.stringify(await ask(question.ask)));
    const { user, system } = process.cpuUsage(begun);
    console.log((user + system) / 1e6);
  }
}
process.exit(0);
