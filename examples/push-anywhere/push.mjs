// node push.mjs CLIENT UID MESSAGE: binds a client to its user, then pushes to all clients of that user.
import { createClient } from 'redis';

const host = process.env.REDIS_HOST ?? '127.0.0.1';
const port = Number(process.env.REDIS_PORT ?? 6379);
const redis = await createClient({ socket: { host, port } }).connect();

const gatefarm = (name, ...args) => redis.sendCommand(['FCALL', `gatefarm_${name}`, '0', 'chat', ...args]);

const [client, uid, message] = process.argv.slice(2);
await gatefarm('bind_uid', client, uid);
console.log(await gatefarm('send_to_uid', uid, message));
redis.destroy();
