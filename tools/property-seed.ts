import { configureGlobal } from 'fast-check';

/**
 * Property tests try the same values in every run, so that a failure is the change's and not the
 * day's. `FC_SEED=$RANDOM npx -y pnpm@12 test` looks further.
 */
configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_122) });
