/** Something wrong with a configuration, and where. */
export interface ConfigProblem {
  path: readonly PropertyKey[];
  message: string;
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Puts the environment's variables into all texts of a configuration: `${NAME}`, or
 * `${NAME:-otherwise}` for one that may be missing. Names of fields stay as they are.
 *
 * @returns the configuration, and a problem for each variable that is not set.
 */
export function substituteEnvironment(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): { value: unknown; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const visit = (item: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof item === 'string') {
      return item.replace(VARIABLE, (_, name: string, otherwise: string | undefined) => {
        const found = environment[name] ?? otherwise;
        if (found !== undefined && (found !== '' || otherwise !== undefined)) return found;
        problems.push({ path, message: `the environment variable ${name} is not set` });
        return '';
      });
    }
    if (Array.isArray(item)) return item.map((element, index) => visit(element, [...path, index]));
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, field]) => [key, visit(field, [...path, key])]),
    );
  };
  return { value: visit(value, []), problems };
}
