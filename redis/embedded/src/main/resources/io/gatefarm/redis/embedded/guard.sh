# guard: waits until the parent is gone, then kills its server and removes its folder.
# $1     folder of this Redis
# stdin  a pipe whose other end only the parent holds: it ends however the parent ends, SIGKILL included
trap '' HUP INT QUIT TERM
while read -r _; do :; done
if read -r server <"$1/server.pid"; then
    kill -9 "$server"
fi
# A dying server may still create a file while rm walks the folder.
for _ in 1 2 3; do
    rm -rf "$1" && exit 0
    sleep 1
done
exit 1
