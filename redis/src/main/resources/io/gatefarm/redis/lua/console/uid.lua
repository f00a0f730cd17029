-- uid: the clients of a uid.
-- usage APP UID
-- flags no-writes
-- ARGV[1] app   ARGV[2] uid
-- returns a heading, then a line for each
local clients = redis.call('HKEYS', T .. 'uid:' .. ARGV[2])
table.sort(clients)
return client_rows(T, clients)
