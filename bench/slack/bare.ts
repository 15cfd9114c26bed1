import { App, HTTPReceiver } from '@slack/bolt';

/** A Bolt app that acknowledges and keeps nothing: what the acknowledgement is compared with. */
const receiver = new HTTPReceiver({ signingSecret: process.argv[3] ?? '' });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bare', botUserId: 'UBOT', botId: 'BBOT' }) });
app.command('/previz', async ({ ack }) => ack());
await receiver.start(Number(process.argv[2]));
process.stdout.write('ready\n');
