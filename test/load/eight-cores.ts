/** Preloaded with `--import`: Artillery then takes the machine for one of eight cores, and starts seven workers. */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

const [core] = os.cpus();
os.cpus = () => Array.from({ length: 8 }, () => core!);
syncBuiltinESMExports();
