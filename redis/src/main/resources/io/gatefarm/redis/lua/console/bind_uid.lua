-- bind_uid: gives a client its uid, in place of the one it had.
-- usage APP CLIENT UID
-- calls bind_uid
-- ARGV[1] app   ARGV[2] clientId   ARGV[3] uid
-- returns 1 bound, 0 had that uid already, -1 offline
local client, uid = client_of(ARGV[2]), name_of('uid', ARGV[3])
return bind_uid({T .. 'client:' .. client, T .. 'uid:' .. uid, T .. 'uids'},
  {client, uid, open_frame('bind', client, ',"uid":' .. cjson.encode(uid))})
