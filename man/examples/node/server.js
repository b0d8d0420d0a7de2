// Listens, and then writes a newline to descriptor 3.
const { createServer } = require('http');
const { writeSync } = require('fs');

const server = createServer((request, response) => {
    response.end('hello\n');
});
server.listen(3000, '127.0.0.1', () => writeSync(3, '\n'));

// Finishes open requests.
process.on('SIGTERM', () => {
    server.close();
    server.closeIdleConnections();
});
