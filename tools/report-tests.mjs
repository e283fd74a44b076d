// Prints the figures of all test runs as one closing line; fails when a test failed or none ran.
// Each run leaves its figures, as vitest's JSON reporter words them, in a file of its own.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../node_modules/.cache/', import.meta.url);
const reports = readdirSync(folder)
  .filter((file) => /^tests(-\w+)?\.json$/.test(file))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
const sum = (name) => reports.reduce((total, report) => total + (report[name] ?? 0), 0);
const passed = sum('numPassedTests');
const failed = sum('numFailedTests');
const skipped = sum('numPendingTests') + sum('numTodoTests');
console.log(
  `Tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
process.exitCode = reports.every(({ success }) => success) && passed > 0 && failed === 0 ? 0 : 1;
