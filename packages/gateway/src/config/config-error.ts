/** The configuration or the command line is wrong; the message says where and why. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
