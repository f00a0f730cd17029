# python3 push.py CLIENT UID MESSAGE: binds a client to its user, then pushes to all clients of that user.
import os
import sys

import redis

connection = redis.Redis(os.environ.get("REDIS_HOST", "127.0.0.1"), int(os.environ.get("REDIS_PORT", "6379")))


def gatefarm(function, *arguments):
    return connection.execute_command("FCALL", "gatefarm_" + function, 0, "chat", *arguments)


client, uid, message = sys.argv[1:]
gatefarm("bind_uid", client, uid)
print(gatefarm("send_to_uid", uid, message))
