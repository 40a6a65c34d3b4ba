import { createServer, type RequestListener, type Server } from 'node:http';

export interface Listening {
  url: string;
  server: Server;
}

/** Listens on 127.0.0.1. Throws with the name of the variable to set when the port is taken; port 0 picks a free one. */
export function listen(port: number, variable: string, onRequest: RequestListener): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = createServer(onRequest);
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      reject(new Error(`port ${port} is taken; set ${variable} to another one (0 picks a free one)`));
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const actual = typeof address === 'object' && address ? address.port : port;
      resolve({ url: `http://127.0.0.1:${actual}`, server });
    });
  });
}
