-- kick_uid: closes every client of a uid with 4100, after a last message if one is given.
-- usage APP UID [MESSAGE]
-- calls send
-- ARGV[1] app   ARGV[2] uid   ARGV[3] last message, text
-- returns how many clients
local uid = name_of('uid', ARGV[2])
return send_to(T, 'uid', T .. 'uid:' .. uid, kick_frame('"uid":' .. cjson.encode(uid), ARGV[3]))
