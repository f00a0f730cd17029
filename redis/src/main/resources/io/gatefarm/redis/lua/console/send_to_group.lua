-- send_to_group: pushes a message to every member of a group.
-- usage APP GROUP MESSAGE [BINARY] [EXCEPT CLIENT]..
-- calls send
-- ARGV[1] app   ARGV[2] group   ARGV[3] message, bytes   ARGV[4..] options
-- returns how many clients
local group = name_of('group', ARGV[2])
return send_to(T, 'group', T .. 'group-gateways:' .. group, send_frame('"groups":' .. cjson.encode({group}), ARGV, 3))
