-- send_to_uid: pushes a message to every client of a uid.
-- usage APP UID MESSAGE [BINARY] [EXCEPT CLIENT]..
-- calls send
-- ARGV[1] app   ARGV[2] uid   ARGV[3] message, bytes   ARGV[4..] options
-- returns how many clients
local uid = name_of('uid', ARGV[2])
return send_to(T, 'uid', T .. 'uid:' .. uid, send_frame('"uids":' .. cjson.encode({uid}), ARGV, 3))
