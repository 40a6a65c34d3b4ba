import { spawn } from 'node:child_process';

/**
 * Runs a command for as long as the parent lives: a process that is not Node's cannot notice that its parent died,
 * so this one does, by its IPC channel. Usage: `watchdog COMMAND ARGUMENTS…`, forked.
 */
const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit' });
const stop = (): void => void child.kill('SIGKILL');
process.on('disconnect', stop);
process.on('SIGTERM', stop);
// A terminal's Ctrl-C reaches every process of its group; the parent decides when this one ends.
process.on('SIGINT', () => undefined);
child.on('error', () => process.exit(127));
child.on('exit', (code) => process.exit(code ?? 1));
