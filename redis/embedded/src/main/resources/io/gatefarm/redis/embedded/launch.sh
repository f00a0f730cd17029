# launch: leaves its process id for the guard, then becomes the server.
# $1  folder of this Redis  $2 ..  command line of the server
# The id is written first: were the parent killed at this very moment, either the guard reads the id or the
# folder is gone already, and then there is no server to start.
folder=$1
shift
echo "$$" >"$folder/server.pid" && exec "$@"
