import { makeAnimaticProvider } from '../../../src/adapters/providers/animatic/provider.ts';
import { attemptId } from '../../../src/core/ids.ts';
import { toRequest } from './brief.ts';

/** A process that starts one long render and waits to be killed. */
const [, , folder = ''] = process.argv;
const provider = makeAnimaticProvider({ folder, parallel: 1 });
await provider.submit(toRequest({ seconds: 60 }), attemptId('lost'));
