#!/bin/sh
# sh push.sh CLIENT UID MESSAGE: binds a client to its user, then pushes to all clients of that user.
set -eu

gatefarm() {
  function=$1
  shift
  redis-cli -e -h "${REDIS_HOST:-127.0.0.1}" -p "${REDIS_PORT:-6379}" FCALL "gatefarm_$function" 0 chat "$@"
}

gatefarm bind_uid "$1" "$2" >/dev/null
gatefarm send_to_uid "$2" "$3"
