/**
 * A process that stays warm: runs a bundle's handler on the events it is sent, some at a time, and answers what CPU time
 * that took, in milliseconds an event.
 */
interface Round {
  file: string;
  events: object[];
  concurrency: number;
}

type Handler = (event: object, context: object) => Promise<unknown>;

const context = { getRemainingTimeInMillis: () => 30_000 };
const quiet = () => true;

process.on('message', ({ file, events, concurrency }: Round) => {
  const { handler }: { handler: Handler } = require(file);
  const waiting = [...events];
  const failures: string[] = [];
  const work = async () => {
    for (let event = waiting.pop(); event; event = waiting.pop()) {
      const answer = await handler(event, context);
      if (isRefusal(answer)) failures.push(JSON.stringify(answer));
    }
  };
  // What is logged counts, as it does in Lambda; where it goes to does not.
  process.stdout.write = quiet;
  const before = process.cpuUsage();
  void Promise.all(Array.from({ length: concurrency }, work)).then(() => {
    const { user, system } = process.cpuUsage(before);
    process.send?.({ cpuMs: (user + system) / 1000 / events.length, failures });
  });
});

function isRefusal(answer: unknown): boolean {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'statusCode' in answer &&
    Number(answer.statusCode) >= 300
  );
}
