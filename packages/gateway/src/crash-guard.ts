/** What is shorter may stand in any text by chance. */
const SHORTEST = 6;

/**
 * Keeps secrets out of what a process leaves behind when it breaks: of an error that nobody caught,
 * only its stack is told, without the secrets that are known, and reports that Node writes hold no
 * environment.
 */
export class CrashGuard {
  readonly #secrets = new Set<string>();

  /** Guards this process. @param say writes to the standard error. */
  install(say: (text: string) => void): void {
    const { reportOnSignal = false, signal } = process.report ?? {};
    excludeEnvironment();
    // Without anybody who listens, the signal would end the process.
    if (reportOnSignal && signal !== undefined && !process.report?.reportOnSignal) {
      process.on(signal, () => say('No report is written, as it would hold the environment.'));
    }
    process.on('uncaughtException', (error) => {
      const told = error instanceof Error ? (error.stack ?? error.message) : typeof error;
      say(`The gateway ends because of an error that nobody has caught:\n${this.#conceal(told)}`);
      process.exit(1);
    });
  }

  /** These are not to be told. */
  add(secrets: Iterable<string>): void {
    for (const secret of secrets) if (secret.length >= SHORTEST) this.#secrets.add(secret);
  }

  #conceal(text: string): string {
    let concealed = text;
    for (const secret of this.#secrets) concealed = concealed.replaceAll(secret, '[secret]');
    return concealed;
  }
}

/**
 * Node's diagnostic reports hold the environment and the command line, both of which may hold keys.
 * Where Node cannot leave out the first, or the second has a key, it writes none by itself.
 */
export function excludeEnvironment(
  report: Partial<NodeJS.ProcessReport> = process.report,
  argv: readonly string[] = process.argv,
): void {
  const hasKey = argv.some((word) => word.startsWith('--key'));
  if ('excludeEnv' in report) report.excludeEnv = true;
  if ('excludeEnv' in report && !hasKey) return;
  report.reportOnFatalError = false;
  report.reportOnUncaughtException = false;
  report.reportOnSignal = false;
}
