<?php
// php push.php CLIENT UID MESSAGE: binds a client to its user, then pushes to all clients of that user.
$redis = new Redis();
$redis->connect(getenv('REDIS_HOST') ?: '127.0.0.1', (int) (getenv('REDIS_PORT') ?: 6379));

function gatefarm(Redis $redis, string $function, string ...$arguments)
{
    $redis->clearLastError();
    $reply = $redis->rawCommand('FCALL', "gatefarm_$function", '0', 'chat', ...$arguments);
    if ($redis->getLastError() !== null) {
        throw new RuntimeException($redis->getLastError());
    }
    return $reply;
}

[, $client, $uid, $message] = $argv;
gatefarm($redis, 'bind_uid', $client, $uid);
echo gatefarm($redis, 'send_to_uid', $uid, $message), "\n";
