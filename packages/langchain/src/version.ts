/** Put in by the bundler, from the manifest. */
declare const OFOX_PACKAGE_VERSION: string | undefined;

/** This package's version; in its unbundled sources there is none. */
export const VERSION: string =
  typeof OFOX_PACKAGE_VERSION === 'string' ? OFOX_PACKAGE_VERSION : '0.0.0-source';
